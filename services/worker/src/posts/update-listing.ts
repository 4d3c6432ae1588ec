import { failureOf } from '@cars-bot/adapters/errors'
import { composeDescription, findContacts, messageOrigin, messageUrl, refusedByOwnerText, saysSold } from '@cars-bot/domain'
import type { CarModel, ChannelModel, DeliveryModel, JobPayload, PostModel, SellerContactModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { listingText, type ListedPost } from './draft-listing.js'
import { requestModeration } from '../moderation/request-moderation.js'
import { editDelivery } from './edit-delivery.js'
import { factsOfCar } from './facts-of-car.js'
import { withListingHeld } from './hold-listing.js'
import { loadSettings } from './load-settings.js'
import { outcomeOf } from './outcome-of.js'
import { checkedOrNull, type AdReading } from './read-ad.js'
import { requestPublication } from './request-publication.js'
import { rereadAd } from './reread-ad.js'
import { storeRereading } from './store-reading.js'
import { deletedSourceText, doubtfulText, leakText, soldText } from './texts.js'
import { owesWithdrawal, requestWithdrawal, withdrawPost } from './withdraw-post.js'

type LoadedPost = PostModel & { car: CarModel | null; sellerContact: SellerContactModel | null; channel: ChannelModel; deliveries: DeliveryModel[] }

/**
 * Follows an edit of the source: reads the ad again when it changed since it was last read, withdraws what is sold or no ad any more, and makes the listing in our
 * channel say what the rows say. Goes on until it has read the newest text. Safe to run twice and beside itself; throws while the post is being read or published, or its
 * listing edited, by another run.
 */
export async function updateListing(app: App, { postId }: JobPayload<'updateListing'>): Promise<void> {
  for (;;) {
    const post = await load(app, postId)
    if (!post) return
    switch (post.status) {
      case 'NEW':
      case 'FAILED':
      case 'WITHDRAWN':
        return
      case 'PROCESSING':
      case 'PUBLISHING':
        throw new Error(`post ${postId} is ${post.status}, its edit has to wait`)
      case 'REJECTED':
        return offerAgain(app, post)
      case 'PUBLISHED':
        await withListingHeld(app, postId, (token) => followPublished(app, postId, token))
        return requestWithdrawal(app, postId)
      case 'READY':
      case 'MODERATION':
      case 'DUPLICATE':
        if (!isEdited(post)) return post.status === 'READY' ? requestPublication(app, postId) : undefined
        await reread(app, post, null)
    }
  }
}

async function load(app: App, postId: string): Promise<LoadedPost | null> {
  return app.db.post.findUnique({ where: { id: postId }, include: { car: true, sellerContact: true, channel: true, deliveries: { where: { status: 'SENT' } } } })
}

function isEdited({ revision, readRevision }: PostModel): boolean {
  return revision > readRevision
}

/** The text was changed while it was being rejected: the new one is a new chance, unless a person said no. */
async function offerAgain(app: App, post: LoadedPost): Promise<void> {
  if (!isEdited(post) || post.statusReason === refusedByOwnerText) return
  const offered = await app.db.post.updateMany({ where: { id: post.id, status: 'REJECTED' }, data: { status: 'NEW', statusReason: null, statusChangedAt: app.now(), attempts: 0 } })
  if (offered.count > 0) await app.jobs.enqueue('processPost', { postId: post.id }, { dedupeKey: `processPost:${post.id}` })
}

async function followPublished(app: App, postId: string, token: string): Promise<void> {
  for (;;) {
    const post = await load(app, postId)
    if (post?.status !== 'PUBLISHED') return
    if (owesWithdrawal(post)) await withdrawPost(app, post, { reason: 'DELETED', words: deletedSourceText })
    else if (isEdited(post)) await reread(app, post, token)
    else if (!post.car || !(await editListing(app, { ...post, car: post.car }, token))) return
  }
}

/** True when a message was edited: the rows may have changed meanwhile. */
async function editListing(app: App, post: LoadedPost & ListedPost, token: string): Promise<boolean> {
  let isChanged = false
  for (const delivery of post.deliveries) {
    const html = safeText(app, post, delivery)
    if (html === delivery.text || delivery.messageIds.length === 0) continue
    if (html === null) {
      await app.alerts.raise({ level: 'WARNING', message: doubtfulText(leakText, linkOf(delivery)), dedupeKey: `listing-leak:${post.id}` })
      continue
    }
    if (!(await editDelivery(app, { delivery, token, html, status: 'SENT' }))) continue
    app.log.info('listing edited', { postId: post.id, deliveryId: delivery.id })
    isChanged = true
  }
  return isChanged
}

/** Where the seller's words hold a contact the listing goes on without them. */
function safeText(app: App, post: ListedPost, { withMedia }: DeliveryModel): string | null {
  const plain = { ...post, car: { ...post.car, description: null, equipment: null, priceJustification: null } }
  return listingText(app, post, { withMedia }) ?? listingText(app, plain, { withMedia })
}

function linkOf(delivery: DeliveryModel | undefined): string | null {
  const messageId = delivery?.messageIds[0]
  return delivery && messageId !== undefined ? messageUrl(delivery.chatId, messageId) : null
}

/** Reads the newest text and stores what it says; the caller looks at the post anew. */
async function reread(app: App, post: LoadedPost, token: string | null): Promise<void> {
  if (saysSold(post.text)) {
    await withdrawPost(app, post, { reason: 'SOLD', words: soldText })
    return
  }
  const settings = await loadSettings(app)
  const { reading, isWhole } = await rereadAd(app, post, settings).catch(async (error: unknown) => {
    await countFailure(app, post, error)
    throw error
  })
  const contacts = findContacts(post.text, messageOrigin.parse(post.origin))
  const outcome = outcomeOf({ post, reading, contacts, settings })
  const isDoubtful = post.status === 'PUBLISHED' && outcome.status === 'MODERATION'
  const stored = await storeRereading(app, { post, reading: isDoubtful ? { ...certainOf(post, reading), textHash: null } : reading, isWhole, contacts, outcome, token })
  if (stored === null) return
  app.log.info('edited post read again', { postId: post.id, status: stored, revision: post.revision, isWhole, tokens: reading.tokens })
  if (stored === 'MODERATION') await requestModeration(app, post.id)
  if (isDoubtful) await app.alerts.raise({ level: 'WARNING', message: doubtfulText(outcome.reason ?? '', linkOf(post.deliveries[0])), dedupeKey: `listing-doubtful:${post.id}` })
}

/** What may stand in a published listing out of a reading that a person should look at: the car as it was when the text is hardly an ad, else all that is undisputed. */
function certainOf(post: LoadedPost, reading: AdReading): AdReading {
  if (post.car && (reading.class !== 'SELLING' || reading.facts.brand === null)) return { ...reading, facts: factsOfCar(post.car), description: post.car.description }
  if (reading.disagreements.length === 0) return reading
  const facts = { ...reading.facts, ...Object.fromEntries(reading.disagreements.map((field) => [field, null])) }
  return { ...reading, facts, description: checkedOrNull(composeDescription(facts), post.text, facts) }
}

/** After some tries without the model the rules decide alone; waiting as asked is no try. */
async function countFailure(app: App, { id, readRevision }: PostModel, error: unknown): Promise<void> {
  if (failureOf(error).kind !== 'rate-limited') await app.db.post.updateMany({ where: { id, readRevision }, data: { attempts: { increment: 1 } } })
}
