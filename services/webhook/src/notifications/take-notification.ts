import type { App } from '../app.js'
import type { PaymentNotification } from './notification.js'

export type Taken = 'enqueued' | 'unknown-payment'

/**
 * Has the payment settled by the worker, which asks the provider itself. Copies of one event are one job while it waits or runs; different events
 * are different jobs, so that "succeeded" is not swallowed by an earlier look at the same payment.
 */
export async function takeNotification(app: App, { event, object }: PaymentNotification): Promise<Taken> {
  const payment = await app.db.payment.findUnique({ where: { externalId: object.id }, select: { id: true } })
  if (!payment) return 'unknown-payment'
  await app.jobs.enqueue('settlePayment', { paymentId: payment.id }, { dedupeKey: `${event}:${payment.id}` })
  return 'enqueued'
}
