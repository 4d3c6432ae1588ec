import { isDeepStrictEqual } from 'node:util'
import type { MediaStore } from '@cars-bot/adapters/media-store'
import { pingDatabase, type Alerts, type Database, type Health, type Jobs, type Log, type Service } from '@cars-bot/platform'
import { createAccountPool } from './account/account-pool.js'
import { startRepeating } from './account/repeating.js'
import { readSessions, type SessionSource } from './account/session-source.js'
import type { MonitorApp, MonitorTimes } from './app.js'
import { createSettingsCache } from './settings-cache.js'

export type MonitorOptions = {
  db: Database
  jobs: Jobs
  pingRedis: () => Promise<unknown>
  log: Log
  alerts: Alerts
  media: MediaStore
  health: Pick<Health, 'addCheck' | 'setState'>
  telegram: { apiId: number; apiHash: string; proxy?: string | undefined; sessions: SessionSource; requestTimeoutMs?: number }
  newsChannelId: bigint
  times: MonitorTimes
  now?: () => Date
}

const settingsEveryMs = 5_000

/**
 * Assembles the monitor: each session is read by one process at a time (lease `session:<key id>`), a second process stands by. Resolves when
 * every account works or is parked. An account whose session is lost is parked: the owner is told once, nothing is tried again, the process
 * stays up and not ready, the other accounts go on. Sessions from a file are taken up and let go as the file changes, without a restart.
 */
export async function startMonitor(service: Service, options: MonitorOptions): Promise<void> {
  const { db, jobs, log, alerts, media, health, newsChannelId, times, now = () => new Date() } = options
  const settings = await createSettingsCache(db)
  const refreshing = startRepeating({ name: 'settings', everyMs: settingsEveryMs, work: () => settings.refresh(), log })
  service.onClose('settings', () => refreshing.stop())
  const app: MonitorApp = { db, jobs, log, alerts, media, newsChannelId, times, settings: () => settings.current(), now }
  const { sessions, ...telegram } = options.telegram
  const pool = createAccountPool({ service, app, telegram, health, isFromFile: 'file' in sessions })

  health.addCheck('database', () => pingDatabase(db))
  health.addCheck('redis', options.pingRedis)
  health.addCheck('telegram', async () => {
    pool.check()
    await Promise.resolve()
  })
  let used = (await readSessions(sessions)) ?? []
  if (used.length === 0) log.warn('no session is given', 'file' in sessions ? { file: sessions.file } : {})
  const { started } = await pool.use(used)
  if ('file' in sessions) watchFile(sessions)
  await started

  function watchFile(source: SessionSource): void {
    let seen: string[] | null = used
    // A file is seldom written in one go: what two looks in a row saw is meant. One that is missing for a while lets nobody go.
    const look = async (): Promise<void> => {
      const found = await readSessions(source)
      const isSettled = found !== null && isDeepStrictEqual(found, seen)
      seen = found
      if (!isSettled || isDeepStrictEqual(found, used)) return
      used = found
      log.info('sessions changed', { sessions: found.length })
      const change = await pool.use(found)
      change.started.catch((error: unknown) => {
        if (!service.signal.aborted) service.fail(error)
      })
    }
    const watching = startRepeating({ name: 'sessions', everyMs: times.sessionsRefreshMs, work: look, log })
    service.onClose('sessions', () => watching.stop())
  }
}
