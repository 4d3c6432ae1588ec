import { modelNames, searchStems } from '@cars-bot/domain'
import { matchingAlertsQuery, type CarModel, type MatchedCar, type MatchingAlert } from '@cars-bot/platform'
import type { App } from '../app.js'

/** The alerts that a listing answers, in the order of their users. */
export async function matchingAlerts(app: Pick<App, 'db' | 'now'>, car: CarModel): Promise<MatchingAlert[]> {
  return app.db.$queryRaw<MatchingAlert[]>(matchingAlertsQuery(matchedCar(car), app.now()))
}

/** Words are looked for in what we publish. */
export function matchedCar(car: CarModel): MatchedCar {
  const { description, equipment, fuel, drive, model } = car
  return { ...car, models: model === null ? [] : modelNames(model), stems: searchStems([description, equipment, fuel, drive, model].filter(Boolean).join(' ')) }
}
