import { RefusedError, type SourceChannel } from '@cars-bot/adapters/mtproto'
import type { Reader } from '../reader.js'
import { markUnavailable } from './mark-unavailable.js'
import type { WatchedChannel } from './watched-channel.js'

/** Telegram said that a channel is not what it was: asks, by its own id, what it is now. */
export async function checkChannel(reader: Reader, channel: WatchedChannel): Promise<void> {
  try {
    await noteChannel(reader, channel, await reader.session.fetchChannel(channel))
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    await markUnavailable(reader, channel, error.code)
  }
}

/** The row follows the channel's name, title and protection; a channel that the account is no member of tells it nothing and is marked. */
export async function noteChannel(reader: Reader, channel: WatchedChannel, found: SourceChannel): Promise<void> {
  if (!found.isMember) return await markUnavailable(reader, channel, 'NOT_JOINED')
  const { username, title, isProtected } = found
  if (channel.username === username && channel.title === title && channel.isProtected === isProtected) return
  await reader.app.db.channel.update({ where: { id: channel.id }, data: { username, title, isProtected } })
  reader.app.log.info('channel changed', { channelId: channel.id, username, title, isProtected })
  Object.assign(channel, { username, title, isProtected })
}

/** Something changed with a channel that is not watched, such as that it let us in: it is tried again at once. */
export async function retryChannel({ app, session }: Reader, telegramId: bigint): Promise<void> {
  await app.db.channel.updateMany({
    where: { telegramId, sessionKeyId: session.sessionKeyId, status: { in: ['UNAVAILABLE', 'JOIN_REQUESTED'] } },
    data: { nextAttemptAt: null },
  })
}
