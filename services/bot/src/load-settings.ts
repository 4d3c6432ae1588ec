import { parseSettings, type Settings } from '@cars-bot/domain'
import type { App } from './app.js'

/** What the owner has set in the sheet now; defaults where nothing is set. */
export async function loadSettings(app: Pick<App, 'db'>): Promise<Settings> {
  const rows = await app.db.setting.findMany()
  return parseSettings(Object.fromEntries(rows.map(({ key, value }) => [key, value]))).settings
}
