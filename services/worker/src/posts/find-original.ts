import { carIdentity, findContacts, findSameCar, fingerprint, messageOrigin, type CarFacts, type CarSighting, type KnownCar, type SellerContacts } from '@cars-bot/domain'
import type { CarModel, Prisma, PostStatus, Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { ownWords } from '../reading/channel-phrases.js'
import { duplicateWindowMs, findCandidates, individualPhotos, type CarKeys } from './car-candidates.js'
import { factsOfCar } from './facts-of-car.js'

/** `isWaiting`: the post found still waits for a person. */
export type Original = { fingerprint: string | null; found: { id: string; isWaiting: boolean; evidence: string[] } | null }

/** What is known of a post whose original is looked for. */
export type Looked = {
  post: { id: string; channelId: number; messageIds: number[]; origin: unknown; createdAt: Date; isSplit: boolean; channel: { telegramId: bigint | null } }
  facts: CarFacts
  contacts: SellerContacts
  text: string
  photos: readonly bigint[]
  /** Read for the first time. Later only what is older, or out already, can be its original: of two that wait one stays. */
  isFirst: boolean
}

/**
 * The live post of the last 14 days that is of the same car, with the evidence; a car is known by all the posts found to be of it. Holds back like posts until the transaction
 * ends, so that of two twins at once one sees the other. A post that a person took out of a merge has no original any more.
 */
export async function findOriginal(app: App, tx: Transaction, looked: Looked): Promise<Original> {
  const { post, facts, contacts, text } = looked
  const origins = originsOf(post)
  const forwarded = forwardOf(post.origin)
  const hashed = forwarded === null ? hashedFingerprint(app, { facts, contacts, text }) : forwardKey(app, forwarded)
  if (post.isSplit) return { fingerprint: hashed, found: null }
  const since = new Date(app.now().getTime() - duplicateWindowMs)
  const forward = forwarded === null ? null : { channelId: BigInt(forwarded.channelId), messageId: forwarded.messageId }
  const keys: CarKeys = {
    facts,
    ...identityHashes(app, text),
    fingerprints: [...(hashed === null ? [] : [hashed]), ...origins.map((origin) => app.phones.hash(`forward:${origin}`))],
    phoneHashes: contacts.phones.map((phone) => app.phones.hash(phone)),
    forward,
    photos: looked.photos,
  }
  await lockCar(tx, keys)
  const candidates = await load(app, tx, await findCandidates(tx, { postId: post.id, since, keys }))
  const roots = new Map(candidates.flatMap((candidate) => rootOf(candidate, looked) ?? []).map((root) => [root.id, root]))
  const known = candidates.filter((candidate) => roots.has(candidate.duplicateOfId ?? candidate.id))
  const photos = await individualPhotos(tx, { postId: post.id, since, facts, photos: looked.photos, others: known.map(photosOf) })
  const followers = looked.isFirst ? [] : await withOwnWords(app, tx, await tx.post.findMany({ where: { duplicateOfId: post.id, status: 'DUPLICATE' }, include: candidateParts }))
  const groups = Map.groupBy(known, (candidate) => candidate.duplicateOfId ?? candidate.id)
  const cars = [...roots.values()].sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime()).map(({ id }): KnownCar => ({ id, sightings: (groups.get(id) ?? []).flatMap((candidate) => sightingOf(candidate) ?? []) }))
  // The photos of followers were never set against those of other cars.
  const own = [{ facts, contacts, text, channelId: post.channelId, origins, photos }, ...followers.flatMap((follower) => sightingOf({ ...follower, media: [] }) ?? [])]
  const found = findSameCar(own, cars)
  return { fingerprint: hashed, found: found && { ...found, isWaiting: roots.get(found.id)?.status === 'MODERATION' } }
}

/** The key by which posts of one very car are found, hashed since it is made of contacts. */
export function hashedFingerprint(app: Pick<App, 'phones'>, { facts, contacts, text }: Pick<CarSighting, 'facts' | 'contacts' | 'text'>): string | null {
  const key = fingerprint(facts, contacts, text)
  return key === null ? null : app.phones.hash(`fingerprint:${key}`)
}

/** HMACs of the VIN and the plate that a text names. */
export function identityHashes(app: Pick<App, 'phones'>, text: string): { vinHash: string | null; plateHash: string | null } {
  const { vin, plate } = carIdentity(text)
  return { vinHash: vin === null ? null : app.phones.hash(`vin:${vin}`), plateHash: plate === null ? null : app.phones.hash(`plate:${plate}`) }
}

/** Until the transaction ends, posts of this make, VIN, plate or forwarded message are stored one after another. In one order everywhere, so that nobody waits in a ring. */
async function lockCar(tx: Transaction, { facts, vinHash, plateHash, fingerprints }: CarKeys): Promise<void> {
  const names = new Set([`car ${facts.brand?.toLowerCase() ?? ''}`, ...[vinHash, plateHash].flatMap((hash) => hash ?? []), ...fingerprints])
  for (const name of [...names].sort()) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`
}

const candidateParts = {
  car: true,
  channel: { select: { telegramId: true } },
  duplicateOf: { select: { id: true, status: true, createdAt: true, isSplit: true } },
  media: { where: { perceptualHash: { not: null } }, select: { perceptualHash: true } },
} as const satisfies Prisma.PostInclude

type CandidateRow = Prisma.PostGetPayload<{ include: typeof candidateParts }>
/** `ownText`: without the channel's standing phrases, as the post that is looked at was read. */
type Candidate = CandidateRow & { ownText: string }
type Root = { id: string; status: PostStatus; createdAt: Date; isSplit: boolean }

async function load(app: App, tx: Transaction, ids: readonly string[]): Promise<Candidate[]> {
  return ids.length === 0 ? [] : withOwnWords(app, tx, await tx.post.findMany({ where: { id: { in: [...ids] } }, include: candidateParts }))
}

async function withOwnWords({ phones }: App, tx: Transaction, rows: readonly CandidateRow[]): Promise<Candidate[]> {
  const texts = await ownWords({ db: tx, phones }, rows)
  return rows.map((row, at) => ({ ...row, ownText: texts[at] ?? row.text }))
}

/** The post whose listing a candidate stands behind, if it can take in the post that is looked at. */
function rootOf(candidate: Candidate, { post, isFirst }: Looked): Root | null {
  const root: Root | null = candidate.status === 'DUPLICATE' ? candidate.duplicateOf : candidate
  if (root === null || root.id === post.id) return null
  switch (root.status) {
    case 'PUBLISHING':
    case 'PUBLISHED':
      return isFirst || !root.isSplit || root.createdAt < post.createdAt ? root : null
    case 'READY':
    case 'MODERATION':
      return isFirst || isOlder(root, post) || (root.status === 'MODERATION' && !root.isSplit) ? root : null
    case 'NEW':
    case 'PROCESSING':
    case 'DUPLICATE':
    case 'REJECTED':
    case 'FAILED':
    case 'WITHDRAWN':
      return null
  }
}

function isOlder(one: { id: string; createdAt: Date }, other: { id: string; createdAt: Date }): boolean {
  const gap = one.createdAt.getTime() - other.createdAt.getTime()
  return gap < 0 || (gap === 0 && one.id < other.id)
}

function sightingOf(candidate: Candidate & { car: CarModel | null }): CarSighting | null {
  if (!candidate.car) return null
  const contacts = findContacts(candidate.text, messageOrigin.parse(candidate.origin))
  return { facts: factsOfCar(candidate.car), contacts, text: candidate.ownText, channelId: candidate.channelId, origins: originsOf(candidate), photos: photosOf(candidate) }
}

function photosOf({ media }: Candidate): bigint[] {
  return media.flatMap(({ perceptualHash }) => perceptualHash ?? [])
}

/** The addresses of the post's own messages and of the one it was forwarded from. */
function originsOf({ channel, messageIds, origin }: Pick<Looked['post'], 'channel' | 'messageIds' | 'origin'>): string[] {
  const forwarded = forwardOf(origin)
  const own = channel.telegramId === null ? [] : messageIds.map((id) => `${channel.telegramId}/${id}`)
  return forwarded === null ? own : [...own, `${forwarded.channelId}/${forwarded.messageId}`]
}

function forwardOf(origin: unknown): { channelId: string; messageId: number } | null {
  const { forwardedFrom } = messageOrigin.parse(origin)
  return forwardedFrom?.channelId && /^-?\d+$/.test(forwardedFrom.channelId) && forwardedFrom.messageId ? { channelId: forwardedFrom.channelId, messageId: forwardedFrom.messageId } : null
}

function forwardKey(app: Pick<App, 'phones'>, { channelId, messageId }: { channelId: string; messageId: number }): string {
  return app.phones.hash(`forward:${channelId}/${messageId}`)
}
