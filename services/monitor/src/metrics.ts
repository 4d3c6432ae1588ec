import { Counter, Gauge } from 'prom-client'

export const messagesSeen = new Counter({ name: 'cars_monitor_messages_total', help: 'Messages of source channels, by what became of them', labelNames: ['outcome'] as const })

export const channelLag = new Gauge({ name: 'cars_monitor_channel_lag_messages', help: 'Newest message at Telegram minus the newest one of ours', labelNames: ['channel'] as const })

export const repairs = new Counter({ name: 'cars_monitor_repairs_total', help: 'Channels whose missed events were fetched, by the way it was done', labelNames: ['way'] as const })

export const downloads = new Counter({ name: 'cars_monitor_downloads_total', help: 'Media downloads, by outcome', labelNames: ['outcome'] as const })

export const watchedChannels = new Gauge({ name: 'cars_monitor_channels', help: 'Channels watched now, by the session that reads them', labelNames: ['account'] as const })

export const readingAccounts = new Gauge({ name: 'cars_monitor_accounts', help: 'Reading accounts, by what they are doing', labelNames: ['state'] as const })

type ShownWait = { sessionKeyId: string; method: string; endsAt: Date; now: () => Date }

const shownWaits = new Map<string, ShownWait>()

export const floodWaitSeconds = new Gauge({
  name: 'cars_monitor_flood_wait_seconds',
  help: 'How long Telegram still wants a method left alone; the longest of all accounts',
  labelNames: ['method'] as const,
  collect() {
    this.reset()
    const seconds = new Map<string, number>()
    for (const [key, { method, endsAt, now }] of shownWaits) {
      const left = (endsAt.getTime() - now().getTime()) / 1000
      if (left <= 0) shownWaits.delete(key)
      else seconds.set(method, Math.max(left, seconds.get(method) ?? 0))
    }
    for (const [method, left] of seconds) this.set({ method }, left)
  },
})

/** Has the metric count the wait down. */
export function showFloodWait(wait: ShownWait): void {
  shownWaits.set(`${wait.sessionKeyId} ${wait.method}`, wait)
}
