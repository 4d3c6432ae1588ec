import type { PaymentModel } from '@cars-bot/platform'
import type { App } from '../../app.js'
import { linkEndsAt } from './intended-payment.js'

export type CanceledPayment = { kind: 'unknown' } | { kind: 'paid' } | { kind: 'canceled' } | { kind: 'still-open'; linkEndsAt: Date }

/**
 * Gives up a user's own payment. It counts as canceled only when nobody can pay it any more: while the provider keeps the link open (YooKassa cancels only
 * what waits for capture), the row stays PENDING, and money paid all the same still becomes access.
 */
export async function cancelPayment(app: App, { userId, paymentId }: { userId: string; paymentId: string }): Promise<CanceledPayment> {
  const payment = await app.db.payment.findFirst({ where: { id: paymentId, userId } })
  if (!payment) return { kind: 'unknown' }
  switch (payment.status) {
    case 'SUCCEEDED':
      return { kind: 'paid' }
    case 'CANCELED':
      return { kind: 'canceled' }
    case 'PENDING':
      return cancelOpen(app, payment)
  }
}

async function cancelOpen(app: App, payment: PaymentModel): Promise<CanceledPayment> {
  // A Stars row with a charge is paid and about to be settled; an unpaid invoice is refused at pre-checkout once its row is closed.
  if (payment.provider === 'STARS' && payment.externalId !== null) return { kind: 'paid' }
  if (payment.provider === 'YOOKASSA' && payment.externalId !== null && !(await isCanceledAtProvider(app, payment.externalId))) return { kind: 'still-open', linkEndsAt: payment.confirmationEndsAt ?? linkEndsAt(payment) }
  await app.db.payment.updateMany({ where: { id: payment.id, status: 'PENDING', externalId: payment.externalId }, data: { status: 'CANCELED', statusReason: 'canceled by the user' } })
  app.log.info('payment canceled by the user', { paymentId: payment.id, userId: payment.userId })
  return { kind: 'canceled' }
}

async function isCanceledAtProvider(app: App, externalId: string): Promise<boolean> {
  try {
    const { status } = await app.payments.cancelPayment(externalId)
    return status === 'canceled'
  } catch (error) {
    app.log.info('payment not canceled at the provider', { externalId, error })
    return false
  }
}
