import { isCommonPhoto, sharedPhotos, type CarFacts, type CarMarks } from '@cars-bot/domain'
import { Prisma, type Transaction } from '@cars-bot/platform'

/** How long a car is looked for among others. */
export const duplicateWindowMs = 14 * 24 * 3_600_000

const mostCandidates = 600
const mostPhotoRows = 400

/** All by which posts of one car may be found, contacts and identities hashed. */
export type CarKeys = {
  facts: Pick<CarFacts, 'brand' | 'model'>
  vinHash: string | null
  plateHash: string | null
  /** Fingerprints that a post of the same car may have. */
  fingerprints: readonly string[]
  phoneHashes: readonly string[]
  /** The message it was forwarded from. */
  forward: { channelId: bigint; messageId: number } | null
  photos: readonly bigint[]
}

/** Ids of the posts since `since` that may be of the same car, newest first; each way of looking has an index. */
export async function findCandidates(tx: Transaction, { postId, since, keys }: { postId: string; since: Date; keys: CarKeys }): Promise<string[]> {
  const { brand, model } = keys.facts
  const ways = [
    ...(brand !== null && model !== null
      ? [Prisma.sql`SELECT c."postId" AS id FROM "Car" c WHERE c.brand = ${brand} AND c."createdAt" > ${since} AND (c.model = ${model} OR starts_with(c.model, ${`${model} `}) OR starts_with(${model}, c.model || ' '))`]
      : []),
    ...(keys.vinHash === null ? [] : [Prisma.sql`SELECT c."postId" FROM "Car" c WHERE c."vinHash" = ${keys.vinHash}`]),
    ...(keys.plateHash === null ? [] : [Prisma.sql`SELECT c."postId" FROM "Car" c WHERE c."plateHash" = ${keys.plateHash}`]),
    Prisma.sql`SELECT p.id FROM "Post" p WHERE p.fingerprint = ANY(${[...keys.fingerprints]}::text[]) AND p."createdAt" > ${since}`,
    Prisma.sql`SELECT s."postId" FROM "SellerContact" s WHERE s."phoneHash" = ANY(${[...keys.phoneHashes]}::text[])`,
    ...(keys.forward === null
      ? []
      : [Prisma.sql`SELECT p.id FROM "Channel" ch JOIN "Post" p ON p."channelId" = ch.id WHERE ch."telegramId" = ${keys.forward.channelId} AND p."messageId" BETWEEN ${keys.forward.messageId - 9} AND ${keys.forward.messageId} AND ${keys.forward.messageId} = ANY(p."messageIds")`]),
    ...(keys.photos.length < 2 ? [] : [photoWay(keys, since)]),
  ]
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM "Post" p WHERE p.id IN (${Prisma.join(ways, ' UNION ')}) AND p.id <> ${postId}::uuid AND p."createdAt" > ${since}
    AND p.status IN ('READY', 'PUBLISHING', 'PUBLISHED', 'MODERATION', 'DUPLICATE') ORDER BY p."createdAt" DESC LIMIT ${mostCandidates}`
  return rows.map(({ id }) => id)
}

/** Posts with two like photos whose make or model is not known, or of any make where ours is not: the others are found by their model. */
function photoWay({ facts, photos }: CarKeys, since: Date): Prisma.Sql {
  const isUnnamed = facts.brand === null || facts.model === null
  return Prisma.sql`
    SELECT m."postId" FROM "PostMedia" m JOIN "Car" c ON c."postId" = m."postId"
    WHERE m."perceptualHash" IS NOT NULL AND m."createdAt" > ${since} AND (${isUnnamed} OR c.brand IS NULL OR c.model IS NULL)
    AND EXISTS (SELECT 1 FROM unnest(${photos.map(String)}::text[]::bigint[]) AS own(hash) WHERE bit_count((m."perceptualHash" # own.hash)::bit(64)) <= 8)
    GROUP BY m."postId" HAVING count(*) > 1`
}

/**
 * The photos of a post without those that stand under other cars too, as a dealer's sign does. Asked only where some candidate shares two of them: it looks through
 * all photos since `since`.
 */
export async function individualPhotos(tx: Transaction, given: { postId: string; since: Date; facts: CarMarks; photos: readonly bigint[]; others: readonly (readonly bigint[])[] }): Promise<bigint[]> {
  const { postId, since, facts, photos, others } = given
  const mayMatter = others.some((other) => sharedPhotos(photos, other) >= 2)
  if (!mayMatter) return []
  const rows = await tx.$queryRaw<(CarMarks & { hash: string })[]>`
    SELECT own.hash::text AS hash, c.brand, c.model, c.year, c."mileageKm" FROM unnest(${photos.map(String)}::text[]::bigint[]) AS own(hash)
    JOIN "PostMedia" m ON bit_count((m."perceptualHash" # own.hash)::bit(64)) <= 8 AND m."createdAt" > ${since} AND m."postId" <> ${postId}::uuid
    JOIN "Car" c ON c."postId" = m."postId" LIMIT ${mostPhotoRows}`
  return photos.filter((hash) => !isCommonPhoto([facts, ...rows.filter((row) => row.hash === hash.toString())]))
}
