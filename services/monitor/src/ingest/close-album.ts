import { RateLimitedError } from '@cars-bot/adapters/errors'
import { RefusedError, SessionLostError, type SourceMessage } from '@cars-bot/adapters/mtproto'
import type { PostModel } from '@cars-bot/platform'
import { transactionOptions } from '../app.js'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { deletedMediaText, deletedSourceText } from '../texts.js'
import type { Reader } from '../reader.js'
import { accepts } from './accepts.js'
import { albumContent } from './album-content.js'
import { countDaily } from './count-daily.js'
import { handOver } from './hand-over.js'
import { mediaRows } from './media-rows.js'
import { storeEdit } from './store-edit.js'

/** An album has ten parts at most, with ids next to each other. */
const mostParts = 10

/**
 * Completes an album and hands it over. Its parts are asked for by their ids first, so that one that was lost on the way is there too.
 * Safe to run twice. A late part of an album that is in processing already is an edit of it.
 */
export async function closeAlbum(reader: Reader, channel: WatchedChannel, postId: string): Promise<void> {
  const post = await reader.app.db.post.findUnique({ where: { id: postId } })
  if (!post || post.groupedId === null) return
  const parts = await fetchParts(reader, channel, post)
  if (post.status !== 'NEW') return await takeLatePart(reader, channel, post, parts)
  if (parts.length === 0) return await withdraw(reader, postId)
  const content = albumContent(parts)
  if (!accepts(reader.app, channel, { text: content.text, messages: parts })) return await drop(reader, postId)
  await complete(reader, channel, post, parts)
  await handOver(reader, channel, postId, parts)
}

async function takeLatePart(reader: Reader, channel: WatchedChannel, post: PostModel, parts: readonly SourceMessage[]): Promise<void> {
  if (parts.length > 0) await storeEdit(reader, channel, { post, parts, cursor: {} })
  for (const message of parts) if (message.media) reader.downloads.add({ channel, postId: post.id, message })
}

async function fetchParts({ session }: Reader, channel: WatchedChannel, post: PostModel): Promise<SourceMessage[]> {
  const first = Math.max(1, Math.max(...post.messageIds) - mostParts + 1)
  const last = Math.min(...post.messageIds) + mostParts - 1
  const ids = new Set([...post.messageIds, ...Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)])
  const around = await session.messagesByIds(channel, [...ids].sort((one, other) => one - other))
  return around.filter((message) => message.groupedId === post.groupedId)
}

async function complete({ app }: Reader, channel: WatchedChannel, post: PostModel, parts: readonly SourceMessage[]): Promise<void> {
  const messageIds = parts.map((part) => part.id)
  const { text, origin } = albumContent(parts)
  await app.db.$transaction(async (tx) => {
    await tx.post.updateMany({
      where: { id: post.id, status: 'NEW' },
      data: { messageId: Math.min(...messageIds), messageIds, text, origin, hasSourceMedia: parts.some((part) => part.media !== null) },
    })
    await tx.postMedia.deleteMany({ where: { postId: post.id, messageId: { notIn: messageIds } } })
    await tx.postMedia.createMany({ data: mediaRows(post.id, parts, channel), skipDuplicates: true })
  }, transactionOptions)
}

/** Leaves a counter and no row, like a single message that does not pass. */
async function drop({ app }: Reader, postId: string): Promise<void> {
  await app.db.$transaction(async (tx) => {
    const dropped = await tx.post.deleteMany({ where: { id: postId, status: 'NEW' } })
    if (dropped.count > 0) await countDaily(tx, 'filtered', app.now())
  }, transactionOptions)
}

async function withdraw({ app }: Reader, postId: string): Promise<void> {
  await app.db.post.updateMany({ where: { id: postId, status: 'NEW' }, data: { status: 'WITHDRAWN', withdrawalReason: 'DELETED', sourceDeletedAt: app.now(), statusReason: deletedSourceText, statusChangedAt: app.now() } })
}

/** Closes an album, and tries again after a while when Telegram could not be asked; when it refuses, the album goes on as it is stored. */
export async function closeAlbumOrRetry(reader: Reader, channel: WatchedChannel, postId: string): Promise<void> {
  try {
    await closeAlbum(reader, channel, postId)
  } catch (error) {
    if (error instanceof SessionLostError) return
    reader.app.log.warn('album not closed', { postId, error })
    if (error instanceof RefusedError) await handOverStored(reader, channel, postId)
    else reader.albums.partCame(channel, postId, error instanceof RateLimitedError ? error.retryAfterMs : retryMs)
  }
}

const retryMs = 5_000

async function handOverStored(reader: Reader, channel: WatchedChannel, postId: string): Promise<void> {
  const post = await reader.app.db.post.findUnique({ where: { id: postId } })
  if (!post || post.status !== 'NEW') return
  if (!accepts(reader.app, channel, { text: post.text, messages: [] })) return await drop(reader, postId)
  await reader.app.db.postMedia.updateMany({ where: { postId, status: 'PENDING' }, data: { status: 'FAILED', statusReason: deletedMediaText } })
  await handOver(reader, channel, postId, [])
}
