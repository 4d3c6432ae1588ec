import type { CellWrite } from '@cars-bot/adapters/sheets'
import { formatRubles, refusedByOwnerText } from '@cars-bot/domain'
import { decidePost, type PostDecision, type PostStatus } from '@cars-bot/platform'
import type { App } from '../app.js'
import { sourceUrl } from '../posts/source-url.js'
import { formatCellDate } from './cell-date.js'
import type { ColumnOf } from './sheet-definitions.js'
import { cellUpdate, rowValues, type SheetTable } from './sheet-table.js'

type Column = ColumnOf<'moderation'>
export type ModerationSync = { updates: CellWrite[]; rowsToAppend: string[][] }

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const mostNewRows = 200
const hint = 'Напишите APPROVED или REJECTED'
const decisions = new Map<string, PostDecision['decision']>([
  ['APPROVED', 'approve'],
  ['ОДОБРЕНО', 'approve'],
  ['REJECTED', 'refuse'],
  ['ОТКЛОНЕНО', 'refuse'],
])
const waiting = new Set(['', 'PENDING'])

/** The owner's decisions to the posts that wait for one, the posts' states back to the tab, and a row for each post that waits and has none. */
export async function syncModerationQueue(app: App, table: SheetTable<Column>): Promise<ModerationSync> {
  const rows = table.rows.filter(({ cells }) => uuid.test(cells.id))
  for (const { cells } of rows) await decide(app, cells.id, decisions.get(cells.status.toUpperCase()))
  const known = await app.db.post.findMany({ where: { id: { in: rows.map(({ cells }) => cells.id) } }, select: { id: true, status: true } })
  const statuses = new Map(known.map(({ id, status }) => [id, status]))
  const updates = rows.flatMap(({ row, cells }): CellWrite[] => {
    const status = statuses.get(cells.id.toLowerCase())
    if (status === undefined) return []
    if (status === 'MODERATION' && !waiting.has(cells.status.toUpperCase())) return cells.note === hint ? [] : [cellUpdate(table, row, 'note', hint)]
    const word = statusWord(status)
    return word === null || cells.status.toUpperCase() === word ? [] : [cellUpdate(table, row, 'status', word)]
  })
  return { updates, rowsToAppend: await newRows(app, table, rows.map(({ cells }) => cells.id.toLowerCase())) }
}

async function decide(app: App, id: string, decision: PostDecision['decision'] | undefined): Promise<void> {
  if (decision) await decidePost(app, { postId: id, decision, refusalReason: refusedByOwnerText, now: app.now() })
}

async function newRows(app: App, table: SheetTable<Column>, present: readonly string[]): Promise<string[][]> {
  const posts = await app.db.post.findMany({
    where: { status: 'MODERATION', id: { notIn: [...present] } },
    include: { channel: true, car: true },
    orderBy: { createdAt: 'asc' },
    take: mostNewRows,
  })
  return posts.map(({ id, channel, car, messageId, statusReason, statusChangedAt }) =>
    rowValues(table, {
      id,
      source: channel.title ?? channel.reference,
      processedAt: formatCellDate(statusChangedAt),
      car: [car?.brand, car?.model, car?.year].filter((part) => part != null).join(' '),
      price: car?.priceKopecks == null ? '' : formatRubles(Number(car.priceKopecks)),
      status: 'PENDING',
      link: sourceUrl(channel, messageId) ?? '',
      note: statusReason ?? '',
    }),
  )
}

/** Null: the cell stays. The system never writes APPROVED itself: in a row that was moved meanwhile it would publish another post. */
function statusWord(status: PostStatus): string | null {
  switch (status) {
    case 'MODERATION':
      return 'PENDING'
    case 'READY':
    case 'PUBLISHING':
      return null
    case 'NEW':
    case 'PROCESSING':
    case 'PUBLISHED':
    case 'DUPLICATE':
    case 'REJECTED':
    case 'FAILED':
    case 'WITHDRAWN':
      return status
  }
}
