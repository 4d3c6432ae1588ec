import type { PaymentModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { eventKey } from '../notices/event-key.js'

/**
 * Ends a payment that the provider has canceled for good, and returns the id of the notice that tells the user why. None when another run was first, or when
 * it was us who canceled: that is done at the user's own wish, and the bot has answered it.
 */
export async function cancelOnce(app: App, { id, userId }: PaymentModel, reason: string): Promise<string[]> {
  const notice = await app.db.$transaction(async (tx) => {
    const claimed = await tx.payment.updateMany({ where: { id, status: 'PENDING' }, data: { status: 'CANCELED', statusReason: reason } })
    if (claimed.count === 0 || reason === 'canceled_by_merchant') return null
    return tx.notice.create({ data: { eventKey: eventKey('PAYMENT_CANCELED', id), kind: 'PAYMENT_CANCELED', userId } })
  })
  if (!notice) return []
  app.log.info('payment canceled', { paymentId: id, userId, reason })
  return [notice.id]
}
