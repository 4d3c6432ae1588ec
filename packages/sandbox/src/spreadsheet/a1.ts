export type Area = { title: string; row: number; column: number; rows: number | null; columns: number | null }

/** «'Лист 1'!A2:C5», «Лист!A:C», «A1», a sheet's title alone: rows and columns from 0; null where the range is open. */
export function parseRange(range: string, firstTitle: string): Area | null {
  const match = /^(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(?:([A-Z]{0,3})(\d*)(?::([A-Z]{0,3})(\d*))?)?$/.exec(range)
  const isTitle = !match || (!range.includes('!') && !/^[A-Z]{1,3}\d*(:[A-Z]{0,3}\d*)?$/.test(range))
  if (isTitle) return { title: range.replace(/^'(.*)'$/, '$1').replaceAll("''", "'"), row: 0, column: 0, rows: null, columns: null }
  const [, quoted, bare, fromColumn = '', fromRow = '', toColumn, toRow] = match
  const title = quoted?.replaceAll("''", "'") ?? bare ?? firstTitle
  const row = fromRow === '' ? 0 : Number(fromRow) - 1
  const column = fromColumn === '' ? 0 : columnIndex(fromColumn)
  const isSingle = toColumn === undefined && toRow === undefined && fromColumn !== '' && fromRow !== ''
  const rows = isSingle ? 1 : toRow ? Number(toRow) - row : null
  const columns = isSingle ? 1 : toColumn ? columnIndex(toColumn) - column + 1 : null
  if (row < 0 || (rows !== null && rows < 1) || (columns !== null && columns < 1)) return null
  return { title, row, column, rows, columns }
}

function columnIndex(letters: string): number {
  return [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

export function columnName(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (index % 26))
}
