import type { App } from '../app.js'
import { enqueueNotices } from './enqueue-notices.js'

const pendingForMs = 30_000
const sendingForMs = 60_000
const batchSize = 500

/**
 * Notices whose job was lost are enqueued again. One found in the middle of sending was cut off by a crash, and may have arrived: contacts are sent
 * again, because they were paid for and a second card does no harm; anything else is told at most once and is let go.
 */
export async function requeueStuckNotices(app: App): Promise<void> {
  const now = app.now()
  const cutOff = { status: 'SENDING' as const, statusChangedAt: { lt: new Date(now.getTime() - sendingForMs) } }
  const uncertain = await app.db.notice.updateMany({
    where: { ...cutOff, kind: { not: 'WANTED_CONTACTS' } },
    data: { status: 'SKIPPED', statusReason: 'cut off while being sent, may have arrived', statusChangedAt: now },
  })
  if (uncertain.count > 0) app.log.warn('notices of uncertain delivery let go', { count: uncertain.count })
  const again = await app.db.notice.updateManyAndReturn({ where: { ...cutOff, kind: 'WANTED_CONTACTS' }, data: { status: 'PENDING', statusChangedAt: now }, select: { id: true } })
  const waiting = await app.db.notice.findMany({
    where: { status: 'PENDING', statusChangedAt: { lt: new Date(now.getTime() - pendingForMs) }, OR: [{ notBefore: null }, { notBefore: { lte: now } }] },
    select: { id: true },
    orderBy: { statusChangedAt: 'asc' },
    take: batchSize,
  })
  await enqueueNotices(app, [...again, ...waiting].map(({ id }) => id))
}
