import type { SellerContacts } from '@cars-bot/domain'
import type { Prisma, Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { findOriginal, hashedFingerprint, lockCar, type Original } from './find-original.js'
import type { Outcome, PostWithChannel } from './outcome-of.js'
import type { AdReading } from './read-ad.js'
import { storeCar } from './store-car.js'
import { storeContact } from './store-contact.js'
import { sameCarText } from './texts.js'

export type StoredStatus = Outcome['status'] | 'DUPLICATE'

export type Reading = { post: PostWithChannel; reading: AdReading; contacts: SellerContacts; outcome: Outcome }
/** What an edit made of a post. `isWhole`: the ad was read anew, not only its price and contacts. `token` holds the listing, where there is one. */
export type Rereading = Reading & { isWhole: boolean; token: string | null }

/**
 * Writes car, contacts and verdict of a first reading in one transaction and returns the status given. A post of a car that is live already becomes
 * DUPLICATE of the first; posts of like cars wait for one another here, so that of two twins at once one sees the other. Null, and nothing written, when
 * the post left PROCESSING meanwhile.
 */
export async function storeReading(app: App, given: Reading): Promise<StoredStatus | null> {
  const { post, outcome } = given
  return app.db.$transaction(async (tx) => {
    const original = outcome.status === 'REJECTED' ? noOriginal : await originalOf(app, tx, given)
    const settled = settledBy(original, outcome)
    const { count } = await tx.post.updateMany({
      where: { id: post.id, status: 'PROCESSING' },
      data: { ...settled, statusChangedAt: app.now(), fingerprint: original.fingerprint, ...readColumns(given), ...extractionColumns(given.reading) },
    })
    if (count === 0) return null
    await forgetKinds(tx, post)
    if (outcome.status !== 'REJECTED') await storeFacts(app, tx, given)
    return settled.status
  })
}

/**
 * Writes what an edit made of a post that was read before, in one transaction. A published post stays published, or is withdrawn when it is no ad any more; a
 * duplicate stays one. Null, and nothing written, when somebody else read the edit or moved the post meanwhile; an edit that came meanwhile stays to be read.
 */
export async function storeRereading(app: App, given: Rereading): Promise<StoredStatus | 'PUBLISHED' | 'WITHDRAWN' | null> {
  const { post, outcome, reading, isWhole, token } = given
  const isAd = outcome.status !== 'REJECTED'
  return app.db.$transaction(async (tx) => {
    const original = isAd ? await originalAfterEdit(app, tx, given) : noOriginal
    const settled = settledAfterEdit(post, original, outcome)
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
    return settled.status
  })
}

const noOriginal: Original = { fingerprint: null, duplicateOf: null, evidence: [] }

async function originalOf(app: App, tx: Transaction, { post, reading, contacts }: Reading): Promise<Original> {
  await lockCar(tx, reading.facts)
  return findOriginal(app, tx, { postId: post.id, sighting: { facts: reading.facts, contacts, text: reading.text, origin: post.origin } })
}

/** Only a post that still waits can turn out to be the same car as another. */
async function originalAfterEdit(app: App, tx: Transaction, given: Rereading): Promise<Original> {
  const { post, reading, contacts } = given
  if ((post.status === 'READY' || post.status === 'MODERATION') && !post.isSplit) return originalOf(app, tx, given)
  return { ...noOriginal, fingerprint: hashedFingerprint(app, { facts: reading.facts, contacts, text: reading.text }) }
}

type Settled<Status> = { status: Status; statusReason: string | null; duplicateOfId: string | null; duplicateEvidence?: string[] }

function settledBy(original: Original, outcome: Outcome): Settled<StoredStatus> {
  if (!original.duplicateOf) return { status: outcome.status, statusReason: outcome.reason, duplicateOfId: null }
  return { status: 'DUPLICATE', statusReason: sameCarText(original.evidence), duplicateOfId: original.duplicateOf, duplicateEvidence: original.evidence }
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
  await storeCar(app, tx, post.id, reading)
  await storeContact(app, tx, { post, contacts })
}
