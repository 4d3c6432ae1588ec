import { parseSettings, type Settings } from '@cars-bot/domain'
import type { App } from '../app.js'

/** The owner's settings as last synced from the sheet; what is missing or wrong has its usual value. */
export async function loadSettings({ db }: Pick<App, 'db'>): Promise<Settings> {
  const rows = await db.setting.findMany()
  return parseSettings(Object.fromEntries(rows.map(({ key, value }) => [key, value]))).settings
}
