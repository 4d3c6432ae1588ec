import type { SourceMessage } from '@cars-bot/adapters/mtproto'
import { transactionOptions } from '../app.js'
import type { WatchedChannel } from '../channels/watched-channel.js'
import type { Reader } from '../reader.js'
import { albumContent } from './album-content.js'
import { moveCursor, moved, type Cursor } from './cursor.js'

/** An edit of a source message: the post's text follows while nobody has read it yet; later only the time of the edit is noted. */
export async function applyEdit(reader: Reader, channel: WatchedChannel, message: SourceMessage | null, cursor: Cursor): Promise<void> {
  const { db, now } = reader.app
  const post = message ? await db.post.findFirst({ where: { channelId: channel.id, messageIds: { has: message.id } } }) : null
  const parts = post && message ? await partsOf(reader, channel, post, message) : []
  await db.$transaction(async (tx) => {
    await moveCursor(tx, channel, cursor)
    if (!post || !message) return
    await tx.post.updateMany({ where: { id: post.id }, data: { editedAt: message.editedAt ?? now() } })
    if (parts.length > 0) await tx.post.updateMany({ where: { id: post.id, status: 'NEW' }, data: albumContent(parts) })
  }, transactionOptions)
  moved(channel, cursor)
}

async function partsOf({ session }: Reader, channel: WatchedChannel, post: { status: string; groupedId: bigint | null; messageIds: number[] }, message: SourceMessage): Promise<SourceMessage[]> {
  if (post.status !== 'NEW') return []
  return post.groupedId === null ? [message] : await session.messagesByIds(channel, post.messageIds)
}
