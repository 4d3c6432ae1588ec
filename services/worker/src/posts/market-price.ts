import type { CarFacts } from '@cars-bot/domain'
import { Prisma, type Database, type Transaction } from '@cars-bot/platform'

const windowMs = 90 * 24 * 3_600_000
const fewestCars = 5

type Car = { postId: string; facts: Pick<CarFacts, 'brand' | 'model' | 'year'>; now: Date }

/**
 * The median price, in kopecks, of our own listings of the same make and model, a year older or younger at most, of the last 90 days, sold ones included; without the car itself
 * and without duplicates. Null for fewer than five.
 */
export async function marketPrice(db: Database | Transaction, car: Car): Promise<bigint | null> {
  const { brand, model, year } = car.facts
  if (brand === null || model === null || year === null) return null
  const [row] = await db.$queryRaw<{ cars: bigint; median: number | null }[]>`${medianOf({ ...car, brand, model, year })}`
  return !row || row.median === null || row.cars < BigInt(fewestCars) ? null : BigInt(Math.round(row.median))
}

/** The question that `marketPrice` asks. */
export function medianOf({ brand, model, year, postId, now }: { brand: string; model: string; year: number; postId: string; now: Date }): Prisma.Sql {
  return Prisma.sql`
    SELECT count(*) AS cars, percentile_cont(0.5) WITHIN GROUP (ORDER BY c."priceKopecks") AS median
    FROM "Car" c JOIN "Post" p ON p.id = c."postId"
    WHERE c.brand = ${brand} AND c.model = ${model} AND c.year BETWEEN ${year - 1} AND ${year + 1} AND c."priceKopecks" > 0
    AND c."createdAt" > ${new Date(now.getTime() - windowMs)} AND c."postId" <> ${postId}::uuid AND p."duplicateOfId" IS NULL
    AND (p.status IN ('READY', 'PUBLISHING', 'PUBLISHED') OR (p.status = 'WITHDRAWN' AND p."withdrawalReason" <> 'NO_AD'))`
}
