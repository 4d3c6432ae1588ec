import { messageUrl } from '@cars-bot/domain'
import type { CellWrite } from '@cars-bot/adapters/sheets'
import type { App } from '../app.js'
import { readTables } from './read-tables.js'
import { cellUpdate } from './sheet-table.js'
import { withSheetLock } from './with-sheet-lock.js'

type Statistics = { telegramId: bigint; username: string | null; published: bigint; lastMessageId: number | null }

/** How many posts of each channel were published, and a link to the newest one found in it: both counted from the posts themselves. A listing counts whatever became of it later. */
export async function updateChannelStatistics(app: App): Promise<void> {
  const rows = await app.db.$queryRaw<Statistics[]>`
    SELECT c."telegramId", c.username, count(DISTINCT d."postId") AS published, max(p."messageId") AS "lastMessageId"
    FROM "Channel" c
    LEFT JOIN "Post" p ON p."channelId" = c.id
    LEFT JOIN "Delivery" d ON d."postId" = p.id AND (d.status IN ('SENT', 'WITHDRAWN') OR d."sentAt" IS NOT NULL)
    WHERE c."telegramId" IS NOT NULL
    GROUP BY c.id`
  const statistics = new Map(rows.map((row) => [row.telegramId.toString(), row]))
  await withSheetLock(app, async () => {
    const { channels } = await readTables(app, ['channels'])
    if (!channels) return
    const updates = channels.rows.flatMap(({ row, cells }): CellWrite[] => {
      const found = statistics.get(cells.id)
      if (!found) return []
      const [published, lastPost] = [found.published.toString(), lastPostUrl(found)]
      return [
        ...(published === cells.published ? [] : [cellUpdate(channels, row, 'published', published)]),
        ...(lastPost === cells.lastPost ? [] : [cellUpdate(channels, row, 'lastPost', lastPost)]),
      ]
    })
    if (updates.length > 0) await app.sheets.writeCells(updates)
  })
}

function lastPostUrl({ telegramId, username, lastMessageId }: Statistics): string {
  if (lastMessageId === null) return ''
  return username === null ? messageUrl(telegramId, lastMessageId) : `https://t.me/${username}/${lastMessageId}`
}
