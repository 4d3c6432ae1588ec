import type { Sheets } from '@cars-bot/adapters/sheets'
import { testApp, type TestApp } from '../payments/test-app.js'
import { headersOf, sheetDefinitions, type SheetKey } from './sheet-definitions.js'

export type TestSheets = Sheets & {
  /** Every request, as `read`, `write` (with its number of cells) or `append` (with its number of rows). */
  requests: string[]
  /** What Google answers instead of doing the next requests of any kind. */
  failures: Error[]
  /** The same, but only for writing and appending. */
  writeFailures: Error[]
  /** What the owner does between our reading and our next writing of cells. */
  beforeWriting: (() => void)[]
  /** The tab's cells, header row first: the owner's hand and eye. */
  tab(key: SheetKey): string[][]
  /** The owner deletes a tab. */
  remove(key: SheetKey): void
  /** The row whose first cell (or cell under `header`) is `value`, by header. */
  row(key: SheetKey, header: string, value: string): Record<string, string> | undefined
  /** The owner adds a row by header. */
  add(key: SheetKey, cells: Record<string, string>): void
  /** The owner changes cells of the row found as by `row`. */
  change(key: SheetKey, header: string, value: string, cells: Record<string, string>): void
}

export type SheetsTestApp = TestApp & { sheets: TestSheets }

/** An app whose spreadsheet is kept in memory, all tabs made with their headers. */
export async function sheetsTestApp(): Promise<SheetsTestApp> {
  return Object.assign(await testApp(), { sheets: testSheets() })
}

/** A spreadsheet in memory, as strict as the adapter says: text only, rows appended below the last filled one, no tab that is not there. */
export function testSheets(): TestSheets {
  const tabs = new Map<string, string[][]>(Object.values(sheetDefinitions).map((definition) => [definition.title, [headersOf(definition)]]))
  const requests: string[] = []
  const failures: Error[] = []
  const writeFailures: Error[] = []
  const beforeWriting: (() => void)[] = []
  const request = (kind: string): void => {
    const failure = failures.shift() ?? (kind === 'read' ? undefined : writeFailures.shift())
    if (failure) throw failure
    requests.push(kind)
  }
  const tab = (title: string): string[][] => {
    const found = tabs.get(title)
    if (!found) throw new Error(`no tab ${title}`)
    return found
  }
  const find = (key: SheetKey, header: string, value: string): string[] | undefined => {
    const [headers = [], ...rows] = tab(sheetDefinitions[key].title)
    return rows.find((cells) => cells[headers.indexOf(header)] === value)
  }
  return {
    requests,
    failures,
    writeFailures,
    beforeWriting,
    readSheets: async (titles) => {
      request('read')
      for (const title of titles) tab(title)
      return Promise.resolve(new Map(titles.map((title) => [title, structuredClone(tabs.get(title) ?? [])])))
    },
    writeCells: async (cells) => {
      beforeWriting.shift()?.()
      request(`write ${cells.length}`)
      for (const { title, row, column, value } of cells) setCell(tab(title), row - 1, column, value)
      return Promise.resolve()
    },
    appendRows: async (title, rows) => {
      request(`append ${rows.length}`)
      const cells = tab(title)
      while (cells.at(-1)?.every((cell) => cell === '')) cells.pop()
      cells.push(...rows.map((row) => [...row]))
      return Promise.resolve()
    },
    ensureSheets: async (definitions) => {
      request('ensure')
      for (const { title, headers } of definitions) if ((tabs.get(title)?.[0] ?? []).length === 0) tabs.set(title, [[...headers]])
      return Promise.resolve()
    },
    tab: (key) => tab(sheetDefinitions[key].title),
    remove: (key) => void tabs.delete(sheetDefinitions[key].title),
    row: (key, header, value) => {
      const cells = find(key, header, value)
      const [headers = []] = tab(sheetDefinitions[key].title)
      return cells && Object.fromEntries(headers.map((name, index) => [name, cells[index] ?? '']))
    },
    add: (key, cells) => {
      const [headers = []] = tab(sheetDefinitions[key].title)
      tab(sheetDefinitions[key].title).push(headers.map((header) => cells[header] ?? ''))
    },
    change: (key, header, value, changes) => {
      const [headers = []] = tab(sheetDefinitions[key].title)
      const cells = find(key, header, value)
      if (!cells) throw new Error(`no row with ${header} ${value}`)
      for (const [name, text] of Object.entries(changes)) cells[headers.indexOf(name)] = text
    },
  }
}

function setCell(cells: string[][], row: number, column: number, value: string): void {
  while (cells.length <= row) cells.push([])
  const line = cells[row] ?? []
  while (line.length <= column) line.push('')
  line[column] = value
}
