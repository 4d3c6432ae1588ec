import { afterFailedRenewal, endWithGrace } from '@cars-bot/domain'
import { lockPeriods, type PaymentModel, type Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { eventKey } from '../notices/event-key.js'

/**
 * Ends a payment that the provider has canceled for good, and returns the id of the notice that tells the user why. None when another run was first, or when
 * it was us who canceled: that is done at the user's own wish, and the bot has answered it. A renewal that failed is tried again later, and access stays meanwhile.
 */
export async function cancelOnce(app: App, { id, userId, isRenewal }: PaymentModel, reason: string): Promise<string[]> {
  const notice = await app.db.$transaction(async (tx) => {
    if (isRenewal) await lockPeriods(tx, userId)
    const claimed = await tx.payment.updateMany({ where: { id, status: 'PENDING' }, data: { status: 'CANCELED', statusReason: reason } })
    if (claimed.count === 0 || reason === 'canceled_by_merchant') return null
    if (isRenewal) await putOff(tx, { userId, reason, now: app.now() })
    const kind = isRenewal ? 'RENEWAL_FAILED' : 'PAYMENT_CANCELED'
    return tx.notice.create({ data: { eventKey: eventKey(kind, id), kind, userId, paymentId: id } })
  })
  if (!notice) return []
  app.log.info('payment canceled', { paymentId: id, userId, reason, isRenewal })
  return [notice.id]
}

/** The first failure gives the running period its grace; the last ends the trying. */
async function putOff(tx: Transaction, { userId, reason, now }: { userId: string; reason: string; now: Date }): Promise<void> {
  const renewal = await tx.autoRenewal.findUnique({ where: { userId } })
  if (!renewal?.isEnabled) return
  const failedAttempts = renewal.failedAttempts + 1
  const next = afterFailedRenewal(failedAttempts, reason, now)
  const isOver = next.kind === 'given-up'
  await tx.autoRenewal.update({ where: { userId }, data: { failedAttempts, isEnabled: !isOver, nextAttemptAt: isOver ? null : next.at } })
  if (failedAttempts > 1 || isOver) return
  const last = await tx.subscription.findFirst({ where: { userId, isActive: true, endsAt: { gt: now } }, orderBy: { endsAt: 'desc' } })
  if (last) await tx.subscription.update({ where: { id: last.id }, data: { endsAt: endWithGrace(last.endsAt) } })
}
