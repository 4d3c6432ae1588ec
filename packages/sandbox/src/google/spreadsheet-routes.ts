import type { Request } from 'express'
import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/v4.js'
import { z } from 'zod'
import { batchUpdate } from './batch-update.js'
import { appendValues, clearValues, preparedWrite, readOptions, readValues, valueInputOption, valueRange } from './cell-values.js'
import { GoogleFailure } from './google-failure.js'
import { sheetProperties, type Workbook } from './workbook.js'

export type Store = { workbook: Workbook; spreadsheetId: string }

type Call = { store: Store; request: Request; range: string }
type Route = { method: 'GET' | 'POST' | 'PUT'; path: RegExp; action: 'read' | 'write'; run: (call: Call) => object }

const batchValues = z.strictObject({
  valueInputOption,
  data: z.array(valueRange.extend({ range: z.string() })).min(1),
  includeValuesInResponse: z.boolean().optional(),
})
const ranges = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat())

/** Calls on one spreadsheet, by the rest of their path after its id (developers.google.com/workspace/sheets/api/reference/rest). */
const routes: readonly Route[] = [
  { method: 'GET', path: /^$/, action: 'read', run: ({ store }) => spreadsheet(store) },
  {
    method: 'POST',
    path: /^:batchUpdate$/,
    action: 'write',
    run({ store, request }) {
      const done = batchUpdate(store.workbook, request.body)
      store.workbook = done.workbook
      return { spreadsheetId: store.spreadsheetId, replies: done.replies }
    },
  },
  {
    method: 'GET',
    path: /^\/values:batchGet$/,
    action: 'read',
    run({ store, request }) {
      const options = checked(readOptions, request.query)
      const valueRanges = checked(ranges, request.query['ranges']).map((range) => readValues(store.workbook, range, options))
      return { spreadsheetId: store.spreadsheetId, valueRanges } satisfies sheets_v4.Schema$BatchGetValuesResponse
    },
  },
  {
    method: 'POST',
    path: /^\/values:batchUpdate$/,
    action: 'write',
    run({ store, request }) {
      const { data, valueInputOption: option } = checked(batchValues, request.body)
      const writes = data.map((one) => preparedWrite(store.workbook, one.range, one, option))
      const responses = writes.map((write) => ({ spreadsheetId: store.spreadsheetId, ...write() }))
      const totalUpdatedCells = responses.reduce((sum, one) => sum + (one.updatedCells ?? 0), 0)
      return { spreadsheetId: store.spreadsheetId, totalUpdatedCells, responses } satisfies sheets_v4.Schema$BatchUpdateValuesResponse
    },
  },
  {
    method: 'POST',
    path: /^\/values\/(.+):append$/,
    action: 'write',
    run({ store, request, range }) {
      const option = checked(valueInputOption, request.query['valueInputOption'])
      const result = appendValues(store.workbook, range, checkedInput(request, range), option)
      return { spreadsheetId: store.spreadsheetId, ...result, updates: { spreadsheetId: store.spreadsheetId, ...result.updates } }
    },
  },
  {
    method: 'POST',
    path: /^\/values\/(.+):clear$/,
    action: 'write',
    run: ({ store, range }) => ({ spreadsheetId: store.spreadsheetId, clearedRange: clearValues(store.workbook, range) }),
  },
  { method: 'GET', path: /^\/values\/(.+)$/, action: 'read', run: ({ store, request, range }) => readValues(store.workbook, range, checked(readOptions, request.query)) },
  {
    method: 'PUT',
    path: /^\/values\/(.+)$/,
    action: 'write',
    run({ store, request, range }) {
      const option = checked(valueInputOption, request.query['valueInputOption'])
      return { spreadsheetId: store.spreadsheetId, ...preparedWrite(store.workbook, range, checkedInput(request, range), option)() }
    },
  },
]

/** Which call this is; null for none. `rest` is decoded. */
export function findCall(method: string, rest: string): { action: 'read' | 'write'; run(store: Store, request: Request): object } | null {
  for (const route of routes) {
    const match = route.method === method ? route.path.exec(rest) : null
    if (match) return { action: route.action, run: (store, request) => route.run({ store, request, range: match[1] ?? '' }) }
  }
  return null
}

function spreadsheet({ workbook, spreadsheetId }: Store): sheets_v4.Schema$Spreadsheet {
  return {
    spreadsheetId,
    properties: { title: workbook.title, locale: 'ru_RU', timeZone: 'Europe/Moscow', autoRecalc: 'ON_CHANGE' },
    sheets: workbook.sheets.map((sheet, index) => ({ properties: sheetProperties(sheet, index), ...(sheet.charts.length > 0 ? { charts: sheet.charts } : {}) })),
    spreadsheetUrl: `https://docs.google.com/spreadsheets/d/${spreadsheetId}/edit`,
  }
}

function checkedInput(request: Request, range: string): z.output<typeof valueRange> {
  const input = checked(valueRange, request.body)
  if (input.range !== undefined && input.range !== range) {
    throw new GoogleFailure('INVALID_ARGUMENT', `Requested writing within range [${range}], but the range in the body is [${input.range}]`)
  }
  return input
}

function checked<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new GoogleFailure('INVALID_ARGUMENT', `Invalid value at '${issue?.path.join('.') ?? ''}': ${issue?.message ?? 'wrong request'}`)
}
