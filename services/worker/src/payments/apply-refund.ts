import { afterRefund } from '@cars-bot/domain'
import { lockPeriods, type PaymentModel, type SubscriptionModel, type Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { eventKey } from '../notices/event-key.js'

const dayMs = 24 * 3_600_000

export type DoneRefund = { externalId: string; amountKopecks: number; amountStars: number | null; /** Our row, when it was us who gave the money back. */ refundId: string | null }

/**
 * Takes the access back that a refund undoes, once per refund of the provider, in one transaction with its row and the notice, whose id is returned. Null when it was done
 * before. Later periods move up, so that nobody waits for what else they paid.
 */
export async function applyRefund(app: App, payment: PaymentModel, refund: DoneRefund): Promise<string | null> {
  const noticeId = await app.db.$transaction(async (tx) => {
    await lockPeriods(tx, payment.userId)
    const row = await claimRow(tx, payment, refund)
    if (row === null) return null
    const now = app.now()
    const done = await tx.refund.aggregate({ where: { paymentId: payment.id, status: 'SUCCEEDED' }, _sum: { amountKopecks: true } })
    const isWhole = (done._sum.amountKopecks ?? 0) >= payment.amountKopecks
    const period = await tx.subscription.findUnique({ where: { paymentId: payment.id } })
    if (period) await shorten(tx, period, { paid: payment.amountKopecks, refunded: isWhole ? payment.amountKopecks : refund.amountKopecks, length: payment.durationDays * dayMs }, now)
    if (isWhole) await tx.autoRenewal.updateMany({ where: { userId: payment.userId, provider: payment.provider }, data: { isEnabled: false, nextAttemptAt: null } })
    const notice = await tx.notice.create({
      data: { eventKey: eventKey('PAYMENT_REFUNDED', row), kind: 'PAYMENT_REFUNDED', userId: payment.userId, paymentId: payment.id, subscriptionId: period?.id ?? null },
    })
    return notice.id
  })
  if (noticeId !== null) app.log.info('refund applied', { paymentId: payment.id, userId: payment.userId, externalId: refund.externalId })
  return noticeId
}

/** The id of the refund's row, which is SUCCEEDED from now on; null when it was already. */
async function claimRow(tx: Transaction, payment: PaymentModel, { externalId, amountKopecks, amountStars, refundId }: DoneRefund): Promise<string | null> {
  const known = await tx.refund.findUnique({ where: { externalId } })
  const id = known?.id ?? refundId
  if (id === null) {
    const added = await tx.refund.create({ data: { paymentId: payment.id, amountKopecks, amountStars, status: 'SUCCEEDED', idempotenceKey: `outside:${externalId}`, externalId } })
    return added.id
  }
  const claimed = await tx.refund.updateMany({ where: { id, status: { not: 'SUCCEEDED' } }, data: { status: 'SUCCEEDED', statusReason: null, externalId } })
  return claimed.count === 1 ? id : null
}

async function shorten(tx: Transaction, period: SubscriptionModel, amounts: Parameters<typeof afterRefund>[1], now: Date): Promise<void> {
  if (!period.isActive) return
  const left = afterRefund(period, amounts, now)
  await tx.subscription.update({ where: { id: period.id }, data: left.kind === 'gone' ? { isActive: false } : { endsAt: left.endsAt, isActive: left.endsAt > now } })
  const later = await tx.subscription.findMany({ where: { userId: period.userId, isActive: true, startsAt: { gte: period.endsAt } }, orderBy: { startsAt: 'asc' } })
  // One by one from the first: each moves into the place just freed.
  for (const { id, startsAt, endsAt } of later) {
    await tx.subscription.update({ where: { id }, data: { startsAt: new Date(startsAt.getTime() - left.freedMs), endsAt: new Date(endsAt.getTime() - left.freedMs) } })
  }
}
