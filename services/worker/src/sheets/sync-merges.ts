import type { CellWrite } from '@cars-bot/adapters/sheets'
import { formatRubles, messageUrl } from '@cars-bot/domain'
import type { App } from '../app.js'
import { splitDuplicate } from '../posts/split-duplicate.js'
import { formatCellDate } from './cell-date.js'
import type { ColumnOf } from './sheet-definitions.js'
import { cellUpdate, rowValues, type SheetTable } from './sheet-table.js'

type Column = ColumnOf<'merges'>
export type MergesSync = { updates: CellWrite[]; rowsToAppend: string[][] }

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const mostNewRows = 200
const shownMs = 14 * 24 * 3_600_000
const splitNote = 'Разделено: публикуется отдельно'
const lateNote = 'Уже не объединено, делить нечего'

/** Takes apart what the owner marked in the tab of merged ads, and adds a row for each ad that was merged with another one and has none. */
export async function syncMerges(app: App, table: SheetTable<Column>): Promise<MergesSync> {
  const updates: CellWrite[] = []
  for (const { row, cells } of table.rows) {
    if (cells.decision.toLowerCase() !== 'разделить' || cells.note !== '' || !uuid.test(cells.id)) continue
    updates.push(cellUpdate(table, row, 'note', (await splitDuplicate(app, cells.id)) ? splitNote : lateNote))
  }
  return { updates, rowsToAppend: await newRows(app, table) }
}

async function newRows(app: App, table: SheetTable<Column>): Promise<string[][]> {
  const present = table.rows.map(({ cells }) => cells.id.toLowerCase()).filter((id) => uuid.test(id))
  const place = { select: { channel: true, messageId: true } } as const
  const posts = await app.db.post.findMany({
    where: { status: 'DUPLICATE', statusChangedAt: { gt: new Date(app.now().getTime() - shownMs) }, id: { notIn: present } },
    include: { channel: true, car: true, duplicateOf: place },
    orderBy: { statusChangedAt: 'asc' },
    take: mostNewRows,
  })
  return posts.map((post) =>
    rowValues(table, {
      id: post.id,
      source: post.channel.title ?? post.channel.reference,
      mergedAt: formatCellDate(post.statusChangedAt),
      car: [post.car?.brand, post.car?.model, post.car?.year].filter((part) => part != null).join(' '),
      price: post.car?.priceKopecks == null ? '' : formatRubles(Number(post.car.priceKopecks)),
      evidence: post.duplicateEvidence.join(', '),
      link: linkOf(post),
      original: post.duplicateOf ? linkOf(post.duplicateOf) : '',
    }),
  )
}

function linkOf({ channel, messageId }: { channel: { username: string | null; telegramId: bigint | null }; messageId: number }): string {
  if (channel.username !== null) return `https://t.me/${channel.username}/${messageId}`
  return channel.telegramId === null ? '' : messageUrl(channel.telegramId, messageId)
}
