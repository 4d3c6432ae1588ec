import { Prisma } from './generated/client.js'
import type { CarModel } from './generated/models.js'

export type MatchingAlert = { alertId: string; userId: string }

/** What of a car an alert is compared with. */
export type MatchedCar = Pick<CarModel, 'brand' | 'priceKopecks' | 'year' | 'mileageKm' | 'transmission' | 'city'> & {
  /** Every name under which people look for its model. */
  models: readonly string[]
  /** Stems of the words of what is published. */
  stems: readonly string[]
}

/**
 * The alerts that a listing answers, as rows of `MatchingAlert`, of people who have access at `now`, get messages and have not paused. One statement: the index
 * on make and model leads to the few alerts that are compared further. A bound fits only a listing that states the value.
 */
export function matchingAlertsQuery(car: MatchedCar, now: Date): Prisma.Sql {
  const { brand, models, priceKopecks: price, year, mileageKm, transmission, city, stems } = car
  return Prisma.sql`
    SELECT a.id AS "alertId", a."userId"
    FROM "Alert" a JOIN "User" u ON u.id = a."userId"
    WHERE (a.brand = ${brand} OR a.brand IS NULL)
      AND (a.model IS NULL OR a.model = ANY(${[...models]}::text[]))
      AND NOT a."isPaused"
      AND (a."priceFromKopecks" IS NULL OR a."priceFromKopecks" <= ${price}::bigint)
      AND (a."priceToKopecks" IS NULL OR a."priceToKopecks" >= ${price}::bigint)
      AND (a."yearFrom" IS NULL OR a."yearFrom" <= ${year}::int)
      AND (a."yearTo" IS NULL OR a."yearTo" >= ${year}::int)
      AND (a."mileageToKm" IS NULL OR a."mileageToKm" >= ${mileageKm}::int)
      AND (a.transmission IS NULL OR a.transmission = ${transmission}::"Transmission")
      AND (a.city IS NULL OR a.city = ${city})
      AND a.words <@ ${[...stems]}::text[]
      AND u."alertsPausedAt" IS NULL AND NOT u."isBlocked" AND NOT u."hasBlockedBot"
      AND EXISTS (
        SELECT 1 FROM "Subscription" s
        WHERE s."userId" = a."userId" AND s."isActive" AND s.plan <> 'FREE' AND s."startsAt" <= ${now} AND s."endsAt" > ${now})
    ORDER BY a."userId", a.id`
}
