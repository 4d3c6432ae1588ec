import { z } from 'zod'
import { fromApiAmount } from './amount.js'
import type { CreatedPayment, ListedPayment, ProviderRefund } from './types.js'

const amount = z.object({ value: z.string(), currency: z.string() })

export const paymentAnswer = z.object({
  id: z.string(),
  status: z.enum(['pending', 'waiting_for_capture', 'succeeded', 'canceled']),
  amount,
  refunded_amount: amount.optional(),
  expires_at: z.string().optional(),
  confirmation: z.object({ confirmation_url: z.url() }).optional(),
  metadata: z.object({ paymentId: z.string().optional() }).optional(),
  payment_method: z.object({ id: z.string(), saved: z.boolean(), title: z.string().optional() }).optional(),
  cancellation_details: z.object({ reason: z.string() }).optional(),
  test: z.boolean().optional(),
})

export const refundAnswer = z.object({
  id: z.string(),
  payment_id: z.string(),
  status: z.enum(['pending', 'succeeded', 'canceled']),
  amount,
  cancellation_details: z.object({ reason: z.string() }).optional(),
})

export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item).default([]), next_cursor: z.string().optional() })
}

export function createdPayment({ id, status, confirmation, expires_at: expiresAt }: z.infer<typeof paymentAnswer>): CreatedPayment {
  return { externalId: id, status, confirmationUrl: confirmation?.confirmation_url ?? null, expiresAt: expiresAt ? new Date(expiresAt) : null }
}

export function listedPayment(found: z.infer<typeof paymentAnswer>): ListedPayment {
  const method = found.payment_method
  return {
    externalId: found.id,
    status: found.status,
    amountKopecks: fromApiAmount(found.amount.value),
    refundedKopecks: found.refunded_amount ? fromApiAmount(found.refunded_amount.value) : 0,
    currency: found.amount.currency,
    isTest: found.test ?? false,
    paymentId: found.metadata?.paymentId ?? null,
    cancelReason: found.cancellation_details?.reason ?? null,
    savedMethod: method?.saved ? { id: method.id, title: method.title ?? null } : null,
  }
}

export function providerRefund({ id, payment_id: paymentExternalId, status, amount: { value }, cancellation_details: details }: z.infer<typeof refundAnswer>): ProviderRefund {
  return { externalId: id, paymentExternalId, status, amountKopecks: fromApiAmount(value), cancelReason: details?.reason ?? null }
}
