import { randomBytes } from 'node:crypto'
import type { SourceMessage } from '@cars-bot/adapters/mtproto'
import { newPublicId } from '@cars-bot/domain'
import type { Transaction } from '@cars-bot/platform'
import { transactionOptions } from '../app.js'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { messagesSeen } from '../metrics.js'
import type { Reader } from '../reader.js'
import { accepts } from './accepts.js'
import { countDaily } from './count-daily.js'
import { moveCursor, moved, type Cursor } from './cursor.js'
import { handOver } from './hand-over.js'
import { mediaRows } from './media-rows.js'

type Outcome = { kind: 'post' | 'album-part'; postId: string } | { kind: 'known' | 'filtered' | 'no-content' }

/**
 * Stores one message and moves the channel's cursor in one transaction; a message that is known already changes nothing. A single message
 * is handed over to processing at once, an album when its parts have stopped coming. Runs in the channel's row of tasks.
 */
export async function ingestMessage(reader: Reader, channel: WatchedChannel, message: SourceMessage | null, cursor: Cursor): Promise<void> {
  const outcome = await reader.app.db.$transaction(async (tx) => {
    await moveCursor(tx, channel, cursor)
    return message ? await store(reader, tx, channel, message) : ({ kind: 'no-content' } as const)
  }, transactionOptions)
  moved(channel, cursor)
  messagesSeen.inc({ outcome: outcome.kind })
  switch (outcome.kind) {
    case 'post':
      if (message) await handOver(reader, channel, outcome.postId, [message])
      return
    case 'album-part':
      reader.albums.partCame(channel, outcome.postId)
      return
    case 'known':
    case 'filtered':
    case 'no-content':
  }
}

async function store({ app }: Reader, tx: Transaction, channel: WatchedChannel, message: SourceMessage): Promise<Outcome> {
  if (message.groupedId !== null) return await storeAlbumPart(tx, channel, message, message.groupedId)
  if (!accepts(app, channel, { text: message.text, messages: [message] })) {
    await countDaily(tx, 'filtered', app.now())
    return { kind: 'filtered' }
  }
  const postId = await createPost(tx, channel, message)
  return postId ? { kind: 'post', postId } : { kind: 'known' }
}

/** An album is one post from its first part on; which text it has and whether it is wanted is decided when it is complete. */
async function storeAlbumPart(tx: Transaction, channel: WatchedChannel, message: SourceMessage, groupedId: bigint): Promise<Outcome> {
  const album = await tx.post.findFirst({ where: { channelId: channel.id, groupedId } })
  if (!album) {
    const postId = await createPost(tx, channel, message)
    return postId ? { kind: 'album-part', postId } : { kind: 'known' }
  }
  if (album.messageIds.includes(message.id)) return { kind: 'known' }
  if (!acceptsParts.has(album.status)) return { kind: 'known' }
  const messageIds = [...album.messageIds, message.id].sort((one, other) => one - other)
  const texts = message.id < album.messageId ? [message.text, album.text] : [album.text, message.text]
  await tx.post.update({
    where: { id: album.id },
    data: {
      messageId: Math.min(album.messageId, message.id),
      messageIds,
      hasSourceMedia: album.hasSourceMedia || message.media !== null,
      ...(album.status === 'NEW' ? { text: texts.filter((text) => text !== '').join('\n') } : {}),
    },
  })
  if (takesMedia.has(album.status)) await tx.postMedia.createMany({ data: mediaRows(album.id, [message], channel), skipDuplicates: true })
  return { kind: 'album-part', postId: album.id }
}

const takesMedia: ReadonlySet<string> = new Set(['NEW', 'PROCESSING', 'READY', 'MODERATION', 'DUPLICATE'])
const acceptsParts: ReadonlySet<string> = new Set([...takesMedia, 'PUBLISHING', 'PUBLISHED', 'REJECTED'])

/** Null when the channel's message is stored already. */
async function createPost(tx: Transaction, channel: WatchedChannel, message: SourceMessage): Promise<string | null> {
  const [post] = await tx.post.createManyAndReturn({
    data: {
      publicId: newPublicId(randomBytes(9)),
      channelId: channel.id,
      messageId: message.id,
      messageIds: [message.id],
      groupedId: message.groupedId,
      text: message.text,
      origin: message.origin,
      postedAt: message.postedAt,
      editedAt: message.editedAt,
      hasSourceMedia: message.media !== null,
    },
    select: { id: true },
    skipDuplicates: true,
  })
  if (!post) return null
  const rows = mediaRows(post.id, [message], channel)
  if (rows.length > 0) await tx.postMedia.createMany({ data: rows })
  return post.id
}
