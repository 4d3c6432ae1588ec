import { transactionOptions } from '../app.js'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { publishIfComplete } from '../media/publish-if-complete.js'
import { deletedMediaText, deletedSourceText } from '../texts.js'
import type { Reader } from '../reader.js'
import { moveCursor, moved, type Cursor } from './cursor.js'

/** A post whose last message is deleted at the source before it was published is withdrawn; an album that lost a part goes on without it. */
export async function applyDeletion({ app }: Reader, channel: WatchedChannel, deletedIds: readonly number[], cursor: Cursor): Promise<void> {
  const deleted = new Set(deletedIds)
  const left = await app.db.$transaction(async (tx) => {
    await moveCursor(tx, channel, cursor)
    const posts = await tx.post.findMany({
      where: { channelId: channel.id, messageIds: { hasSome: [...deletedIds] }, status: { in: ['NEW', 'PROCESSING', 'READY', 'MODERATION'] } },
      select: { id: true, messageIds: true },
    })
    for (const post of posts) {
      const isGone = post.messageIds.every((id) => deleted.has(id))
      if (isGone) {
        await tx.post.updateMany({
          where: { id: post.id, status: { in: ['NEW', 'PROCESSING', 'READY', 'MODERATION'] } },
          data: { status: 'WITHDRAWN', statusReason: deletedSourceText, statusChangedAt: app.now() },
        })
      }
      await tx.postMedia.updateMany({
        where: { postId: post.id, messageId: { in: [...deletedIds] }, status: 'PENDING' },
        data: { status: 'SKIPPED', statusReason: deletedMediaText },
      })
    }
    return posts
  }, transactionOptions)
  moved(channel, cursor)
  for (const post of left) await publishIfComplete(app, post.id)
}
