import type { App } from '../app.js'
import { formatCellDate, moscowDay, parseCellDate } from './cell-date.js'
import { countDay, type DayCounts } from './count-day.js'
import { readTables } from './read-tables.js'
import type { ColumnOf } from './sheet-definitions.js'
import { cellUpdate, rowValues, type SheetTable } from './sheet-table.js'
import { withSheetLock } from './with-sheet-lock.js'

type Column = ColumnOf<'analytics'>

const countedColumns = ['processed', 'published', 'newSubscribers', 'activeSubscriptions', 'contactRequests', 'revenue', 'modelCalls', 'modelTokens', 'modelCachedTokens', 'modelCost'] as const

/** One row per Moscow day: today's so far, and yesterday's once more, so that its last hour is in it. Safe to run any number of times. */
export async function updateAnalytics(app: App): Promise<void> {
  const now = app.now()
  const today = moscowDay(now)
  const yesterday = moscowDay(new Date(today.startsAt.getTime() - 1))
  const cells = [
    dayCells(yesterday.day, await countDay(app.db, yesterday.startsAt, yesterday.endsAt)),
    dayCells(today.day, await countDay(app.db, today.startsAt, now)),
  ]
  await withSheetLock(app, async () => {
    const { analytics } = await readTables(app, ['analytics'])
    if (!analytics) return
    const [updates, rowsToAppend] = [[...analytics.headerUpdates], [] as string[][]]
    for (const day of cells) {
      const row = analytics.rows.find(({ cells }) => dayOf(cells.day) === day.day)
      if (row) updates.push(...countedColumns.flatMap((column) => (row.cells[column] === day[column] ? [] : [cellUpdate(analytics, row.row, column, day[column])])))
      else if (day.day === today.day || hasAnything(day, analytics)) rowsToAppend.push(rowValues(analytics, day))
    }
    if (updates.length > 0) await app.sheets.writeCells(updates)
    if (rowsToAppend.length > 0) await app.sheets.appendRows(analytics.title, rowsToAppend)
  })
}

/** The day before the system was first started needs no row of noughts. */
function hasAnything(day: Record<Column, string>, { rows }: SheetTable<Column>): boolean {
  return rows.length > 0 || countedColumns.some((column) => day[column] !== '0')
}

function dayCells(day: string, { revenueKopecks, modelCostMicroUsd, ...counts }: DayCounts): Record<Column, string> {
  return {
    day,
    processed: String(counts.processed),
    published: String(counts.published),
    newSubscribers: String(counts.newSubscribers),
    activeSubscriptions: String(counts.activeSubscriptions),
    contactRequests: String(counts.contactRequests),
    revenue: String(revenueKopecks / 100),
    modelCalls: String(counts.modelCalls),
    modelTokens: String(counts.modelTokens),
    modelCachedTokens: String(counts.modelCachedTokens),
    modelCost: String(Math.round(modelCostMicroUsd / 100) / 10_000),
  }
}

function dayOf(cell: string): string | null {
  const date = parseCellDate(cell, 'beginning')
  return date && formatCellDate(date).slice(0, 10)
}
