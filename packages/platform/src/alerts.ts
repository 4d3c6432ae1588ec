import type { Database } from './database.js'
import type { Log } from './log.js'
import { alertsRaised } from './metrics.js'
import { redact } from './redact.js'

export type Alert = {
  level: 'INFO' | 'WARNING' | 'ERROR'
  /** For the owner, in Russian. Phones and tokens are blotted out. */
  message: string
  /** Repeats of one key within an hour are counted on the first row. */
  dedupeKey?: string
}

export type Alerts = { raise(alert: Alert): Promise<void> }

const quietMs = 3_600_000

/** Tells the owner: a row that the sheet's log tab shows, and a log line. */
export function createAlerts(db: Database, log: Log, component: string): Alerts {
  return {
    async raise({ level, message, dedupeKey }) {
      const text = String(redact(message))
      alertsRaised.inc({ component, level })
      log.warn('alert raised', { alert: text, alertLevel: level })
      if (dedupeKey) {
        const repeated = await db.logEvent.updateMany({
          where: { dedupeKey, component, createdAt: { gt: new Date(Date.now() - quietMs) } },
          data: { count: { increment: 1 } },
        })
        if (repeated.count > 0) return
      }
      await db.logEvent.create({ data: { level, component, message: text, dedupeKey: dedupeKey ?? null } })
    },
  }
}
