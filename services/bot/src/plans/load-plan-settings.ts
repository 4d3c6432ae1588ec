import { parseSettings, type PlanSettings } from '@cars-bot/domain'
import type { App } from '../app.js'

/** Prices and days as the owner has them in the sheet now; defaults where nothing is set. */
export async function loadPlanSettings(app: Pick<App, 'db'>): Promise<PlanSettings> {
  const rows = await app.db.setting.findMany()
  return parseSettings(Object.fromEntries(rows.map(({ key, value }) => [key, value]))).settings
}
