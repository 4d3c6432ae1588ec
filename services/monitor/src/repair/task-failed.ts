import { RateLimitedError } from '@cars-bot/adapters/errors'
import { RefusedError, SessionLostError } from '@cars-bot/adapters/mtproto'
import { markUnavailable } from '../channels/mark-unavailable.js'
import type { WatchedChannel } from '../channels/watched-channel.js'
import type { Reader } from '../reader.js'

const retryMs = 5_000

/** What a failed task means for its channel: closed to us, or to be repaired a little later. */
export function taskFailed(reader: Reader, channel: WatchedChannel, error: unknown): void {
  if (error instanceof SessionLostError) return
  const { app } = reader
  channel.needsRepair = true
  channel.repairNotBefore = app.now().getTime() + (error instanceof RateLimitedError ? error.retryAfterMs : retryMs)
  app.log.warn('channel task failed', { channelId: channel.id, error })
  if (error instanceof RefusedError && closedCodes.has(error.code)) {
    markUnavailable(reader, channel, error.code).catch((markError: unknown) => app.log.warn('channel not marked', { channelId: channel.id, error: markError }))
  }
}

const closedCodes = new Set(['CHANNEL_INVALID', 'CHANNEL_PRIVATE', 'CHAT_FORBIDDEN', 'USER_BANNED_IN_CHANNEL'])
