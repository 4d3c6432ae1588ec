import { channelLag } from '../metrics.js'
import type { Reader } from '../reader.js'
import { refusalText } from '../texts.js'

const firstRetryMs = 5 * 60_000
const longestRetryMs = 24 * 3_600_000

/** Tells the owner through the channel's row why it can't be read, stops watching it, and sets the time of the next try, later each time. */
export async function markUnavailable({ app, channels }: Pick<Reader, 'app' | 'channels'>, channel: { id: number; reference: string }, code: string, reason = refusalText(code)): Promise<void> {
  const row = await app.db.channel.findUnique({ where: { id: channel.id }, select: { attempts: true, telegramId: true } })
  if (!row) return
  const waitMs = Math.min(firstRetryMs * 2 ** row.attempts, longestRetryMs)
  await app.db.channel.update({
    where: { id: channel.id },
    data: { status: 'UNAVAILABLE', statusReason: reason, attempts: { increment: 1 }, nextAttemptAt: new Date(app.now().getTime() + waitMs) },
  })
  if (row.telegramId !== null) channels.delete(row.telegramId)
  channelLag.remove({ channel: channel.reference })
  app.log.warn('channel unavailable', { channelId: channel.id, code })
}
