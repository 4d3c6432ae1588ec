import express, { Router, type NextFunction, type Request, type Response } from 'express'
import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/v4.js'
import { z } from 'zod'
import { ControlFailure } from '../control/failure.js'
import type { SandboxContext } from '../context.js'
import { outsideCalls } from '../outside-call.js'
import { columnName, parseRange, type Area } from './a1.js'
import { batchUpdate } from './batch-update.js'
import { GoogleFailure, invalidArgument } from './failure.js'
import { checkAssertion, openServiceAccount, writeKeyFile } from './service-account.js'
import { entered, newWorkbook, nextRow, setValue, shown, trimmed, type Sheet, type Value } from './workbook.js'

const spreadsheetId = 'sandbox-spreadsheet'
const valueRange = z.looseObject({ range: z.string().optional(), values: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))).default([]) })
const inputOption = z.enum(['RAW', 'USER_ENTERED'])

/** `/token` and `/v4/spreadsheets/…` (developers.google.com/sheets/api/reference/rest). */
export function createGoogleRouter(context: SandboxContext): {
  router: Router
  listSheets(): string[]
  readSheet(title: string): string[][]
  setCell(title: string, a1: string, value: string): void
  appendRow(title: string, values: string[]): void
  /** Writes the service account's key file, once the token address is known. */
  writeKeyFile(): void
} {
  let sheets = newWorkbook()
  const tokens = new Map<string, number>()
  const tokenUri = (): string => `${context.publicUrl()}/google/token`
  const { account, json } = openServiceAccount(context.config.googleKeyFile, tokenUri)
  const calls = { reads: [] as number[], writes: [] as number[] }
  const router = Router()

  router.use(express.json({ limit: '10mb' }), express.urlencoded({ extended: false }), outsideCalls(context, 'sheets'))
  router.get('/service-account.json', (_request, response) => void response.json(json()))
  router.post('/token', (request, response) => {
    const { grant_type: grant, assertion } = z.object({ grant_type: z.string(), assertion: z.string() }).parse(request.body)
    if (grant !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') throw new GoogleFailure(400, 'unsupported_grant_type', 'Invalid grant_type')
    checkAssertion(assertion, account, tokenUri())
    const token = `ya29.sandbox-${crypto.randomUUID()}`
    tokens.set(token, Date.now() + 3_600_000)
    response.json({ access_token: token, expires_in: 3_599, token_type: 'Bearer' })
  })
  router.use('/v4/spreadsheets', (request, _response, next) => {
    const until = tokens.get(request.header('authorization')?.replace(/^Bearer /, '') ?? '')
    if (!until || until < Date.now()) throw new GoogleFailure(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.')
    countCall(request.method === 'GET' ? 'reads' : 'writes')
    const id = /^\/([^/:]+)/.exec(request.path)?.[1]
    if (id !== spreadsheetId) throw new GoogleFailure(404, 'NOT_FOUND', 'Requested entity was not found.')
    next()
  })
  const base = `/v4/spreadsheets/${spreadsheetId}`
  router.get(base, (_request, response) => {
    const view: sheets_v4.Schema$Spreadsheet = {
      spreadsheetId,
      properties: { title: 'cars-bot', locale: 'ru_RU', timeZone: 'Europe/Moscow' },
      sheets: sheets.map(({ sheetId, title, rows, frozenRows }, index) => ({
        properties: { sheetId, title, index, sheetType: 'GRID', gridProperties: { rowCount: Math.max(1_000, rows.length), columnCount: 26, frozenRowCount: frozenRows } },
      })),
    }
    response.json(view)
  })
  router.get(`${base}/values\\:batchGet`, (request, response) => {
    const ranges = [request.query['ranges'] ?? []].flat().map(String)
    response.json({ spreadsheetId, valueRanges: ranges.map((range) => readRange(range, request)) })
  })
  router.post(`${base}/values\\:batchUpdate`, (request, response) => {
    const { valueInputOption: option, data } = checked(z.looseObject({ valueInputOption: inputOption, data: z.array(valueRange) }), request.body)
    const areas = data.map((one) => [areaOf(one.range ?? ''), one.values] as const)
    for (const [area, values] of areas) write(area, values, option)
    response.json({ spreadsheetId, totalUpdatedCells: data.reduce((sum, one) => sum + one.values.flat().length, 0) })
  })
  router.post(`${base}\\:batchUpdate`, (request, response) => {
    const { requests } = checked(z.looseObject({ requests: z.array(z.record(z.string(), z.unknown())).min(1, 'Must specify at least one request.') }), request.body)
    const done = batchUpdate(sheets, requests)
    sheets = done.sheets
    response.json({ spreadsheetId, replies: done.replies })
  })
  router.get(`${base}/values/:range`, (request, response) => void response.json(readRange(request.params.range, request)))
  router.put(`${base}/values/:range`, (request, response) => {
    const values = checked(valueRange, request.body).values
    write(areaOf(request.params.range), values, checked(inputOption, request.query['valueInputOption']))
    response.json({ spreadsheetId, updatedRange: request.params.range, updatedCells: values.flat().length })
  })
  router.post(`${base}/values/:range`, (request, response) => {
    const range = request.params.range
    if (range.endsWith(':append')) {
      const area = areaOf(range.replace(/:append$/, ''))
      const values = checked(valueRange, request.body).values
      const row = nextRow(sheetOf(area.title))
      write({ ...area, row, rows: null, columns: null }, values, checked(inputOption, request.query['valueInputOption']))
      const updatedRange = `'${area.title}'!A${row + 1}:${columnName(Math.max(0, (values[0]?.length ?? 1) - 1))}${row + values.length}`
      return void response.json({ spreadsheetId, tableRange: `'${area.title}'!A1`, updates: { spreadsheetId, updatedRange, updatedRows: values.length } })
    }
    if (!range.endsWith(':clear')) throw new GoogleFailure(404, 'NOT_FOUND', 'no such method')
    const area = areaOf(range.replace(/:clear$/, ''))
    const { rows } = sheetOf(area.title)
    rows.forEach((cells, r) => cells.forEach((_, c) => (isInside(area, r, c) ? (cells[c] = '') : null)))
    response.json({ spreadsheetId, clearedRange: range })
  })
  router.use((_request, _response, next) => next(new GoogleFailure(404, 'NOT_FOUND', 'no such method')))
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (!(error instanceof GoogleFailure)) return next(error)
    if (error.status.startsWith('invalid_') || error.status.startsWith('unsupported')) return void response.status(error.code).json({ error: error.status, error_description: error.message })
    response.status(error.code).json({ error: { code: error.code, message: error.message, status: error.status } })
  })

  return {
    router,
    writeKeyFile: () => {
      if (context.config.googleKeyFile) writeKeyFile(context.config.googleKeyFile, json())
    },
    listSheets: () => sheets.map((sheet) => sheet.title),
    readSheet: (title) => trimmed(byTitle(title).rows).map((cells) => cells.map(shown)),
    setCell: (title, a1, value) => {
      const area = parseRange(a1, title)
      if (area) setValue(byTitle(title), area.row, area.column, entered(value))
    },
    appendRow: (title, values) => {
      const sheet = byTitle(title)
      const row = nextRow(sheet)
      values.forEach((value, column) => setValue(sheet, row, column, entered(value)))
    },
  }

  /** 60 reads and 60 writes a minute for one user, and a service account is one (developers.google.com/sheets/api/limits). */
  function countCall(kind: 'reads' | 'writes'): void {
    if (!context.config.limits) return
    calls[kind] = calls[kind].filter((time) => time > Date.now() - 60_000)
    if (calls[kind].length >= 60) throw new GoogleFailure(429, 'RESOURCE_EXHAUSTED', `Quota exceeded for quota metric '${kind === 'reads' ? 'Read' : 'Write'} requests' and limit 'per minute per user'`)
    calls[kind].push(Date.now())
  }

  function areaOf(range: string): Area {
    const area = parseRange(range, sheets[0]?.title ?? '')
    if (!area || !sheets.some((sheet) => sheet.title === area.title)) throw invalidArgument(`Unable to parse range: ${range}`)
    return area
  }

  function sheetOf(title: string): Sheet {
    const sheet = sheets.find((one) => one.title === title)
    if (!sheet) throw invalidArgument(`Unable to parse range: ${title}`)
    return sheet
  }

  function byTitle(title: string): Sheet {
    const sheet = sheets.find((one) => one.title === title)
    if (!sheet) throw new ControlFailure(404, `there is no sheet «${title}»`)
    return sheet
  }

  function readRange(range: string, request: Request): sheets_v4.Schema$ValueRange {
    const area = areaOf(range)
    const isFormatted = request.query['valueRenderOption'] !== 'UNFORMATTED_VALUE'
    const rows = sheetOf(area.title).rows.slice(area.row, area.rows === null ? undefined : area.row + area.rows)
    const cut = trimmed(rows.map((cells) => cells.slice(area.column, area.columns === null ? undefined : area.column + area.columns)))
    const values = cut.map((cells) => Array.from(cells, (value) => (isFormatted ? shown(value) : (value ?? ''))))
    return { range, majorDimension: 'ROWS', ...(values.length > 0 ? { values } : {}) }
  }

  function write(area: Area, values: (Value | null)[][], option: z.infer<typeof inputOption>): void {
    if (area.rows !== null && values.length > area.rows) throw invalidArgument(`Requested writing within range, but tried writing to row [${area.row + values.length}]`)
    if (area.columns !== null && values.some((cells) => cells.length > (area.columns ?? 0))) throw invalidArgument('Requested writing within range, but tried writing to a further column')
    const sheet = sheetOf(area.title)
    values.forEach((cells, r) =>
      cells.forEach((value, c) => {
        if (value !== null) setValue(sheet, area.row + r, area.column + c, option === 'USER_ENTERED' && typeof value === 'string' ? entered(value) : value)
      }),
    )
  }
}

function isInside(area: Area, row: number, column: number): boolean {
  const isRow = row >= area.row && (area.rows === null || row < area.row + area.rows)
  return isRow && column >= area.column && (area.columns === null || column < area.column + area.columns)
}

function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw invalidArgument(result.error.issues[0]?.message ?? 'Invalid value')
}
