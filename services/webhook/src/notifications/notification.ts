import { z } from 'zod'

const id = z.string().min(1).max(64)

/**
 * The part of a notification we read: which payment to look up again. Its status, amount and the rest are not read, because anyone can post one.
 * Shape: yookassa.ru/developers/using-api/webhooks.
 */
export const notification = z.discriminatedUnion('event', [
  z.object({ type: z.literal('notification'), event: z.enum(['payment.succeeded', 'payment.canceled', 'payment.waiting_for_capture']), object: z.object({ id }) }),
  z.object({ type: z.literal('notification'), event: z.literal('refund.succeeded'), object: z.object({ payment_id: id }) }),
])

export type Notification = z.infer<typeof notification>

/** The provider's id of the payment it is about. */
export function paymentOf(given: Notification): string {
  return given.event === 'refund.succeeded' ? given.object.payment_id : given.object.id
}
