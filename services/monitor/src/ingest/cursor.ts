import type { Transaction } from '@cars-bot/platform'
import type { WatchedChannel } from '../channels/watched-channel.js'

export type Cursor = { pts?: number; lastMessageId?: number }

/** Moves the channel's row forward, never back. The in-memory copy follows with `moved` once the transaction is through. */
export async function moveCursor(tx: Pick<Transaction, 'channel'>, channel: WatchedChannel, cursor: Cursor): Promise<void> {
  const next = nextCursor(channel, cursor)
  if (next.pts === channel.pts && next.lastMessageId === channel.lastMessageId) return
  await tx.channel.update({ where: { id: channel.id }, data: next })
}

export function moved(channel: WatchedChannel, cursor: Cursor): void {
  Object.assign(channel, nextCursor(channel, cursor))
}

function nextCursor(channel: WatchedChannel, { pts, lastMessageId = 0 }: Cursor): { pts: number | null; lastMessageId: number } {
  return {
    pts: pts === undefined ? channel.pts : Math.max(pts, channel.pts ?? 0),
    lastMessageId: Math.max(lastMessageId, channel.lastMessageId),
  }
}
