import { readFile } from 'node:fs/promises'
import { sheets } from 'googleapis/build/src/apis/sheets/index.js'
import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/v4.js'
import { z } from 'zod'
import { createTokenSource, type TokenSource } from './access-token.js'
import { googleStatus, translateGoogleError } from './translate-google-error.js'

const serviceAccountKey = z.object({ client_email: z.email(), private_key: z.string().includes('PRIVATE KEY'), token_uri: z.url() })

/** FORMATTED_VALUE gives strings only. */
const formattedRows = z.array(z.array(z.string()))

export type ServiceAccountKey = z.infer<typeof serviceAccountKey>

/** One cell: row from 1 as the sheet numbers it, column from 0. */
export type CellWrite = { title: string; row: number; column: number; value: string }

/** A tab with its header row. `choices`: what the cells below a header are chosen from, by header. */
export type SheetHeaders = { title: string; headers: readonly string[]; choices?: Readonly<Record<string, readonly string[]>> }

/** The owner's spreadsheet. 429 is RateLimitedError; a refusal is PermanentError, but for a tab that is gone: it may be made again. */
export type Sheets = {
  /** All cells of each tab as a person sees them, the header row first; one request. */
  readSheets(titles: readonly string[]): Promise<Map<string, string[][]>>
  /** Writes text as it is: nothing is taken for a formula or a number. All cells or none, in one request. */
  writeCells(cells: readonly CellWrite[]): Promise<void>
  /** Adds rows below the last one with anything in it, as text; rows that are there keep their numbers. */
  appendRows(title: string, rows: readonly (readonly string[])[]): Promise<void>
  /**
   * Makes the tabs that are missing, with a frozen header row and its choices, and gives headers to tabs that are wholly empty. A tab with
   * anything in it is left as it is: a header that is missing there was renamed or removed by its owner.
   */
  ensureSheets(definitions: readonly SheetHeaders[]): Promise<void>
}

export type SheetsOptions = { baseUrl: string; serviceAccount: ServiceAccountKey; spreadsheetId: string; timeoutMs: number }

/** Reads and checks a service account's key file; the error names the file and what is wrong, never its content. */
export async function readServiceAccount(file: string): Promise<ServiceAccountKey> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`GOOGLE_SERVICE_ACCOUNT_FILE: can't read ${file}`, { cause: error })
  })
  const parsed = z.string().transform(asJson).pipe(serviceAccountKey).safeParse(text)
  if (parsed.success) return parsed.data
  throw new Error(`GOOGLE_SERVICE_ACCOUNT_FILE: ${file} is no key of a service account: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`)
}

/** Sheets v4 by googleapis (developers.google.com/workspace/sheets/api/reference/rest). The package's own retries are off. */
export function createSheetsClient({ baseUrl, serviceAccount, spreadsheetId, timeoutMs }: SheetsOptions): Sheets {
  const client = sheets({ version: 'v4', timeout: timeoutMs, retry: false })
  const guarded = guardedCalls(baseUrl, createTokenSource(serviceAccount, timeoutMs))
  const update = async (requests: sheets_v4.Schema$Request[]): Promise<void> => {
    if (requests.length > 0) await guarded((options) => client.spreadsheets.batchUpdate({ spreadsheetId, requestBody: { requests } }, options))
  }
  const readTabs = async (): Promise<Map<string, number>> => {
    const { data } = await guarded((options) => client.spreadsheets.get({ spreadsheetId, fields: 'sheets.properties(sheetId,title)' }, options))
    return new Map((data.sheets ?? []).map(({ properties }) => [properties?.title ?? '', properties?.sheetId ?? 0]))
  }
  const readSheets = async (titles: readonly string[]): Promise<Map<string, string[][]>> => {
    if (titles.length === 0) return new Map()
    const { data } = await guarded((options) => client.spreadsheets.values.batchGet({ spreadsheetId, ranges: titles.map(quoted), valueRenderOption: 'FORMATTED_VALUE' }, options))
    return new Map(titles.map((title, index) => [title, formattedRows.parse(data.valueRanges?.[index]?.values ?? [])]))
  }
  return {
    readSheets,
    async writeCells(cells) {
      if (cells.length === 0) return
      const data = cells.map(({ title, row, column, value }) => ({ range: `${quoted(title)}!${columnName(column)}${row}`, values: [[value]] }))
      await guarded((options) => client.spreadsheets.values.batchUpdate({ spreadsheetId, requestBody: { valueInputOption: 'RAW', data } }, options))
    },
    async appendRows(title, rows) {
      if (rows.length === 0) return
      const sheetId = (await readTabs()).get(title)
      if (sheetId === undefined) throw new Error(`the spreadsheet has no tab «${title}»`)
      // values.append would look for a table of its own choice: an empty row or a note beside the table would lead it elsewhere.
      await update([{ appendCells: { sheetId, rows: rows.map(textCells), fields: 'userEnteredValue' } }])
    },
    async ensureSheets(definitions) {
      const tabs = await readTabs()
      const known = definitions.filter(({ title }) => tabs.has(title))
      const values = await readSheets(known.map(({ title }) => title))
      const made = definitions.filter(({ title }) => !tabs.has(title)).flatMap((definition, index) => newTab(freeSheetId(tabs, index), definition))
      const filled = known.filter(({ title }) => values.get(title)?.length === 0).flatMap((definition) => headerRow(tabs.get(definition.title) ?? 0, definition))
      await update([...made, ...filled])
    },
  }
}

type Guarded = <T>(call: (options: { rootUrl: string; headers: Record<string, string> }) => Promise<T>) => Promise<T>

/** The root goes with each call: given to the client as a whole, the library would drop its path. A token that was refused is not used again. */
function guardedCalls(rootUrl: string, tokens: TokenSource): Guarded {
  return async (call) => {
    try {
      return await call({ rootUrl, headers: { authorization: `Bearer ${await tokens.get()}` } })
    } catch (error) {
      if (googleStatus(error) === 401) tokens.forget()
      throw translateGoogleError(error)
    }
  }
}

function newTab(sheetId: number, definition: SheetHeaders): sheets_v4.Schema$Request[] {
  return [{ addSheet: { properties: { sheetId, title: definition.title } } }, ...headerRow(sheetId, definition)]
}

function headerRow(sheetId: number, { headers, choices = {} }: SheetHeaders): sheets_v4.Schema$Request[] {
  return [
    { updateCells: { start: { sheetId, rowIndex: 0, columnIndex: 0 }, rows: [textCells(headers)], fields: 'userEnteredValue' } },
    { updateSheetProperties: { properties: { sheetId, gridProperties: { frozenRowCount: 1 } }, fields: 'gridProperties.frozenRowCount' } },
    ...Object.entries(choices).map(([header, words]) => choice(sheetId, headers.indexOf(header), words)),
  ]
}

/** A list to choose from below the header; other words are taken all the same, with a mark. */
function choice(sheetId: number, column: number, words: readonly string[]): sheets_v4.Schema$Request {
  const range = { sheetId, startRowIndex: 1, startColumnIndex: column, endColumnIndex: column + 1 }
  const condition = { type: 'ONE_OF_LIST', values: words.map((word) => ({ userEnteredValue: word })) }
  return { setDataValidation: { range, rule: { condition, strict: false, showCustomUi: true } } }
}

function freeSheetId(tabs: ReadonlyMap<string, number>, index: number): number {
  return Math.max(0, ...tabs.values()) + index + 1
}

function textCells(values: readonly string[]): sheets_v4.Schema$RowData {
  return { values: values.map((value) => (value === '' ? {} : { userEnteredValue: { stringValue: value } })) }
}

function quoted(title: string): string {
  return `'${title.replaceAll("'", "''")}'`
}

function columnName(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (index % 26))
}

function asJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    context.addIssue({ code: 'custom', message: 'it is not JSON' })
    return z.NEVER
  }
}
