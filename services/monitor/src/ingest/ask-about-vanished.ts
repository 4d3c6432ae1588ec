import { formatMoscowDate } from '@cars-bot/domain'
import type { MonitorApp } from '../app.js'
import type { WatchedChannel } from '../channels/watched-channel.js'
import { vanishedText } from '../texts.js'

/** Asks the owner once a day and channel what shall become of posts that vanished many at once; the sheet shows how many they are. */
export async function askAboutVanished({ db, alerts, now }: MonitorApp, channel: WatchedChannel, counts: { gone: number; live: number }): Promise<void> {
  const dedupeKey = `vanished:${channel.id}:${formatMoscowDate(now(), 'en')}`
  if ((await db.logEvent.count({ where: { dedupeKey } })) > 0) return
  await alerts.raise({ level: 'WARNING', message: vanishedText(channel.reference, counts), dedupeKey })
}
