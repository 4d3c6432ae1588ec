import type { CellWrite } from '@cars-bot/adapters/sheets'
import type { App } from '../app.js'
import { readTables } from './read-tables.js'
import type { ColumnOf } from './sheet-definitions.js'
import { cellUpdate, type SheetTable } from './sheet-table.js'

type Column = ColumnOf<'subscribers'>

const ownersColumns = ['plan', 'isActive', 'startsAt', 'endsAt'] as const

/**
 * Cells go to row numbers, and the owner may sort the tab between our reading and our writing: then one person's paid plan would stand in
 * another's row and be taken for the owner's wish. After a write to the owner's columns the rows are read once more; where somebody
 * else stands now, that person's own cells are put back. Returns the User IDs whose cells did not reach them: the next sync writes those.
 */
export async function undoMisplaced(app: App, table: SheetTable<Column>, updates: readonly CellWrite[]): Promise<Set<string>> {
  const positions = new Set<number>(ownersColumns.map((column) => table.columns[column]))
  const written = updates.filter(({ row, column }) => row > 1 && positions.has(column))
  if (written.length === 0) return new Set()
  const { subscribers: present } = await readTables(app, ['subscribers'])
  const idsThen = new Map(table.rows.map(({ row, cells }) => [row, cells.userId]))
  const idsNow = new Map(present?.rows.map(({ row, cells }) => [row, cells.userId]))
  const misplaced = written.filter(({ row }) => idsNow.get(row) !== idsThen.get(row))
  const repairs = misplaced.flatMap(({ row, column: position }): CellWrite[] => {
    const owner = table.rows.find(({ cells }) => cells.userId === idsNow.get(row))
    return ownersColumns.filter((column) => table.columns[column] === position).map((column) => cellUpdate(table, row, column, owner?.cells[column] ?? ''))
  })
  if (repairs.length > 0) {
    app.log.warn('rows of the sheet moved while they were written', { cells: repairs.length })
    await app.sheets.writeCells(repairs)
  }
  return new Set(misplaced.flatMap(({ row }) => idsThen.get(row) ?? []))
}
