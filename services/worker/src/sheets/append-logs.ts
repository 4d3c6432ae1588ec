import type { App } from '../app.js'
import { formatCellDate } from './cell-date.js'
import { readTables } from './read-tables.js'
import { rowValues } from './sheet-table.js'

const mostRows = 500

/** New events to the foot of the log tab, oldest first, at most 500 a run. After a crash between writing and marking a row may stand there twice; none is lost. */
export async function appendLogs(app: App): Promise<void> {
  const events = await app.db.logEvent.findMany({ where: { inSheetAt: null }, orderBy: { id: 'asc' }, take: mostRows })
  if (events.length === 0) return
  const { logs } = await readTables(app, ['logs'])
  if (!logs) return
  const rows = events.map(({ createdAt, level, message, count, component }) =>
    rowValues(logs, { at: formatCellDate(createdAt), level, message: count > 1 ? `${message} (повторов: ${count})` : message, component }),
  )
  await app.sheets.appendRows(logs.title, rows)
  await app.db.logEvent.updateMany({ where: { id: { in: events.map(({ id }) => id) } }, data: { inSheetAt: app.now() } })
}
