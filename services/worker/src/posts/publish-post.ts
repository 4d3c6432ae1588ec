import { randomUUID } from 'node:crypto'
import { RateLimitedError } from '@cars-bot/adapters/errors'
import type { SentMedia } from '@cars-bot/adapters/bot-api'
import type { JobPayload, PostModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { draftListing, type ListingDraft } from './draft-listing.js'
import { fitPhotos } from './fit-photos.js'
import { mergeBeforePublishing, mergeByPhotos } from './merge-before-publishing.js'
import { requestUpdate } from './request-update.js'
import { settleFailure } from './settle-failure.js'
import { announcePrice, type PriceChange } from './settle-price.js'
import { deletedSourceText, leakText, unansweredText } from './texts.js'
import { owesWithdrawal, requestWithdrawal, withdrawPost } from './withdraw-post.js'

type Listing = Extract<ListingDraft, { kind: 'listing' }>
export type Attempt = { postId: string; token: string; /** What went along. */ media: Listing['media'] }

/** After so many attempts without an answer the listing goes out without its videos, which are the slow part of an upload. */
const attemptsWithVideos = 3
const mostAttempts = 8

/**
 * Publishes a READY post in our channel, once. The attempt is written down before the call (Delivery SENDING with a token); a call that certainly did not arrive
 * is undone and tried again; one whose fate is unknown stays SENDING, and only the monitor, which can look into the channel, decides on it. Safe to run twice.
 */
export async function publishPost(app: App, { postId }: JobPayload<'publishPost'>): Promise<void> {
  const post = await app.db.post.findUnique({ where: { id: postId }, include: { car: true, sellerContact: true, channel: true, media: { orderBy: { position: 'asc' } } } })
  if (!post || post.status !== 'READY' || post.isWithdrawalHeld) return
  if (owesWithdrawal(post)) return void (await withdrawPost(app, post, { reason: 'DELETED', words: deletedSourceText }))
  if (post.revision > post.readRevision) return requestUpdate(app, postId)
  if (!post.car || post.media.some((item) => item.status === 'PENDING')) return
  if (post.attempts >= mostAttempts) return leave(app, postId, { status: 'FAILED', reason: unansweredText, dedupeKey: 'publish-unanswered' })
  if (await mergeByPhotos(app, post)) return
  const media = await fitPhotos(app, post.media)
  const draft = await draftListing(app, { ...post, car: post.car, media }, { withVideos: post.attempts < attemptsWithVideos })
  if (draft.kind === 'leak') return leave(app, postId, { status: 'MODERATION', reason: leakText, dedupeKey: 'listing-leak' })
  const budget = await app.channelBudget.take(Math.max(1, draft.media.length))
  if (!budget.ok) throw new RateLimitedError('our channel has had its messages of this minute', { retryAfterMs: budget.retryAfterMs })
  const token = await claim(app, post)
  if (token === null) return
  if (typeof token !== 'string') return announcePrice(app, token)
  const sent = await send(app, draft).catch((error: unknown) => settleFailure(app, { postId, token, media: draft.media }, error))
  if (sent) await saveSent(app, { postId, token }, { draft, sent })
}

/** A post that failed and was made READY again by a person may be sent again: it certainly never came out. Null when it changed since it was drafted; a price change when it turned out to be a duplicate. */
async function claim(app: App, { id: postId, revision, sourceDeletedAt }: PostModel): Promise<string | PriceChange | null> {
  const token = randomUUID()
  const now = app.now()
  const key = { postId, chatId: app.newsChannelId }
  return app.db.$transaction(async (tx) => {
    // What came after the first look: of two twins at once one sees the other here.
    const merged = await mergeBeforePublishing(app, tx, postId)
    if (merged) return merged
    const claimed = await tx.post.updateMany({
      where: { id: postId, status: 'READY', revision, sourceDeletedAt },
      data: { status: 'PUBLISHING', statusChangedAt: now, attemptToken: token, attempts: { increment: 1 } },
    })
    if (claimed.count === 0) return null
    await tx.delivery.upsert({ where: { postId_chatId: key }, create: key, update: {} })
    const taken = await tx.delivery.updateMany({ where: { ...key, status: { in: ['PENDING', 'FAILED'] } }, data: { status: 'SENDING', attemptToken: token } })
    if (taken.count === 0) throw new Error(`post ${postId} is READY, but its delivery is not pending`)
    return token
  })
}

async function send(app: App, draft: Listing): Promise<SentMedia> {
  if (draft.media.length > 0) return app.bot.sendMedia({ chatId: app.newsChannelId, html: draft.html, media: draft.media.map((item) => item.outgoing) })
  const { messageId } = await app.bot.sendText({ chatId: app.newsChannelId, html: draft.html })
  return { messageIds: [messageId], fileIds: [] }
}

async function saveSent(app: App, { postId, token }: Omit<Attempt, 'media'>, { draft, sent }: { draft: Listing; sent: SentMedia }): Promise<void> {
  const now = app.now()
  // A video that Telegram still converts has the id 0 (core.telegram.org/bots/api-changelog, December 2024): taken, but only the monitor can tell when and where it came out.
  const messageIds = sent.messageIds.filter((id) => id > 0)
  if (messageIds.length === 0) {
    await app.db.delivery.updateMany({ where: { postId, chatId: app.newsChannelId, attemptToken: token }, data: { sentAt: now, withMedia: true, text: draft.html } })
    return app.log.info('listing is converted by Telegram', { postId })
  }
  await app.db.$transaction(async (tx) => {
    await tx.delivery.updateMany({
      where: { postId, chatId: app.newsChannelId, attemptToken: token },
      data: { status: 'SENT', attemptToken: null, messageIds, withMedia: draft.media.length > 0, text: draft.html, sentAt: now },
    })
    await tx.post.updateMany({ where: { id: postId, attemptToken: token }, data: { status: 'PUBLISHED', statusReason: null, statusChangedAt: now, attempts: 0, attemptToken: null } })
    for (const [index, { mediaId }] of draft.media.entries()) {
      const botFileId = sent.fileIds[index]
      if (botFileId) await tx.postMedia.updateMany({ where: { id: mediaId }, data: { botFileId } })
    }
  })
  app.log.info('post published', { postId, messageIds })
  await catchUp(app, postId)
  await app.jobs.enqueue('matchAlerts', { postId }, { dedupeKey: `matchAlerts:${postId}` })
}

/** What happened at the source while the listing went out. */
async function catchUp(app: App, postId: string): Promise<void> {
  const post = await app.db.post.findUnique({ where: { id: postId } })
  if (post?.status !== 'PUBLISHED') return
  if (owesWithdrawal(post)) {
    await withdrawPost(app, post, { reason: 'DELETED', words: deletedSourceText })
    await requestWithdrawal(app, postId)
  } else await requestUpdate(app, postId)
}

/** Takes a READY post out of publishing and tells the owner. */
async function leave(app: App, postId: string, { status, reason, dedupeKey }: { status: 'MODERATION' | 'FAILED'; reason: string; dedupeKey: string }): Promise<void> {
  const left = await app.db.post.updateMany({ where: { id: postId, status: 'READY' }, data: { status, statusReason: reason, statusChangedAt: app.now() } })
  if (left.count === 0) return
  app.log.warn('listing held back', { postId, status })
  await app.alerts.raise({ level: 'WARNING', message: `Объявление не опубликовано: ${reason}`, dedupeKey })
}
