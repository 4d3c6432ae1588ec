import { RateLimitedError } from '@cars-bot/adapters/errors'
import { RefusedError, SessionLostError, type SourceChannel } from '@cars-bot/adapters/mtproto'
import { parseChannelReference } from '@cars-bot/domain'
import { isUniqueViolation, type ChannelModel } from '@cars-bot/platform'
import type { Reader } from '../reader.js'
import { doubledChannelText, joinRequestedText, waitsToJoinText } from '../texts.js'
import { enterChannel } from './enter-channel.js'
import { markUnavailable } from './mark-unavailable.js'

/** An admin decides on a request to join in hours or days. */
const requestRetryMs = 30 * 60_000
const longestRetryMs = 10 * 60_000

/**
 * Finds and enters a channel of the owner's list and stores who it is; the row comes back when it may be watched from now on.
 * What stands in the way is written into the row with the time of the next try.
 */
export async function admitChannel(reader: Reader, row: ChannelModel): Promise<ChannelModel | null> {
  const { app } = reader
  const reference = parseChannelReference(row.reference)
  if (reference.kind === 'invalid') {
    await markUnavailable(reader, row, 'INVALID', reference.reason)
    return null
  }
  try {
    const entrance = await enterChannel(reader, row, reference)
    switch (entrance.kind) {
      case 'member':
        return await storeChannel(reader, row, entrance.channel, { status: 'PENDING', statusReason: null, joinedAt: entrance.channel.joinedAt ?? app.now(), nextAttemptAt: null })
      case 'waiting':
        await storeChannel(reader, row, entrance.channel, { status: 'PENDING', statusReason: waitsToJoinText, joinedAt: null, nextAttemptAt: null })
        return null
      case 'requested': {
        const joinedAt = row.status === 'JOIN_REQUESTED' ? row.joinedAt : app.now()
        await storeChannel(reader, row, entrance.channel, { status: 'JOIN_REQUESTED', statusReason: joinRequestedText, joinedAt, nextAttemptAt: new Date(app.now().getTime() + requestRetryMs) })
        return null
      }
    }
  } catch (error) {
    if (error instanceof SessionLostError) throw error
    if (error instanceof RefusedError) await markUnavailable(reader, row, error.code)
    else await postpone(reader, row, error)
  }
  return null
}

/** The channel's numeric id is its identity: the same channel under a second name is not read twice. */
async function storeChannel(reader: Reader, row: ChannelModel, channel: SourceChannel | null, state: Pick<ChannelModel, 'status' | 'statusReason' | 'joinedAt' | 'nextAttemptAt'>): Promise<ChannelModel | null> {
  const { sessionKeyId } = reader.session
  if (!channel) return await reader.app.db.channel.update({ where: { id: row.id }, data: { ...state, sessionKeyId } })
  const { telegramId, accessHash, title, username, isProtected } = channel
  try {
    return await reader.app.db.channel.update({
      where: { id: row.id },
      data: { telegramId, accessHash, title, username, isProtected, sessionKeyId, ...state },
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const other = await reader.app.db.channel.findUnique({ where: { telegramId } })
    await markUnavailable(reader, row, 'DOUBLED', doubledChannelText(other?.reference ?? title))
    return null
  }
}

/** A flood wait is honoured to the second; for other troubles the next try comes a little later each time. */
async function postpone({ app }: Reader, row: ChannelModel, error: unknown): Promise<void> {
  const waitMs = error instanceof RateLimitedError ? error.retryAfterMs : Math.min(10_000 * 2 ** row.attempts, longestRetryMs)
  app.log.warn('channel not entered', { channelId: row.id, waitMs, error })
  const isFlood = error instanceof RateLimitedError
  await app.db.channel.update({
    where: { id: row.id },
    data: { nextAttemptAt: new Date(app.now().getTime() + waitMs), ...(isFlood ? {} : { attempts: { increment: 1 } }) },
  })
}
