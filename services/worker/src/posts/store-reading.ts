import type { SellerContacts } from '@cars-bot/domain'
import type { Prisma, Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { findOriginal, hashedFingerprint, type Original } from './find-original.js'
import { becomeOriginal, handOverDuplicates } from './lead-duplicates.js'
import type { Outcome, PostWithChannel } from './outcome-of.js'
import type { AdReading } from './read-ad.js'
import { announcePrice, settlePrice, type PriceChange } from './settle-price.js'
import { storeCar } from './store-car.js'
import { storeContact } from './store-contact.js'
import { sameCarText } from './texts.js'

export type StoredStatus = Outcome['status'] | 'DUPLICATE'

export type Reading = { post: PostWithChannel; reading: AdReading; contacts: SellerContacts; outcome: Outcome }
/** What an edit made of a post. `isWhole`: the ad was read anew, not only its price and contacts. `token` holds the listing, where there is one. */
export type Rereading = Reading & { isWhole: boolean; token: string | null }

type Stored<Status> = { status: Status; price: PriceChange | null }

/**
 * Writes car, contacts and verdict of a first reading in one transaction and returns the status given. A post of a car that is live already becomes
 * DUPLICATE of the first, whose listing takes over a lower price; where the first waits for a person and this one needs nobody, it is the other way round. Posts of like cars wait
 * for one another here, so that of two twins at once one sees the other. Null, and nothing written, when the post left PROCESSING meanwhile.
 */
export async function storeReading(app: App, given: Reading): Promise<StoredStatus | null> {
  const { post, outcome } = given
  const stored = await app.db.$transaction(async (tx): Promise<Stored<StoredStatus> | null> => {
    const original = outcome.status === 'REJECTED' ? noOriginal : await originalOf(app, tx, given, { isFirst: true })
    const settled = settledBy(await leading(app, tx, given, original), outcome)
    const { count } = await tx.post.updateMany({
      where: { id: post.id, status: 'PROCESSING' },
      data: { ...settled, statusChangedAt: app.now(), fingerprint: original.fingerprint, ...readColumns(given), ...extractionColumns(given.reading) },
    })
    if (count === 0) return null
    await forgetKinds(tx, post)
    if (outcome.status !== 'REJECTED') await storeFacts(app, tx, given)
    return { status: settled.status, price: await settleOriginal(app, tx, given, settled.duplicateOfId) }
  })
  return announced(app, stored)
}

/**
 * Writes what an edit made of a post that was read before, in one transaction. A published post stays published, or is withdrawn when it is no ad any more; a
 * duplicate stays one. Null, and nothing written, when somebody else read the edit or moved the post meanwhile; an edit that came meanwhile stays to be read.
 */
export async function storeRereading(app: App, given: Rereading): Promise<StoredStatus | 'PUBLISHED' | 'WITHDRAWN' | null> {
  const { post, outcome, reading, isWhole, token } = given
  const isAd = outcome.status !== 'REJECTED'
  const stored = await app.db.$transaction(async (tx): Promise<Stored<StoredStatus | 'PUBLISHED' | 'WITHDRAWN'> | null> => {
    const original = isAd ? await leading(app, tx, given, await originalAfterEdit(app, tx, given)) : noOriginal
    const settled = settledAfterEdit(post, original, outcome)
    const before = post.status === 'DUPLICATE' ? await tx.car.findUnique({ where: { postId: post.id }, select: { priceKopecks: true } }) : null
    const { count } = await tx.post.updateMany({
      where: { id: post.id, status: post.status, readRevision: post.readRevision },
      data: {
        ...settled,
        ...(settled.status === post.status ? {} : { statusChangedAt: app.now() }),
        ...(isAd ? { fingerprint: original.fingerprint } : {}),
        ...readColumns(given),
        ...(isWhole ? extractionColumns(reading) : {}),
      },
    })
    if (count === 0) return null
    await forgetKinds(tx, post)
    if (isAd) await storeFacts(app, tx, given)
    // From here on the listing in our channel is out of date: the hold on it tells so, should this process die now.
    if (token !== null) await tx.delivery.updateMany({ where: { postId: post.id, attemptToken: token }, data: { updatedAt: app.now() } })
    const originalId = settled.status === 'DUPLICATE' ? (original.found?.id ?? post.duplicateOfId) : post.duplicateOfId
    return { status: settled.status, price: await settleOriginal(app, tx, given, originalId, before?.priceKopecks) }
  })
  return announced(app, stored)
}

async function announced<Status>(app: App, stored: Stored<Status> | null): Promise<Status | null> {
  if (stored?.price) await announcePrice(app, stored.price)
  return stored && stored.status
}

/** A post that stands behind another listing brings its own followers along, and its price may be the lower one. */
async function settleOriginal(app: App, tx: Transaction, { post }: Reading, originalId: string | null, formerOffer: bigint | null = null): Promise<PriceChange | null> {
  if (originalId === null) return null
  await handOverDuplicates(tx, { from: post.id, to: originalId })
  return settlePrice(app, tx, { originalId, formerOffer })
}

const noOriginal: Original = { fingerprint: null, found: null }

async function originalOf(app: App, tx: Transaction, { post, reading, contacts }: Reading, { isFirst }: { isFirst: boolean }): Promise<Original> {
  const { facts, text } = reading
  return findOriginal(app, tx, { post, facts, contacts, text, photos: await photosOf(tx, post), isFirst })
}

async function photosOf(tx: Transaction, { id }: PostWithChannel): Promise<bigint[]> {
  const media = await tx.postMedia.findMany({ where: { postId: id, perceptualHash: { not: null } }, select: { perceptualHash: true } })
  return media.flatMap(({ perceptualHash }) => perceptualHash ?? [])
}

/** A post that is READY takes the place of a like one that waits for a person. */
async function leading(app: App, tx: Transaction, { post, outcome }: Reading, original: Original): Promise<Original> {
  const { found } = original
  if (!found?.isWaiting || outcome.status !== 'READY') return original
  return (await becomeOriginal(app, tx, { postId: post.id, waitingId: found.id, evidence: found.evidence })) ? { ...original, found: null } : original
}

/** Only a post that still waits can turn out to be the same car as another. */
async function originalAfterEdit(app: App, tx: Transaction, given: Rereading): Promise<Original> {
  const { post, reading, contacts } = given
  if (post.status === 'READY' || post.status === 'MODERATION') return originalOf(app, tx, given, { isFirst: false })
  return { found: null, fingerprint: hashedFingerprint(app, { facts: reading.facts, contacts, text: reading.text }) }
}

type Settled<Status> = { status: Status; statusReason: string | null; duplicateOfId: string | null; duplicateEvidence?: string[] }

function settledBy(original: Original, outcome: Outcome): Settled<StoredStatus> {
  const { found } = original
  if (found === null) return { status: outcome.status, statusReason: outcome.reason, duplicateOfId: null }
  return { status: 'DUPLICATE', statusReason: sameCarText(found.evidence), duplicateOfId: found.id, duplicateEvidence: found.evidence }
}

function settledAfterEdit(post: PostWithChannel, original: Original, outcome: Outcome): Pick<Prisma.PostUncheckedUpdateManyInput, 'statusReason' | 'withdrawalReason' | 'duplicateOfId'> & { status: StoredStatus | 'PUBLISHED' | 'WITHDRAWN' } {
  if (post.status === 'PUBLISHED') {
    return outcome.status === 'REJECTED' ? { status: 'WITHDRAWN', withdrawalReason: 'NO_AD', statusReason: outcome.reason } : { status: 'PUBLISHED' }
  }
  if (post.status === 'DUPLICATE' && outcome.status !== 'REJECTED') return { status: 'DUPLICATE' }
  return settledBy(original, outcome)
}

/** An edit that came while this one was read has its kinds in there too. */
async function forgetKinds(tx: Transaction, { id, revision }: PostWithChannel): Promise<void> {
  await tx.post.updateMany({ where: { id, revision }, data: { editKinds: [] } })
}

function readColumns({ post, reading }: Reading) {
  return { attempts: 0, readRevision: post.revision, textHash: reading.textHash }
}

function extractionColumns(reading: AdReading) {
  return {
    extractionSource: reading.source,
    extraction: { class: reading.class, kind: reading.kind, notes: reading.notes, disagreements: reading.disagreements },
    confidence: reading.confidence,
    aiTokens: { increment: reading.tokens },
    aiCostMicroUsd: { increment: reading.costMicroUsd },
  }
}

async function storeFacts(app: App, tx: Transaction, { post, reading, contacts }: Reading): Promise<void> {
  await storeCar(app, tx, post, reading)
  await storeContact(app, tx, { post, contacts })
}
