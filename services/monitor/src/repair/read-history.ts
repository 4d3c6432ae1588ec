import { RefusedError, type ChannelState, type SourceMessage } from '@cars-bot/adapters/mtproto'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { moveCursor, moved } from '../ingest/cursor.js'
import { ingestMessage } from '../ingest/ingest-message.js'
import { repairs } from '../metrics.js'
import type { Reader } from '../reader.js'

/** A channel that writes more than this in the time of the backfill is read from here on. */
const mostBackfillPages = 50

/** Everything after the cursor's message, oldest first. */
export async function readHistorySince(reader: Reader, channel: WatchedChannel): Promise<void> {
  for (;;) {
    const afterId = channel.lastMessageId
    const page = await reader.session.history(channel, { afterId })
    for (const message of page.messages) await ingestMessage(reader, channel, message, { lastMessageId: message.id })
    const cursor = { lastMessageId: page.newestId }
    await moveCursor(reader.app.db, channel, cursor)
    moved(channel, cursor)
    if (page.newestId <= afterId) return
  }
}

/** Reads a channel that was never read before back to the time of the backfill. The state is taken first, so that what comes meanwhile is told by updates. */
export async function readFirstTime(reader: Reader, channel: WatchedChannel, known?: ChannelState): Promise<void> {
  const state = known ?? (await stateOf(reader, channel))
  const messages = await messagesSince(reader, channel, new Date(reader.app.now().getTime() - reader.app.times.backfillHours * 3_600_000))
  repairs.inc({ way: 'backfill' })
  for (const message of messages) await ingestMessage(reader, channel, message, { lastMessageId: message.id })
  const cursor = { pts: state.pts, lastMessageId: state.topMessageId }
  await moveCursor(reader.app.db, channel, cursor)
  moved(channel, cursor)
}

async function stateOf({ session }: Reader, channel: WatchedChannel): Promise<ChannelState> {
  const [state] = await session.channelStates([channel])
  if (!state) throw new Error(`Telegram told no state of channel ${channel.id}`)
  if ('refusal' in state) throw new RefusedError(state.refusal, 'messages.GetPeerDialogs')
  return state
}

async function messagesSince({ session }: Reader, channel: WatchedChannel, since: Date): Promise<SourceMessage[]> {
  const messages: SourceMessage[] = []
  let beforeId = 0
  for (let pages = 0; pages < mostBackfillPages; pages += 1) {
    const page = await session.history(channel, beforeId === 0 ? {} : { beforeId })
    messages.unshift(...page.messages.filter((message) => message.postedAt >= since))
    if (page.count === 0 || (page.oldestAt && page.oldestAt < since)) break
    beforeId = page.oldestId
  }
  return messages
}
