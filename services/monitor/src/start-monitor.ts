import { openUserSession, SessionLostError, type UserSession } from '@cars-bot/adapters/mtproto'
import type { MediaStore } from '@cars-bot/adapters/media-store'
import { holdLease, pingDatabase, type Alerts, type Database, type Health, type Jobs, type Log, type Service } from '@cars-bot/platform'
import { createAccount, type Account } from './account/account.js'
import { startRepeating } from './account/repeating.js'
import type { MonitorApp, MonitorTimes } from './app.js'
import { createSettingsCache } from './settings-cache.js'
import { sessionLostText } from './texts.js'

export type MonitorOptions = {
  db: Database
  jobs: Jobs
  pingRedis: () => Promise<unknown>
  log: Log
  alerts: Alerts
  media: MediaStore
  health: Pick<Health, 'addCheck' | 'setState'>
  telegram: { apiId: number; apiHash: string; proxy?: string | undefined; sessions: readonly string[]; requestTimeoutMs?: number }
  newsChannelId: bigint
  times: MonitorTimes
  now?: () => Date
}

const settingsEveryMs = 5_000
const longestSilenceMs = 60_000

/**
 * Assembles the monitor: each session is read by one process at a time (lease `session:<key id>`), a second process stands by. Resolves when
 * every account works or is parked. An account whose session is lost is parked: the owner is told once, nothing is tried again, the process
 * stays up and not ready, the other accounts go on.
 */
export async function startMonitor(service: Service, options: MonitorOptions): Promise<void> {
  const { db, jobs, log, alerts, media, health, newsChannelId, times, now = () => new Date() } = options
  const settings = await createSettingsCache(db)
  const refreshing = startRepeating({ name: 'settings', everyMs: settingsEveryMs, work: () => settings.refresh(), log })
  service.onClose('settings', () => refreshing.stop())
  const app: MonitorApp = { db, jobs, log, alerts, media, newsChannelId, times, settings: () => settings.current(), now }
  const atWork = new Map<string, Account>()
  const parked = new Map<string, SessionLostError>()

  health.addCheck('database', () => pingDatabase(db))
  health.addCheck('redis', options.pingRedis)
  health.addCheck('telegram', async () => {
    checkTelegram()
    await Promise.resolve()
  })
  await Promise.all([...new Set(options.telegram.sessions)].map((session, index) => startSession(session, index)))

  async function startSession(sessionString: string, index: number): Promise<void> {
    let account: Account | null = null
    let parking: Promise<void> | null = null
    try {
      const session = await openUserSession({
        ...options.telegram,
        session: sessionString,
        log,
        onUpdate: (update) => account?.onUpdate(update),
        onConnectionChange: (isConnected) => log.debug('telegram connection changed', { isConnected }),
        onLost: (error) => void (parking = park(session, account, error)),
      })
      const keyId = session.sessionKeyId
      await holdLease(service, db, log, { name: `session:${keyId}`, onStandby: () => health.setState('standby') })
      account = createAccount(app, session, () => [...atWork.keys()])
      atWork.set(keyId, account)
      service.onClose(`account ${keyId}`, () => account?.stop())
      await account.start()
      health.setState('running')
    } catch (error) {
      if (!(error instanceof SessionLostError)) throw error
      // A session that was opened is parked by `onLost`; a string that is none never got that far.
      await (parking ?? tellLost(`session ${index + 1}`, error))
    }
  }

  async function park(session: UserSession, account: Account | null, error: SessionLostError): Promise<void> {
    atWork.delete(session.sessionKeyId)
    await session.close()
    await account?.stop()
    await tellLost(session.sessionKeyId, error)
  }

  async function tellLost(name: string, error: SessionLostError): Promise<void> {
    parked.set(name, error)
    health.setState(`parked: ${error.code}, make login mends it`)
    log.error('account parked', { account: name, code: error.code, mend: 'make login' })
    try {
      await alerts.raise({ level: 'ERROR', message: sessionLostText(error.code), dedupeKey: `session-lost:${name}` })
    } catch (alertError) {
      log.error('alert not stored', { error: alertError })
    }
  }

  /** Fine while standing by. With several accounts one that works is enough; the parked ones have been told. */
  function checkTelegram(): void {
    const [lost] = parked.values()
    if (atWork.size === 0 && lost) throw lost
    const answers = [...atWork.values()].map((account) => account.lastAnswerAt()?.getTime() ?? 0)
    if (answers.length > 0 && Math.max(...answers) < Date.now() - longestSilenceMs) throw new Error('Telegram does not answer')
  }
}
