import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/v4.js'
import { z } from 'zod'
import { columnName, formatRange, parseRange, type Area } from './a1.js'
import { enteredValue, isBlank, rawValue, shownValue, type Value } from './cell-value.js'
import { GoogleFailure } from './google-failure.js'
import { rowAfterLast, setValue, type Sheet, type Workbook } from './workbook.js'

type Place = { sheet: Sheet; area: Area; rows: number; columns: number }

export const valueInputOption = z.enum(['RAW', 'USER_ENTERED'])
export const valueRange = z.strictObject({
  range: z.string().optional(),
  majorDimension: z.enum(['ROWS', 'COLUMNS']).optional(),
  values: z.array(z.array(z.union([z.string().max(50_000), z.number(), z.boolean(), z.null()]))).optional(),
})
export const readOptions = z.object({
  majorDimension: z.enum(['ROWS', 'COLUMNS']).optional(),
  valueRenderOption: z.enum(['FORMATTED_VALUE', 'UNFORMATTED_VALUE']).optional(),
})
export type ValueInput = z.output<typeof valueRange>
export type InputOption = z.output<typeof valueInputOption>

/** Values of a range as the API gives them: empty cells at the end of rows and empty rows at the end are left out. */
export function readValues(workbook: Workbook, range: string, options: z.output<typeof readOptions>): sheets_v4.Schema$ValueRange {
  const { sheet, area, rows, columns } = placeOf(workbook, range)
  const render = options.valueRenderOption === 'UNFORMATTED_VALUE' ? rawValue : shownValue
  const cells = sheet.rows.slice(area.row, area.row + rows).map((row) => Array.from(row.slice(area.column, area.column + columns), (value) => value))
  const isByColumn = options.majorDimension === 'COLUMNS'
  const values = trimmed(isByColumn ? transposed(cells) : cells).map((row) => row.map(render))
  return {
    range: formatRange(sheet.title, { row: area.row, column: area.column, rows, columns }),
    majorDimension: isByColumn ? 'COLUMNS' : 'ROWS',
    ...(values.length > 0 ? { values } : {}),
  }
}

/** Checks that the values fit, and gives back the writing of them: a batch is all or nothing. Null leaves a cell as it is, '' empties it. */
export function preparedWrite(workbook: Workbook, range: string, input: ValueInput, option: InputOption): () => sheets_v4.Schema$UpdateValuesResponse {
  const place = placeOf(workbook, range)
  const values = input.majorDimension === 'COLUMNS' ? transposed(input.values ?? []) : (input.values ?? [])
  checkFit(place, values)
  const cells = values.map((row) => row.map((value) => (value === null ? null : parsed(value, option))))
  return () => writeAt(place.sheet, place.area.row, place.area.column, cells)
}

/** Adds rows after the table that the range lies in; the sheet grows when it is full. */
export function appendValues(workbook: Workbook, range: string, input: ValueInput, option: InputOption): sheets_v4.Schema$AppendValuesResponse {
  const { sheet, area } = placeOf(workbook, range)
  const values = input.majorDimension === 'COLUMNS' ? transposed(input.values ?? []) : (input.values ?? [])
  const width = Math.max(0, ...values.map((row) => row.length))
  if (area.column + width > sheet.columnCount) throw gridFailure(sheet, range)
  const cells = values.map((row) => row.map((value) => (value === null ? null : parsed(value, option))))
  const end = rowAfterLast(sheet)
  sheet.rowCount = Math.max(sheet.rowCount, end + values.length)
  const table = end === 0 ? {} : { tableRange: formatRange(sheet.title, { row: 0, column: 0, rows: end, columns: Math.max(1, ...sheet.rows.map((row) => row.length)) }) }
  return { ...table, updates: writeAt(sheet, end, area.column, cells) }
}

export function clearValues(workbook: Workbook, range: string): string {
  const { sheet, area, rows, columns } = placeOf(workbook, range)
  for (const row of sheet.rows.slice(area.row, area.row + rows)) {
    for (let column = area.column; column < Math.min(row.length, area.column + columns); column++) row[column] = ''
  }
  return formatRange(sheet.title, { row: area.row, column: area.column, rows, columns })
}

function placeOf(workbook: Workbook, range: string): Place {
  const area = parseRange(range)
  const sheet = area && workbook.sheets.find((one) => one.title.toLowerCase() === (area.title ?? one.title).toLowerCase())
  if (!area || !sheet) throw new GoogleFailure('INVALID_ARGUMENT', `Unable to parse range: ${range}`)
  if (area.row >= sheet.rowCount || area.column >= sheet.columnCount) throw gridFailure(sheet, range)
  const rows = Math.min(area.rows ?? Infinity, sheet.rowCount - area.row)
  const columns = Math.min(area.columns ?? Infinity, sheet.columnCount - area.column)
  return { sheet, area, rows, columns }
}

/** Values may stop short of the range but not pass it; a single cell only says where to begin. */
function checkFit({ sheet, area, rows, columns }: Place, values: readonly (readonly unknown[])[]): void {
  const width = Math.max(0, ...values.map((row) => row.length))
  const range = formatRange(sheet.title, { row: area.row, column: area.column, rows, columns })
  if (area.row + values.length > sheet.rowCount || area.column + width > sheet.columnCount) throw gridFailure(sheet, range)
  if (area.isCell) return
  if (values.length > rows) throw new GoogleFailure('INVALID_ARGUMENT', `Requested writing within range [${range}], but tried writing to row [${area.row + rows + 1}]`)
  if (width > columns) throw new GoogleFailure('INVALID_ARGUMENT', `Requested writing within range [${range}], but tried writing to column [${columnName(area.column + columns)}]`)
}

function gridFailure(sheet: Sheet, range: string): GoogleFailure {
  return new GoogleFailure('INVALID_ARGUMENT', `Range (${range}) exceeds grid limits. Max rows: ${sheet.rowCount}, max columns: ${sheet.columnCount}`)
}

function parsed(value: string | number | boolean, option: InputOption): Value {
  return option === 'USER_ENTERED' && typeof value === 'string' ? enteredValue(value) : value
}

function writeAt(sheet: Sheet, row: number, column: number, cells: readonly (readonly (Value | null)[])[]): sheets_v4.Schema$UpdateValuesResponse {
  cells.forEach((values, down) =>
    values.forEach((value, right) => {
      if (value !== null) setValue(sheet, row + down, column + right, value)
    }),
  )
  const width = Math.max(1, ...cells.map((values) => values.length))
  return {
    updatedRange: formatRange(sheet.title, { row, column, rows: Math.max(1, cells.length), columns: width }),
    updatedRows: cells.length,
    updatedColumns: width,
    updatedCells: cells.flat().filter((value) => value !== null).length,
  }
}

function trimmed(rows: readonly (readonly (Value | undefined)[])[]): (Value | undefined)[][] {
  const cut = rows.map((row) => row.slice(0, row.findLastIndex((value) => !isBlank(value)) + 1))
  return cut.slice(0, cut.findLastIndex((row) => row.length > 0) + 1)
}

function transposed<T>(rows: readonly (readonly T[])[]): T[][] {
  const width = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: width }, (_, column) => rows.flatMap((row) => row.slice(column, column + 1)))
}
