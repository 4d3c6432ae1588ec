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
  const messages = await messagesLeft(reader, channel, unfinished.filter((post) => !isOpenAlbum(post)).flatMap((post) => post.media.map((medium) => medium.messageId)))
  for (const post of unfinished) {
    if (isOpenAlbum(post)) {
      albums.partCame(channel, post.id)
      continue
    }
    const wanted = post.media.map((medium) => medium.messageId)
    const left = messages.filter((message) => message.media && wanted.includes(message.id))
    const gone = wanted.filter((id) => !left.some((message) => message.id === id))
    if (gone.length > 0) await app.db.postMedia.updateMany({ where: { postId: post.id, messageId: { in: gone }, status: 'PENDING' }, data: { status: 'FAILED', statusReason: deletedMediaText } })
    if (post.status === 'NEW') await handOver(reader, channel, post.id, left)
    else for (const message of left) downloads.add({ channel, postId: post.id, message })
    if (gone.length > 0) await publishIfComplete(app, post.id)
  }
}

function isOpenAlbum(post: { status: string; groupedId: bigint | null }): boolean {
  return post.status === 'NEW' && post.groupedId !== null
}

async function messagesLeft({ session }: Reader, channel: WatchedChannel, ids: readonly number[]): Promise<SourceMessage[]> {
  if (ids.length === 0) return []
  try {
    return await session.messagesByIds(channel, ids)
  } catch (error) {
    if (error instanceof RefusedError) return []
    throw error
  }
}
