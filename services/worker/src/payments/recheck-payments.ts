import type { App } from '../app.js'

const recheckAfterMs = 45_000
const giveUpAfterMs = 10 * 60_000
const batchSize = 200

/**
 * Payments whose notification never came are looked up again, those unasked longest first. A payment that never reached the provider has no link
 * anybody could pay by, and is closed.
 */
export async function recheckPayments(app: App): Promise<void> {
  const now = app.now().getTime()
  const open = await app.db.payment.findMany({
    where: { status: 'PENDING', provider: 'YOOKASSA', externalId: { not: null }, createdAt: { lt: new Date(now - recheckAfterMs) } },
    select: { id: true },
    orderBy: [{ checkedAt: { sort: 'asc', nulls: 'first' } }, { createdAt: 'asc' }],
    take: batchSize,
  })
  for (const { id } of open) await app.jobs.enqueue('settlePayment', { paymentId: id }, { dedupeKey: `recheckPayments:${id}` })
  const closed = await app.db.payment.updateMany({
    where: { status: 'PENDING', provider: 'YOOKASSA', externalId: null, createdAt: { lt: new Date(now - giveUpAfterMs) } },
    data: { status: 'CANCELED', statusReason: 'never reached the provider' },
  })
  if (open.length > 0 || closed.count > 0) app.log.info('payments rechecked', { asked: open.length, closed: closed.count })
}
