import type { Sheets } from '@cars-bot/adapters/sheets'
import type { App } from '../app.js'
import { headersOf, sheetDefinitions, tabOf, type ColumnOf, type SheetDefinition, type SheetKey } from './sheet-definitions.js'
import { readTable, type SheetTable } from './sheet-table.js'

type Tables<Key extends SheetKey> = { [K in Key]: SheetTable<ColumnOf<K>> | null }

const ensured = new WeakSet<Sheets>()

/**
 * The asked tabs in one request. Missing tabs are made once per process, and again after a reading that failed, since a tab may have been
 * deleted meanwhile; an emptied one gets its headers back. A tab of which a header is missing is null:
 * the owner is told which one, and nobody writes to that tab, since a renamed column would look like a blank one.
 */
export async function readTables<Key extends SheetKey>(app: Pick<App, 'sheets' | 'alerts'>, keys: readonly Key[]): Promise<Tables<Key>> {
  const values = await readValues(app.sheets, keys.map((key) => sheetDefinitions[key].title))
  const tabs = keys.map((key) => {
    const definition: SheetDefinition<string> = sheetDefinitions[key]
    return { key, definition, rows: values.get(definition.title) ?? [] }
  })
  const empty = tabs.filter(({ rows }) => rows.every((cells) => cells.every((cell) => cell.trim() === '')))
  if (empty.length > 0) await app.sheets.ensureSheets(empty.map(({ definition }) => tabOf(definition)))
  const entries: [Key, SheetTable<string> | null][] = []
  for (const tab of tabs) {
    const reading = readTable(tab.definition, empty.includes(tab) ? [headersOf(tab.definition)] : tab.rows)
    if (reading.kind === 'missing-headers') await reportMissing(app, tab.definition.title, reading.headers)
    entries.push([tab.key, reading.kind === 'table' ? reading.table : null])
  }
  return asTables(entries)
}

async function readValues(sheets: Sheets, titles: readonly string[]): Promise<Map<string, string[][]>> {
  if (!ensured.has(sheets)) await sheets.ensureSheets(Object.values(sheetDefinitions).map(tabOf))
  ensured.add(sheets)
  try {
    return await sheets.readSheets(titles)
  } catch (error) {
    ensured.delete(sheets)
    throw error
  }
}

async function reportMissing(app: Pick<App, 'alerts'>, title: string, headers: readonly string[]): Promise<void> {
  await app.alerts.raise({
    level: 'ERROR',
    message: `Лист «${title}»: в первой строке нет столбца ${headers.map((header) => `«${header}»`).join(', ')}. Лист не читается и не меняется, пока заголовок не вернут.`,
    dedupeKey: `missing-headers:${title}:${headers.join(',')}`,
  })
}

/** Each entry was read by the definition of its own key. */
function asTables<Key extends SheetKey>(entries: readonly [Key, SheetTable<string> | null][]): Tables<Key> {
  return Object.fromEntries(entries) as Tables<Key>
}
