import { parseSettings, type Settings } from '@cars-bot/domain'
import type { Database } from '@cars-bot/platform'

/** The owner's settings, kept at hand; `refresh` reads them anew. */
export async function createSettingsCache(db: Database): Promise<{ current(): Settings; refresh(): Promise<void> }> {
  let settings = parseSettings({}).settings
  const refresh = async (): Promise<void> => {
    const rows = await db.setting.findMany()
    settings = parseSettings(Object.fromEntries(rows.map((row) => [row.key, row.value]))).settings
  }
  await refresh()
  return { current: () => settings, refresh }
}
