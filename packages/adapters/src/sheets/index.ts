import { readFile } from 'node:fs/promises'
import { sheets } from 'googleapis/build/src/apis/sheets/index.js'
import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/v4.js'
import { z } from 'zod'
import { createTokenSource, type TokenSource } from './access-token.js'
import { translateGoogleError } from './translate-google-error.js'

const serviceAccountKey = z.object({ client_email: z.email(), private_key: z.string().includes('PRIVATE KEY'), token_uri: z.url() })

export type ServiceAccountKey = z.infer<typeof serviceAccountKey>

/** One cell: row from 1 as the sheet numbers it, column from 0. */
export type CellWrite = { title: string; row: number; column: number; value: string }

export type SheetHeaders = { title: string; headers: readonly string[] }

/** The owner's spreadsheet. Each call is one request but `ensureSheets`, which takes up to three. 429 is RateLimitedError, a refusal PermanentError. */
export type Sheets = {
  /** All cells of each tab as a person sees them, the header row first. A tab that does not exist is an empty list. */
  readSheets(titles: readonly string[]): Promise<Map<string, string[][]>>
  /** Writes text as it is (RAW): nothing is taken for a formula or a number. */
  writeCells(cells: readonly CellWrite[]): Promise<void>
  /** Adds rows below the last one with anything in it. */
  appendRows(title: string, rows: readonly (readonly string[])[]): Promise<void>
  /** Makes missing tabs with their headers, and adds missing headers at the right end of an existing header row. Never changes a filled cell. */
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

/** Sheets v4 by googleapis (developers.google.com/sheets/api/reference/rest). The package's own retries are off. */
export function createSheetsClient({ baseUrl, serviceAccount, spreadsheetId, timeoutMs }: SheetsOptions): Sheets {
  const client = sheets({ version: 'v4', timeout: timeoutMs, retry: false })
  return sheetsOf(client, { rootUrl: baseUrl, tokens: createTokenSource(serviceAccount, timeoutMs) }, spreadsheetId)
}

function sheetsOf(client: sheets_v4.Sheets, { rootUrl, tokens }: { rootUrl: string; tokens: TokenSource }, spreadsheetId: string): Sheets {
  // The root goes with each call: given to the client as a whole, the library would drop its path.
  const guarded = async <T>(call: (options: { rootUrl: string; headers: Record<string, string> }) => Promise<T>): Promise<T> => {
    try {
      return await call({ rootUrl, headers: { authorization: `Bearer ${await tokens.get()}` } })
    } catch (error) {
      if (Reflect.get(Object(error), 'status') === 401) tokens.forget()
      throw translateGoogleError(error)
    }
  }
  const titlesOf = async (): Promise<string[]> => {
    const { data } = await guarded((options) => client.spreadsheets.get({ spreadsheetId, fields: 'sheets.properties.title' }, options))
    return (data.sheets ?? []).flatMap((sheet) => sheet.properties?.title ?? [])
  }
  const read = async (titles: readonly string[]): Promise<Map<string, string[][]>> => {
    if (titles.length === 0) return new Map()
    const { data } = await guarded((options) => client.spreadsheets.values.batchGet({ spreadsheetId, ranges: titles.map(quoted), valueRenderOption: 'FORMATTED_VALUE' }, options))
    return new Map(titles.map((title, index) => [title, textRows(data.valueRanges?.[index]?.values ?? [])]))
  }
  const write = async (cells: readonly CellWrite[]): Promise<void> => {
    if (cells.length === 0) return
    const data = cells.map(({ title, row, column, value }) => ({ range: `${quoted(title)}!${columnName(column)}${row}`, values: [[value]] }))
    await guarded((options) => client.spreadsheets.values.batchUpdate({ spreadsheetId, requestBody: { valueInputOption: 'RAW', data } }, options))
  }
  return {
    readSheets: read,
    writeCells: write,
    async appendRows(title, rows) {
      if (rows.length === 0) return
      const requestBody = { values: rows.map((row) => [...row]) }
      await guarded((options) => client.spreadsheets.values.append({ spreadsheetId, range: `${quoted(title)}!A1`, valueInputOption: 'RAW', insertDataOption: 'INSERT_ROWS', requestBody }, options))
    },
    async ensureSheets(definitions) {
      const existing = new Set(await titlesOf())
      const missing = definitions.filter(({ title }) => !existing.has(title))
      if (missing.length > 0) {
        const requests = missing.map(({ title }) => ({ addSheet: { properties: { title, gridProperties: { frozenRowCount: 1 } } } }))
        await guarded((options) => client.spreadsheets.batchUpdate({ spreadsheetId, requestBody: { requests } }, options))
      }
      const present = await read(definitions.map(({ title }) => title))
      await write(definitions.flatMap(({ title, headers }) => missingHeaders(title, headers, present.get(title)?.[0] ?? [])))
    },
  }
}

function missingHeaders(title: string, headers: readonly string[], row: readonly string[]): CellWrite[] {
  const known = new Set(row.map((header) => header.trim()))
  return headers.filter((header) => !known.has(header)).map((value, index) => ({ title, row: 1, column: row.length + index, value }))
}

function quoted(title: string): string {
  return `'${title.replaceAll("'", "''")}'`
}

function columnName(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (index % 26))
}

/** FORMATTED_VALUE gives strings; anything else is shown as the sheet would. */
function textRows(rows: readonly unknown[][]): string[][] {
  return rows.map((cells) => cells.map((cell) => (typeof cell === 'string' ? cell : String(cell ?? ''))))
}

function asJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    context.addIssue({ code: 'custom', message: 'it is not JSON' })
    return z.NEVER
  }
}
