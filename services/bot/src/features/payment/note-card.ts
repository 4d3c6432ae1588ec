import type { App } from '../../app.js'

/** Remembers the message that shows the link of a payment; the latest one stands. */
export async function noteCard(app: App, { paymentId, messageId }: { paymentId: string; messageId: number }): Promise<void> {
  await app.db.payment.updateMany({ where: { id: paymentId }, data: { cardMessageId: messageId } })
}
