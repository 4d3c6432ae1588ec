import type { SourceMessage } from '@cars-bot/adapters/mtproto'
import type { PostModel } from '@cars-bot/platform'
import type { WatchedChannel } from '../channels/watched-channel.js'
import type { Reader } from '../reader.js'
import { accepts } from './accepts.js'
import { moveCursor, moved, type Cursor } from './cursor.js'
import { ingestMessage } from './ingest-message.js'
import { storeEdit } from './store-edit.js'

/**
 * An edit of a source message: the post follows, a message that was passed over comes in when it passes now. An edit older than what is stored, and one that comes again,
 * change nothing. Runs in the channel's row of tasks.
 */
export async function applyEdit(reader: Reader, channel: WatchedChannel, message: SourceMessage | null, cursor: Cursor): Promise<void> {
  const post = message ? await reader.app.db.post.findFirst({ where: { channelId: channel.id, messageIds: { has: message.id } } }) : null
  if (message && post) {
    const parts = isOutdated(post, message) ? [] : await partsOf(reader, channel, post, message)
    return await storeEdit(reader, channel, { post, parts, cursor })
  }
  if (message && (await isNewlyWanted(reader, channel, message))) return await ingestMessage(reader, channel, message, cursor)
  await moveCursor(reader.app.db, channel, cursor)
  moved(channel, cursor)
}

/** The parts of an album are always asked for as they stand now. */
function isOutdated({ groupedId, editedAt }: PostModel, message: SourceMessage): boolean {
  return groupedId === null && editedAt !== null && message.editedAt !== null && message.editedAt < editedAt
}

/** Captions may stand on any part: the text of an album is made of all of them. */
async function partsOf({ session }: Reader, channel: WatchedChannel, { groupedId, messageIds }: PostModel, message: SourceMessage): Promise<SourceMessage[]> {
  return groupedId === null ? [message] : await session.messagesByIds(channel, messageIds)
}

async function isNewlyWanted({ app }: Reader, channel: WatchedChannel, message: SourceMessage): Promise<boolean> {
  if (message.postedAt.getTime() < app.now().getTime() - app.times.backfillHours * 3_600_000) return false
  if (accepts(app, channel, { text: message.text, messages: [message] })) return true
  // A late part of a known album needs no text of its own.
  return message.groupedId !== null && (await app.db.post.count({ where: { channelId: channel.id, groupedId: message.groupedId } })) > 0
}
