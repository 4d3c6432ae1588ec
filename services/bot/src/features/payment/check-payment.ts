import type { App } from '../../app.js'

export type CheckedPayment = { kind: 'unknown' } | { kind: 'paid' } | { kind: 'canceled' } | { kind: 'checking' } | { kind: 'checking-later' }

/** Has the provider asked at once about a user's own payment. Without the queue the sweep of open payments asks within two minutes. */
export async function checkPayment(app: App, { userId, paymentId }: { userId: string; paymentId: string }): Promise<CheckedPayment> {
  const payment = await app.db.payment.findFirst({ where: { id: paymentId, userId } })
  if (!payment) return { kind: 'unknown' }
  switch (payment.status) {
    case 'SUCCEEDED':
      return { kind: 'paid' }
    case 'CANCELED':
      return { kind: 'canceled' }
    case 'PENDING':
      return enqueueCheck(app, paymentId)
  }
}

async function enqueueCheck(app: App, paymentId: string): Promise<CheckedPayment> {
  try {
    await app.jobs.enqueue('settlePayment', { paymentId }, { dedupeKey: `checkPayment:${paymentId}` })
    return { kind: 'checking' }
  } catch (error) {
    app.log.error('payment check not enqueued', { paymentId, error })
    return { kind: 'checking-later' }
  }
}
