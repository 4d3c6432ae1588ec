import { hasContacts, type CarFacts, type SellerContacts } from '@cars-bot/domain'
import type { Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { findOriginal, lockCar } from './find-original.js'
import type { Outcome, PostWithChannel } from './process-post.js'
import type { AdReading } from './read-ad.js'
import { sameCarText } from './texts.js'

export type StoredStatus = Outcome['status'] | 'DUPLICATE'

type Given = { post: PostWithChannel; reading: AdReading; contacts: SellerContacts; outcome: Outcome }

/**
 * Writes car, contacts and verdict in one transaction and returns the status given. A post of a car that is live already becomes DUPLICATE of the first;
 * posts of like cars wait for one another here, so that of two twins at once one sees the other.
 */
export async function storeReading(app: App, given: Given): Promise<StoredStatus> {
  const { post, reading, outcome } = given
  const isAd = outcome.status !== 'REJECTED'
  return app.db.$transaction(async (tx) => {
    if (isAd) await lockCar(tx, reading.facts)
    const sighting = { facts: reading.facts, contacts: given.contacts, text: post.text, origin: post.origin }
    const original = isAd ? await findOriginal(app, tx, { postId: post.id, sighting }) : { fingerprint: null, duplicateOf: null, evidence: [] }
    const status: StoredStatus = original.duplicateOf ? 'DUPLICATE' : outcome.status
    const { count } = await tx.post.updateMany({
      where: { id: post.id, status: 'PROCESSING' },
      data: {
        status,
        statusReason: original.duplicateOf ? sameCarText(original.evidence) : outcome.reason,
        statusChangedAt: app.now(),
        attempts: 0,
        extractionSource: reading.source,
        extraction: { class: reading.class, kind: reading.kind, notes: reading.notes, disagreements: reading.disagreements },
        confidence: reading.confidence,
        fingerprint: original.fingerprint,
        duplicateOfId: original.duplicateOf,
        aiTokens: { increment: reading.tokens },
        aiCostMicroUsd: { increment: reading.costMicroUsd },
      },
    })
    if (count === 0) throw new Error(`post ${post.id} was taken over while it was read`)
    if (isAd) {
      await storeCar(tx, post.id, reading)
      await storeContact(app, tx, given)
    }
    return status
  })
}

async function storeCar(tx: Transaction, postId: string, { facts, description }: AdReading): Promise<void> {
  const data = { ...carColumns(facts), description }
  await tx.car.upsert({ where: { postId }, create: { postId, ...data }, update: data })
}

function carColumns({ priceKopecks, marketPriceKopecks, ...facts }: CarFacts) {
  return { ...facts, priceKopecks: bigintOf(priceKopecks), marketPriceKopecks: bigintOf(marketPriceKopecks) }
}

function bigintOf(value: number | null): bigint | null {
  return value === null ? null : BigInt(value)
}

/** The owner's phone and Telegram for a channel win over what the post says. Other ways to the seller are kept only where there is neither. */
async function storeContact(app: App, tx: Transaction, { post, contacts }: Given): Promise<void> {
  const { channel } = post
  const [phone] = contacts.phones
  const fromPost = phone ? { phoneCiphertext: app.phones.encrypt(phone), phoneHash: app.phones.hash(phone) } : { phoneCiphertext: null, phoneHash: null }
  const ownPhone = channel.phoneCiphertext && channel.phoneHash ? { phoneCiphertext: channel.phoneCiphertext, phoneHash: channel.phoneHash } : null
  const telegramUsername = channel.sellerTelegramUsername ?? contacts.telegramUsernames[0] ?? null
  if (!ownPhone && !telegramUsername && !hasContacts(contacts)) return
  const phoneColumns = ownPhone ?? fromPost
  const otherContacts = phoneColumns.phoneHash === null && telegramUsername === null ? contacts.other.join('\n').slice(0, 500) : null
  const data = { ...phoneColumns, telegramUsername, otherContacts }
  await tx.sellerContact.upsert({ where: { postId: post.id }, create: { postId: post.id, ...data }, update: data })
}
