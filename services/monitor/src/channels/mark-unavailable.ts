import { channelLag } from '../metrics.js'
import type { Reader } from '../reader.js'
import { refusalText } from '../texts.js'

const firstRetryMs = 5 * 60_000
const longestRetryMs = 24 * 3_600_000

/** What only the owner can mend, by another reference, a payment or another account: looked at once a day, and at once when the row is edited. */
const ownersMatters: ReadonlySet<string> = new Set([
  'CHANNELS_TOO_MUCH',
  'DOUBLED',
  'INVALID',
  'INVITE_HASH_EMPTY',
  'INVITE_HASH_EXPIRED',
  'INVITE_HASH_INVALID',
  'NAME_TAKEN_OVER',
  'NOT_A_CHANNEL',
  'STARS_PAYMENT_REQUIRED',
  'USERNAME_INVALID',
  'USER_BANNED_IN_CHANNEL',
])

/**
 * Tells the owner through the channel's row why it can't be read, stops watching it, and sets the time of the next try, later each time. What was
 * read from it stays as it is.
 */
export async function markUnavailable({ app, channels }: Pick<Reader, 'app' | 'channels'>, channel: { id: number; reference: string }, code: string, reason = refusalText(code)): Promise<void> {
  const row = await app.db.channel.findUnique({ where: { id: channel.id }, select: { attempts: true, telegramId: true } })
  if (!row) return
  const waitMs = ownersMatters.has(code) ? longestRetryMs : Math.min(firstRetryMs * 2 ** row.attempts, longestRetryMs)
  await app.db.channel.update({
    where: { id: channel.id },
    data: { status: 'UNAVAILABLE', statusReason: reason, attempts: { increment: 1 }, nextAttemptAt: new Date(app.now().getTime() + waitMs) },
  })
  const watched = row.telegramId === null ? undefined : channels.get(row.telegramId)
  if (watched?.id === channel.id) channels.delete(watched.telegramId)
  channelLag.remove({ channel: channel.reference })
  app.log.warn('channel unavailable', { channelId: channel.id, code })
}
