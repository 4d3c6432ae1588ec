import type { SourceMessage } from '@cars-bot/adapters/mtproto'
import type { WatchedChannel } from '../channels/watched-channel.js'
import type { Reader } from '../reader.js'

/** Gives a stored post to processing and starts its downloads beside. A job that could not be enqueued is caught up by the sweep of stuck posts. */
export async function handOver({ app, downloads }: Reader, channel: WatchedChannel, postId: string, messages: readonly SourceMessage[]): Promise<void> {
  for (const message of messages) if (message.media) downloads.add({ channel, postId, message })
  try {
    await app.jobs.enqueue('processPost', { postId }, { dedupeKey: `processPost:${postId}` })
    app.log.info('post ingested', { postId, channelId: channel.id, messageId: messages[0]?.id })
  } catch (error) {
    app.log.warn('post not enqueued', { postId, error })
  }
}
