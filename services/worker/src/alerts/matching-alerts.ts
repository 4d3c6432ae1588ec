import { searchStems } from '@cars-bot/domain'
import { Prisma, type CarModel } from '@cars-bot/platform'
import type { App } from '../app.js'

export type MatchingAlert = { alertId: string; userId: string }

/**
 * The alerts that a listing answers, of people who have access, get messages and have not paused. One statement: the index on make and model leads to the
 * few alerts that are compared further. A bound fits only a listing that states the value.
 */
export async function matchingAlerts(app: Pick<App, 'db' | 'now'>, car: CarModel): Promise<MatchingAlert[]> {
  return app.db.$queryRaw<MatchingAlert[]>(matchingAlertsQuery(car, app.now()))
}

/** The statement of `matchingAlerts`. */
export function matchingAlertsQuery(car: CarModel, now: Date): Prisma.Sql {
  const { brand, model, priceKopecks: price, year, mileageKm, transmission, city } = car
  const published = [car.description, car.equipment, car.fuel, car.drive, car.model].filter(Boolean).join(' ')
  return Prisma.sql`
    SELECT a.id AS "alertId", a."userId"
    FROM "Alert" a JOIN "User" u ON u.id = a."userId"
    WHERE (a.brand = ${brand} OR a.brand IS NULL)
      AND (a.model IS NULL OR a.model = ${model})
      AND NOT a."isPaused"
      AND (a."priceFromKopecks" IS NULL OR a."priceFromKopecks" <= ${price}::bigint)
      AND (a."priceToKopecks" IS NULL OR a."priceToKopecks" >= ${price}::bigint)
      AND (a."yearFrom" IS NULL OR a."yearFrom" <= ${year}::int)
      AND (a."yearTo" IS NULL OR a."yearTo" >= ${year}::int)
      AND (a."mileageToKm" IS NULL OR a."mileageToKm" >= ${mileageKm}::int)
      AND (a.transmission IS NULL OR a.transmission = ${transmission}::"Transmission")
      AND (a.city IS NULL OR a.city = ${city})
      AND a.words <@ ${searchStems(published)}::text[]
      AND u."alertsPausedAt" IS NULL AND NOT u."isBlocked" AND NOT u."hasBlockedBot"
      AND EXISTS (
        SELECT 1 FROM "Subscription" s
        WHERE s."userId" = a."userId" AND s."isActive" AND s.plan <> 'FREE' AND s."startsAt" <= ${now} AND s."endsAt" > ${now})
    ORDER BY a."userId", a.id`
}
