import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/v4.js'
import { invalidArgument } from './failure.js'
import { setValue, type Sheet, type Value } from './workbook.js'

type Kind = keyof sheets_v4.Schema$Request

/** Requests that change looks only: kept on the sheet for tests to see. */
const cosmetic = new Set<string>(['repeatCell', 'setDataValidation', 'addChart', 'autoResizeDimensions', 'updateDimensionProperties', 'addConditionalFormatRule', 'updateBorders', 'addProtectedRange', 'addBanding', 'setBasicFilter'] satisfies Kind[])

/** spreadsheets.batchUpdate: all requests or none (developers.google.com/sheets/api/reference/rest/v4/spreadsheets/batchUpdate). */
export function batchUpdate(sheets: Sheet[], requests: sheets_v4.Schema$Request[]): { sheets: Sheet[]; replies: sheets_v4.Schema$Response[] } {
  const draft = structuredClone(sheets)
  const replies = requests.map((request, index) => {
    const kinds = Object.keys(request)
    if (kinds.length !== 1) throw invalidArgument(`Invalid requests[${index}]: exactly one kind must be set`)
    return apply(draft, request, index)
  })
  return { sheets: draft, replies }
}

function apply(sheets: Sheet[], request: sheets_v4.Schema$Request, index: number): sheets_v4.Schema$Response {
  if (request.addSheet) return addSheet(sheets, request.addSheet.properties ?? {}, index)
  if (request.updateSheetProperties) {
    const { properties } = request.updateSheetProperties
    const sheet = sheetOf(sheets, properties?.sheetId, index)
    if (properties?.title) sheet.title = properties.title
    sheet.frozenRows = properties?.gridProperties?.frozenRowCount ?? sheet.frozenRows
    return {}
  }
  if (request.updateCells) {
    const { start, range, rows = [] } = request.updateCells
    const sheet = sheetOf(sheets, start?.sheetId ?? range?.sheetId, index)
    const fromRow = start?.rowIndex ?? range?.startRowIndex ?? 0
    const fromColumn = start?.columnIndex ?? range?.startColumnIndex ?? 0
    rows.forEach((row, r) => row.values?.forEach((cell, c) => setValue(sheet, fromRow + r, fromColumn + c, cellValue(cell))))
    return {}
  }
  if (request.appendDimension) {
    sheetOf(sheets, request.appendDimension.sheetId, index)
    return {}
  }
  if (request.deleteDimension) {
    const { sheetId, dimension, startIndex = 0, endIndex = 0 } = request.deleteDimension.range ?? {}
    const sheet = sheetOf(sheets, sheetId, index)
    const length = (endIndex ?? 0) - (startIndex ?? 0)
    if (length < 1) throw invalidArgument(`Invalid requests[${index}].deleteDimension: empty range`)
    if (dimension === 'ROWS') sheet.rows.splice(startIndex ?? 0, length)
    else for (const cells of sheet.rows) cells.splice(startIndex ?? 0, length)
    return {}
  }
  const [kind = ''] = Object.keys(request)
  if (!cosmetic.has(kind)) throw invalidArgument(`Invalid requests[${index}]: the sandbox has no request ${kind}`)
  const target = findSheetId(Object.values(request)[0])
  sheetOf(sheets, target, index).requests.push(request)
  return {}
}

function addSheet(sheets: Sheet[], properties: sheets_v4.Schema$SheetProperties, index: number): sheets_v4.Schema$Response {
  const title = properties.title ?? `Лист${sheets.length + 1}`
  if (sheets.some((sheet) => sheet.title === title)) throw invalidArgument(`Invalid requests[${index}].addSheet: A sheet with the name "${title}" already exists. Please enter another name.`)
  const sheetId = properties.sheetId ?? 2_000 + sheets.length
  sheets.push({ sheetId, title, rows: [], frozenRows: properties.gridProperties?.frozenRowCount ?? 0, requests: [] })
  return { addSheet: { properties: { ...properties, sheetId, title } } }
}

function sheetOf(sheets: Sheet[], sheetId: number | null | undefined, index: number): Sheet {
  const sheet = sheets.find((one) => one.sheetId === (sheetId ?? 0))
  if (!sheet) throw invalidArgument(`Invalid requests[${index}]: No grid with id: ${sheetId}`)
  return sheet
}

function cellValue({ userEnteredValue: value }: sheets_v4.Schema$CellData): Value {
  return value?.stringValue ?? value?.numberValue ?? value?.boolValue ?? ''
}

/** The sheet a cosmetic request is about, wherever in it the id stands; the first sheet when none. */
function findSheetId(request: unknown): number {
  if (typeof request !== 'object' || request === null) return 0
  for (const [key, value] of Object.entries(request)) {
    if (key === 'sheetId' && typeof value === 'number') return value
    const inner = findSheetId(value)
    if (inner !== 0) return inner
  }
  return 0
}
