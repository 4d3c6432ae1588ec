import { fingerprint, isSameCar, messageOrigin, type CarFacts, type CarSighting, type SellerContacts } from '@cars-bot/domain'
import type { Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { factsOfCar } from './facts-of-car.js'

export type Original = { fingerprint: string | null; duplicateOf: string | null; evidence: string[] }

const windowMs = 14 * 24 * 3_600_000
const mostCandidates = 200
const live = ['READY', 'PUBLISHING', 'PUBLISHED', 'MODERATION'] as const

/** Until the transaction ends, posts of this make and model are stored one after another. */
export async function lockCar(tx: Transaction, facts: CarFacts): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`car ${facts.brand ?? ''} ${facts.model ?? ''}`}, 0))`
}

/** The key by which posts of one very car are found, hashed since it is made of contacts. */
export function hashedFingerprint(app: Pick<App, 'phones'>, { facts, contacts, text }: Pick<CarSighting, 'facts' | 'contacts' | 'text'>): string | null {
  const key = fingerprint(facts, contacts, text)
  return key === null ? null : app.phones.hash(`fingerprint:${key}`)
}

/** The first live post of the last 14 days that is of the same car, with the evidence; and this post's own fingerprint. */
export async function findOriginal(app: App, tx: Transaction, { postId, sighting }: { postId: string; sighting: Omit<CarSighting, 'forwardOrigin'> & { origin: unknown } }): Promise<Original> {
  const hashed = hashedFingerprint(app, sighting)
  const since = new Date(app.now().getTime() - windowMs)
  const recent = { id: { not: postId }, status: { in: [...live] }, createdAt: { gt: since } }
  const exact = hashed === null ? null : await tx.post.findFirst({ where: { ...recent, fingerprint: hashed }, orderBy: { createdAt: 'asc' }, select: { id: true } })
  if (exact) return { fingerprint: hashed, duplicateOf: exact.id, evidence: ['тот же отпечаток объявления'] }
  const { brand, model } = sighting.facts
  if (brand === null || model === null) return { fingerprint: hashed, duplicateOf: null, evidence: [] }
  const candidates = await tx.post.findMany({
    where: { ...recent, car: { brand, model } },
    orderBy: { createdAt: 'desc' },
    take: mostCandidates,
    include: { car: true, sellerContact: true },
  })
  const own = { ...sighting, forwardOrigin: forwardOrigin(sighting.origin) }
  for (const candidate of candidates.reverse()) {
    if (!candidate.car) continue
    const other = { facts: factsOfCar(candidate.car), contacts: contactsOf(app, candidate.sellerContact), text: candidate.text, forwardOrigin: forwardOrigin(candidate.origin) }
    const { same, evidence } = isSameCar(other, own)
    if (same) return { fingerprint: hashed, duplicateOf: candidate.id, evidence }
  }
  return { fingerprint: hashed, duplicateOf: null, evidence: [] }
}

function forwardOrigin(origin: unknown): string | null {
  const { forwardedFrom } = messageOrigin.parse(origin)
  return forwardedFrom?.channelId && forwardedFrom.messageId ? `${forwardedFrom.channelId}/${forwardedFrom.messageId}` : null
}

function contactsOf(app: App, contact: { phoneCiphertext: Uint8Array | null; telegramUsername: string | null } | null): SellerContacts {
  return {
    phones: contact?.phoneCiphertext ? [app.phones.decrypt(contact.phoneCiphertext)] : [],
    telegramUsernames: contact?.telegramUsername ? [contact.telegramUsername] : [],
    other: [],
  }
}
