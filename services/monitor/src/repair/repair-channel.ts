import { RefusedError, type ChannelState, type SourceUpdate } from '@cars-bot/adapters/mtproto'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { applyDeletion } from '../ingest/apply-deletion.js'
import { applyEdit } from '../ingest/apply-edit.js'
import { moveCursor, moved, type Cursor } from '../ingest/cursor.js'
import { ingestMessage } from '../ingest/ingest-message.js'
import { repairs } from '../metrics.js'
import type { Reader } from '../reader.js'
import { checkPosts } from './check-posts.js'
import { readFirstTime, readHistorySince } from './read-history.js'

/**
 * Fetches what happened in a channel since its cursor: by channel difference, by history where Telegram keeps no difference that far back.
 * What came already is recognised and changes nothing. `target` is the channel's state as Telegram told it. Runs in the channel's row of tasks.
 */
export async function repairChannel(reader: Reader, channel: WatchedChannel, target?: ChannelState): Promise<void> {
  if (channel.pts === null) await readFirstTime(reader, channel, target)
  else if (!target || isBehind(channel, target)) await catchUp(reader, channel, channel.pts)
  channel.needsRepair = false
  // With all events up to the target applied, no message up to its newest one can be missing: service messages were what was left.
  if (target && channel.pts !== null && channel.pts >= target.pts) await saveCursor(reader, channel, { lastMessageId: target.topMessageId })
}

export function isBehind(channel: WatchedChannel, target: ChannelState): boolean {
  return channel.pts === null || channel.pts < target.pts || channel.lastMessageId < target.topMessageId
}

async function catchUp(reader: Reader, channel: WatchedChannel, from: number): Promise<void> {
  let pts = from
  for (;;) {
    const difference = await differenceSince(reader, channel, pts)
    if (difference.kind === 'too-long') {
      repairs.inc({ way: 'history' })
      await readHistorySince(reader, channel)
      await checkPosts(reader, channel)
      await saveCursor(reader, channel, { pts: difference.pts, lastMessageId: difference.topMessageId })
    } else {
      repairs.inc({ way: 'difference' })
      for (const message of difference.messages) await ingestMessage(reader, channel, message, { lastMessageId: message.id })
      for (const update of difference.updates) await applyMissed(reader, channel, update)
      await saveCursor(reader, channel, { pts: difference.pts, lastMessageId: difference.newestId })
      if (difference.isFinal) return
    }
    if (difference.pts <= pts) return
    pts = difference.pts
  }
}

/** A pts that Telegram can't go on from counts as too long ago. */
async function differenceSince({ session, app }: Reader, channel: WatchedChannel, pts: number): ReturnType<Reader['session']['channelDifference']> {
  try {
    return await session.channelDifference(channel, pts)
  } catch (error) {
    if (!(error instanceof RefusedError) || !error.code.startsWith('PERSISTENT_TIMESTAMP_')) throw error
    app.log.warn('channel difference refused', { channelId: channel.id, pts, error })
    const [state] = await session.channelStates([channel])
    if (!state || 'refusal' in state) throw error
    return { kind: 'too-long', pts: state.pts, topMessageId: state.topMessageId }
  }
}

async function applyMissed(reader: Reader, channel: WatchedChannel, update: SourceUpdate): Promise<void> {
  switch (update.kind) {
    case 'new-message':
      return await ingestMessage(reader, channel, update.message, { lastMessageId: update.messageId })
    case 'edited-message':
      return await applyEdit(reader, channel, update.message, {})
    case 'deleted-messages':
      return await applyDeletion(reader, channel, update.messageIds, {})
    case 'other-event':
    case 'channel-too-long':
    case 'channel-changed':
    case 'everything-too-long':
    case 'reconnected':
  }
}

async function saveCursor({ app }: Reader, channel: WatchedChannel, cursor: Cursor): Promise<void> {
  await moveCursor(app.db, channel, cursor)
  moved(channel, cursor)
}
