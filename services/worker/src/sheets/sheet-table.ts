import type { CellWrite } from '@cars-bot/adapters/sheets'
import type { SheetDefinition } from './sheet-definitions.js'

export type SheetRow<Column extends string> = { row: number; cells: Record<Column, string> }
export type SheetTable<Column extends string> = {
  title: string
  columns: Record<Column, number>
  width: number
  /** In the sheet's order; rows without any text are left out. */
  rows: SheetRow<Column>[]
  /** Headers of ours that the tab lacks and that are to be written. */
  headerUpdates: CellWrite[]
}

export type TableReading<Column extends string> = { kind: 'table'; table: SheetTable<Column> } | { kind: 'missing-headers'; headers: string[] }

/** Finds the columns by the headers in row 1, wherever they stand. A header that is missing is named, never guessed. */
export function readTable<Column extends string>(definition: SheetDefinition<Column>, values: readonly (readonly string[])[]): TableReading<Column> {
  const headers = (values[0] ?? []).map(headerKey)
  const columns = new Map<Column, number>()
  const missing: Column[] = []
  for (const column of columnsOf(definition)) {
    const found = definition.columns[column].map((spelling) => headers.indexOf(headerKey(spelling))).find((index) => index >= 0)
    if (found === undefined) missing.push(column)
    else columns.set(column, found)
  }
  const added = new Set<Column>(definition.addedColumns)
  const lost = missing.filter((column) => !added.has(column))
  if (lost.length > 0) return { kind: 'missing-headers', headers: lost.map((column) => definition.columns[column][0]) }
  const headerUpdates = missing.map((column, index): CellWrite => {
    columns.set(column, headers.length + index)
    return { title: definition.title, row: 1, column: headers.length + index, value: definition.columns[column][0] }
  })
  const rows = values.slice(1).flatMap((cells, index): SheetRow<Column>[] => {
    const isBlank = cells.every((cell) => cell.trim() === '')
    return isBlank ? [] : [{ row: index + 2, cells: byColumn(columns, (position) => (cells[position] ?? '').trim()) }]
  })
  return {
    kind: 'table',
    table: { title: definition.title, columns: byColumn(columns, (position) => position), width: headers.length + headerUpdates.length, rows, headerUpdates },
  }
}

export function cellUpdate<Column extends string>(table: SheetTable<Column>, row: number, column: NoInfer<Column>, value: string): CellWrite {
  return { title: table.title, row, column: table.columns[column], value }
}

/** A row to append: each value under its header, the owner's own columns left blank. */
export function rowValues<Column extends string>(table: SheetTable<Column>, cells: Partial<Record<Column, string>>): string[] {
  const values = Array.from({ length: table.width }, () => '')
  for (const column of columnsOf(table)) values[table.columns[column]] = cells[column] ?? ''
  return values
}

function headerKey(header: string): string {
  return header.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim()
}

/** Object.keys of a record has exactly its keys. */
function columnsOf<Column extends string>({ columns }: { columns: Readonly<Record<Column, unknown>> }): Column[] {
  return Object.keys(columns) as Column[]
}

/** The map holds every column, so the record is whole. */
function byColumn<Column extends string, Value>(columns: ReadonlyMap<Column, number>, value: (position: number) => Value): Record<Column, Value> {
  return Object.fromEntries([...columns].map(([column, position]) => [column, value(position)])) as Record<Column, Value>
}
