import { z } from 'zod'

/**
 * The part of a notification we read: which payment to look up again. Its status, amount and the rest are not read, because anyone can post one.
 * Shape: yookassa.ru/developers/using-api/webhooks.
 */
export const paymentNotification = z.object({
  type: z.literal('notification'),
  event: z.enum(['payment.succeeded', 'payment.canceled', 'payment.waiting_for_capture']),
  object: z.object({ id: z.string().min(1).max(64) }),
})

export type PaymentNotification = z.infer<typeof paymentNotification>
