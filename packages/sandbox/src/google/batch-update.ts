import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/v4.js'
import { z } from 'zod'
import { enteredValue, type Value } from './cell-value.js'
import { GoogleFailure } from './google-failure.js'
import { addSheet, rowAfterLast, setValue, sheetProperties, type Sheet, type Workbook } from './workbook.js'

type Requests = sheets_v4.Schema$Request
type Kind = keyof Requests
type Handler<K extends Kind> = (workbook: Workbook, request: NonNullable<Requests[K]>) => sheets_v4.Schema$Response

/** What changes values, tabs or the grid. */
const handlers: { readonly [K in Kind]?: Handler<K> } = {
  addSheet(workbook, { properties }) {
    const sheet = addSheet(workbook, properties ?? {})
    return { addSheet: { properties: sheetProperties(sheet, workbook.sheets.length - 1) } }
  },
  deleteSheet(workbook, { sheetId }) {
    const sheet = sheetById(workbook, sheetId)
    if (workbook.sheets.length === 1) throw invalid("You can't remove all the sheets in a document.")
    workbook.sheets.splice(workbook.sheets.indexOf(sheet), 1)
    return {}
  },
  updateSheetProperties(workbook, { properties, fields }) {
    const named = maskOf(fields)
    const sheet = sheetById(workbook, properties?.sheetId)
    const grid = properties?.gridProperties
    const isNamed = (field: string): boolean => named.some((one) => one === '*' || one === field || field.startsWith(`${one}.`))
    if (isNamed('title') && properties?.title) renameSheet(workbook, sheet, properties.title)
    if (isNamed('gridProperties.frozenRowCount')) sheet.frozenRowCount = grid?.frozenRowCount ?? 0
    if (isNamed('gridProperties.rowCount') && grid?.rowCount) sheet.rowCount = grid.rowCount
    if (isNamed('gridProperties.columnCount') && grid?.columnCount) sheet.columnCount = grid.columnCount
    return {}
  },
  updateCells(workbook, { start, range, rows, fields }) {
    const sheet = sheetById(workbook, start?.sheetId ?? range?.sheetId)
    const writesValues = maskOf(fields).some((field) => field === '*' || field.startsWith('userEnteredValue'))
    if (!writesValues) return {}
    const row = start?.rowIndex ?? range?.startRowIndex ?? 0
    const column = start?.columnIndex ?? range?.startColumnIndex ?? 0
    writeRows(sheet, row, column, rows ?? [])
    return {}
  },
  appendCells(workbook, { sheetId, rows, fields }) {
    const sheet = sheetById(workbook, sheetId)
    const row = rowAfterLast(sheet)
    sheet.rowCount = Math.max(sheet.rowCount, row + (rows ?? []).length)
    if (maskOf(fields).some((field) => field === '*' || field.startsWith('userEnteredValue'))) writeRows(sheet, row, 0, rows ?? [])
    return {}
  },
  appendDimension(workbook, { sheetId, dimension, length }) {
    const sheet = sheetById(workbook, sheetId)
    if (!length || length < 1) throw invalid('appendDimension: length must be more than 0')
    if (isRows(dimension)) sheet.rowCount += length
    else sheet.columnCount += length
    return {}
  },
  insertDimension(workbook, { range }) {
    const { sheet, start, end } = dimensionOf(workbook, range)
    if (isRows(range?.dimension)) {
      sheet.rowCount += end - start
      if (start < sheet.rows.length) sheet.rows.splice(start, 0, ...Array.from({ length: end - start }, () => []))
    } else {
      sheet.columnCount += end - start
      for (const row of sheet.rows) if (start < row.length) row.splice(start, 0, ...Array.from({ length: end - start }, () => ''))
    }
    return {}
  },
  deleteDimension(workbook, { range }) {
    const { sheet, start, end } = dimensionOf(workbook, range)
    if (isRows(range?.dimension)) {
      sheet.rows.splice(start, end - start)
      sheet.rowCount -= end - start
    } else {
      for (const row of sheet.rows) row.splice(start, end - start)
      sheet.columnCount -= end - start
    }
    if (sheet.rowCount < 1 || sheet.columnCount < 1) throw invalid("You can't delete all the rows or columns on the sheet.")
    return {}
  },
  addChart(workbook, { chart }) {
    const position = chart?.position?.overlayPosition?.anchorCell
    const kept = { ...chart, chartId: chart?.chartId ?? 100_000 + workbook.nextId++ }
    sheetById(workbook, position?.sheetId).charts.push(kept)
    return { addChart: { chart: kept } }
  },
}

/** What changes looks only: its sheet is checked, and it is kept for tests to see. */
const appearanceKinds = [
  'repeatCell',
  'setDataValidation',
  'updateChartSpec',
  'autoResizeDimensions',
  'updateDimensionProperties',
  'addConditionalFormatRule',
  'addProtectedRange',
  'addBanding',
  'setBasicFilter',
  'clearBasicFilter',
  'updateBorders',
  'mergeCells',
] as const satisfies readonly Kind[]

const body = z.strictObject({ requests: z.array(z.record(z.string(), z.unknown())).min(1, 'Must specify at least one request.') })

/** spreadsheets.batchUpdate on a copy: all requests or none (developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/batchUpdate). */
export function batchUpdate(current: Workbook, input: unknown): { workbook: Workbook; replies: sheets_v4.Schema$Response[] } {
  const parsed = body.safeParse(input)
  if (!parsed.success) throw invalid(parsed.error.issues[0]?.message ?? 'Invalid JSON payload received.')
  const workbook = structuredClone(current)
  const replies = parsed.data.requests.map((request, index) => {
    try {
      return apply(workbook, request)
    } catch (error) {
      throw error instanceof GoogleFailure ? invalid(`Invalid requests[${index}].${Object.keys(request).join(',')}: ${error.message}`) : error
    }
  })
  return { workbook, replies }
}

function apply(workbook: Workbook, request: Record<string, unknown>): sheets_v4.Schema$Response {
  const [kind = '', ...more] = Object.keys(request)
  if (kind === '' || more.length > 0) throw invalid('exactly one kind of request must be set')
  const content = request[kind]
  if (typeof content !== 'object' || content === null) throw invalid('Invalid value')
  const handler = handlerOf(kind)
  if (handler) return handler(workbook, content)
  if (!appearanceKinds.some((one) => one === kind)) throw invalid(`Unknown name "${kind}": Cannot find field.`)
  sheetById(workbook, sheetIdIn(content)).appearance.push(request)
  return {}
}

/** The handler of a kind takes that kind's content; what a client left out of it is undefined for the handler too. */
function handlerOf(kind: string): ((workbook: Workbook, content: object) => sheets_v4.Schema$Response) | null {
  return Object.hasOwn(handlers, kind) ? (handlers[kind as Kind] as (workbook: Workbook, content: object) => sheets_v4.Schema$Response) : null
}

function writeRows(sheet: Sheet, row: number, column: number, rows: readonly sheets_v4.Schema$RowData[]): void {
  const width = Math.max(0, ...rows.map(({ values }) => values?.length ?? 0))
  if (row + rows.length > sheet.rowCount || column + width > sheet.columnCount) throw invalid('Attempting to write outside the grid')
  rows.forEach(({ values }, down) => values?.forEach((cell, right) => setValue(sheet, row + down, column + right, cellValue(cell))))
}

function cellValue({ userEnteredValue: value }: sheets_v4.Schema$CellData): Value {
  if (value?.formulaValue) return enteredValue(value.formulaValue)
  return value?.stringValue ?? value?.numberValue ?? value?.boolValue ?? ''
}

function renameSheet(workbook: Workbook, sheet: Sheet, title: string): void {
  if (workbook.sheets.some((one) => one !== sheet && one.title.toLowerCase() === title.toLowerCase())) {
    throw invalid(`A sheet with the name "${title}" already exists. Please enter another name.`)
  }
  sheet.title = title
}

function sheetById(workbook: Workbook, sheetId: number | null | undefined): Sheet {
  const sheet = workbook.sheets.find((one) => one.sheetId === (sheetId ?? 0))
  if (!sheet) throw invalid(`No grid with id: ${sheetId ?? 0}`)
  return sheet
}

function dimensionOf(workbook: Workbook, range: sheets_v4.Schema$DimensionRange | undefined): { sheet: Sheet; start: number; end: number } {
  const sheet = sheetById(workbook, range?.sheetId)
  const start = range?.startIndex ?? 0
  const end = range?.endIndex ?? (isRows(range?.dimension) ? sheet.rowCount : sheet.columnCount)
  if (end <= start) throw invalid('the range is empty')
  return { sheet, start, end }
}

function isRows(dimension: string | null | undefined): boolean {
  if (dimension === 'ROWS' || dimension === 'COLUMNS') return dimension === 'ROWS'
  throw invalid('dimension must be ROWS or COLUMNS')
}

function maskOf(fields: string | null | undefined): string[] {
  if (!fields) throw invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
  return fields.split(',').map((field) => field.trim())
}

/** The id of the sheet a request is about, wherever in it that stands; a request without one is about sheet 0. */
function sheetIdIn(content: unknown): number | null {
  if (typeof content !== 'object' || content === null) return null
  for (const [key, value] of Object.entries(content)) {
    if (key === 'sheetId' && typeof value === 'number') return value
    const inner = sheetIdIn(value)
    if (inner !== null) return inner
  }
  return null
}

function invalid(message: string): GoogleFailure {
  return new GoogleFailure('INVALID_ARGUMENT', message)
}
