import type { EventPosition, SourceUpdate } from '@cars-bot/adapters/mtproto'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { applyDeletion } from '../ingest/apply-deletion.js'
import { applyEdit } from '../ingest/apply-edit.js'
import { moveCursor, moved, type Cursor } from '../ingest/cursor.js'
import { ingestMessage } from '../ingest/ingest-message.js'
import type { Reader } from '../reader.js'
import { repairChannel } from './repair-channel.js'

export type ChannelEventUpdate = Extract<SourceUpdate, EventPosition>

/**
 * Applies one event of a channel in its place in the row of events: one that was applied already is skipped, a gap before it is repaired,
 * which brings the event itself too. Runs in the channel's row of tasks.
 */
export async function applyUpdate(reader: Reader, channel: WatchedChannel, update: ChannelEventUpdate): Promise<void> {
  if (channel.pts === null || update.pts <= channel.pts) return
  if (update.pts - update.ptsCount > channel.pts) {
    channel.needsRepair = true
    if (reader.app.now().getTime() < channel.repairNotBefore) return
    return await repairChannel(reader, channel)
  }
  await apply(reader, channel, update, { pts: update.pts })
}

async function apply(reader: Reader, channel: WatchedChannel, update: ChannelEventUpdate, cursor: Cursor): Promise<void> {
  switch (update.kind) {
    case 'new-message':
      return await ingestMessage(reader, channel, update.message, { ...cursor, lastMessageId: update.messageId })
    case 'edited-message':
      return await applyEdit(reader, channel, update.message, cursor)
    case 'deleted-messages':
      return await applyDeletion(reader, channel, update.messageIds, cursor)
    case 'other-event':
      await moveCursor(reader.app.db, channel, cursor)
      moved(channel, cursor)
  }
}
