import { RefusedError, type SourceMessage } from '@cars-bot/adapters/mtproto'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { deletedMediaText } from '../texts.js'
import { publishIfComplete } from '../media/publish-if-complete.js'
import type { Reader } from '../reader.js'
import { handOver } from './hand-over.js'

/** What a stop of the process left unfinished in a channel: open albums are closed, NEW posts handed over, downloads taken up again. */
export async function resumePosts(reader: Reader, channel: WatchedChannel): Promise<void> {
  const { app, albums, downloads } = reader
  const unfinished = await app.db.post.findMany({
    where: {
      channelId: channel.id,
      OR: [{ status: 'NEW' }, { status: { in: ['PROCESSING', 'READY', 'MODERATION'] }, media: { some: { status: 'PENDING' } } }],
    },
    include: { media: { where: { status: 'PENDING' } } },
    orderBy: { messageId: 'asc' },
  })
  for (const post of unfinished) {
    if (post.status === 'NEW' && post.groupedId !== null) {
      albums.partCame(channel, post.id)
      continue
    }
    const wanted = post.media.map((medium) => medium.messageId)
    const messages = wanted.length > 0 ? await messagesLeft(reader, channel, wanted) : []
    const gone = wanted.filter((id) => !messages.some((message) => message.id === id && message.media))
    await app.db.postMedia.updateMany({ where: { postId: post.id, messageId: { in: gone }, status: 'PENDING' }, data: { status: 'FAILED', statusReason: deletedMediaText } })
    if (post.status === 'NEW') await handOver(reader, channel, post.id, messages)
    else for (const message of messages) downloads.add({ channel, postId: post.id, message })
    if (gone.length > 0) await publishIfComplete(app, post.id)
  }
}

async function messagesLeft({ session }: Reader, channel: WatchedChannel, ids: readonly number[]): Promise<SourceMessage[]> {
  try {
    return await session.messagesByIds(channel, ids)
  } catch (error) {
    if (error instanceof RefusedError) return []
    throw error
  }
}
