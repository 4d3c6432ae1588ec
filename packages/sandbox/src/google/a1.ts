/** Rows and columns from 0; null where the range is open. `title` is null when the range names no sheet. */
export type Area = { title: string | null; row: number; column: number; rows: number | null; columns: number | null; isCell: boolean }

const cells = /^([A-Z]{1,3})?([1-9]\d*)?(?::([A-Z]{1,3})?([1-9]\d*)?)?$/i

/** «'Лист 1'!A2:C5», «Лист!A:C», «A1», or a sheet's title alone (developers.google.com/workspace/sheets/api/guides/concepts#cell); null when it is none of these. */
export function parseRange(range: string): Area | null {
  const named = /^(?:'((?:[^']|'')+)'|([^'!]+))!(.+)$/.exec(range)
  if (named) {
    const area = parseCells(named[3] ?? '')
    return area && { ...area, title: named[1]?.replaceAll("''", "'") ?? named[2] ?? null }
  }
  const quoted = /^'((?:[^']|'')+)'$/.exec(range)?.[1]
  if (quoted !== undefined) return wholeSheet(quoted.replaceAll("''", "'"))
  const isCells = /\d|:/.test(range) && cells.test(range)
  if (isCells) return parseCells(range)
  return range === '' || /['!]/.test(range) ? null : wholeSheet(range)
}

export function wholeSheet(title: string): Area {
  return { title, row: 0, column: 0, rows: null, columns: null, isCell: false }
}

/** `'Лист'!A1:C5` with the sheet's own edges in place of open ones. */
export function formatRange(title: string, area: { row: number; column: number; rows: number; columns: number }): string {
  const first = `${columnName(area.column)}${area.row + 1}`
  const last = `${columnName(area.column + area.columns - 1)}${area.row + area.rows}`
  return `${quotedTitle(title)}!${first}${first === last ? '' : `:${last}`}`
}

export function columnIndex(letters: string): number {
  return Array.from(letters.toUpperCase()).reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

export function columnName(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (index % 26))
}

function parseCells(text: string): Area | null {
  const match = cells.exec(text)
  if (!match || text === '') return null
  const [, fromColumn, fromRow, toColumn, toRow] = match
  const hasEnd = text.includes(':')
  if (!hasEnd && !(fromColumn && fromRow)) return null
  const row = fromRow ? Number(fromRow) - 1 : 0
  const column = fromColumn ? columnIndex(fromColumn) : 0
  if (!hasEnd) return { title: null, row, column, rows: 1, columns: 1, isCell: true }
  const rows = toRow ? Number(toRow) - row : null
  const columns = toColumn ? columnIndex(toColumn) - column + 1 : null
  return (rows ?? 1) < 1 || (columns ?? 1) < 1 ? null : { title: null, row, column, rows, columns, isCell: false }
}

function quotedTitle(title: string): string {
  return /^[A-Za-z_]\w*$/.test(title) && !cells.test(title) ? title : `'${title.replaceAll("'", "''")}'`
}
