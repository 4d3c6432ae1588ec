import type { MediaStore } from '@cars-bot/adapters/media-store'
import type { Settings } from '@cars-bot/domain'
import type { Alerts, Database, Jobs, Log } from '@cars-bot/platform'

export type MonitorTimes = {
  /** One join in this time to twice this time, and one name look-up in this time once the first few are used up. */
  joinIntervalMs: number
  /** How many channels an account may join in 24 hours. */
  joinsPerDay: number
  /** How many names a fresh start may look up at once. */
  joinBurst: number
  /** How far back a channel is read when it is seen for the first time. */
  backfillHours: number
  sweepIntervalMs: number
  channelRefreshMs: number
  /** An album is complete when no part has come for this long. */
  albumQuietMs: number
  reconcileIntervalMs: number
  /** A delivery this long in SENDING belongs to a dead attempt: the Bot API's timeout is 20 s. */
  staleDeliveryMs: number
  pingIntervalMs: number
  /** One channel in this time has its live posts looked for at the source, each about every six hours. */
  postsCheckIntervalMs: number
  /** Telegram that has not answered for this long is connected to anew. */
  silenceMs: number
  /** How often the file with the sessions is looked at; a change is taken up when two looks saw the same. */
  sessionsRefreshMs: number
}

export const usualTimes: MonitorTimes = {
  joinIntervalMs: 30_000,
  joinsPerDay: 20,
  joinBurst: 5,
  backfillHours: 24,
  sweepIntervalMs: 60_000,
  channelRefreshMs: 2_000,
  albumQuietMs: 1_500,
  reconcileIntervalMs: 2_000,
  staleDeliveryMs: 25_000,
  // A ping has 10 s for its answer: a connection that hangs is given up 25 s after its last answer at the latest.
  pingIntervalMs: 15_000,
  postsCheckIntervalMs: 30_000,
  silenceMs: 24_000,
  sessionsRefreshMs: 2_000,
}

/** What the verbs of the monitor act on. */
export type MonitorApp = {
  db: Database
  jobs: Jobs
  log: Log
  alerts: Alerts
  media: MediaStore
  newsChannelId: bigint
  times: MonitorTimes
  /** The owner's settings as last read. */
  settings: () => Settings
  now: () => Date
}

/** While many channels catch up at once a transaction may have to wait for its turn. */
export const transactionOptions = { maxWait: 15_000, timeout: 20_000 }
