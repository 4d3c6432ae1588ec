import type { FloodWaitStore } from '@cars-bot/adapters/mtproto'
import type { MonitorApp } from '../app.js'
import { showFloodWait } from '../metrics.js'

/** The flood waits of one session in the database; each one is logged and shown by the metric. */
export function storedFloodWaits({ db, log, now }: Pick<MonitorApp, 'db' | 'log' | 'now'>, sessionKeyId: string): FloodWaitStore {
  return {
    async load() {
      await db.floodWait.deleteMany({ where: { sessionKeyId, endsAt: { lte: now() } } })
      const waits = await db.floodWait.findMany({ where: { sessionKeyId } })
      for (const { method, endsAt } of waits) showFloodWait({ sessionKeyId, method, endsAt, now })
      return waits
    },
    async save({ method, endsAt }) {
      showFloodWait({ sessionKeyId, method, endsAt, now })
      log.warn('telegram asks to wait', { sessionKeyId, method, seconds: Math.ceil((endsAt.getTime() - now().getTime()) / 1000) })
      const where = { sessionKeyId_method: { sessionKeyId, method } }
      try {
        await db.floodWait.upsert({ where, create: { sessionKeyId, method, endsAt }, update: { endsAt } })
      } catch (error) {
        log.warn('flood wait not stored', { sessionKeyId, method, error })
      }
    },
  }
}
