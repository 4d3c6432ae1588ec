import { z } from 'zod'
import type { SandboxContext } from '../context.js'
import { startNotifications } from './notifications.js'
import { YooKassaFailure, type Payment, type PaymentStatus, type Refund } from './types.js'

const amount = z.object({ value: z.string().regex(/^\d+\.\d{2}$/, 'must look like 299.00'), currency: z.literal('RUB') })
const receipt = z.object({
  customer: z.object({ email: z.email().optional(), phone: z.string().regex(/^\d{11,15}$/).optional() }).refine((one) => one.email ?? one.phone, 'email or phone is needed'),
  items: z.array(z.object({ description: z.string().min(1).max(128), quantity: z.union([z.string(), z.number()]), amount, vat_code: z.int().min(1).max(12) })).min(1),
})
const newPayment = z.strictObject({
  amount,
  capture: z.boolean().default(false),
  confirmation: z.object({ type: z.literal('redirect'), return_url: z.url().max(2048) }).optional(),
  description: z.string().max(128).optional(),
  metadata: z.record(z.string().max(32), z.string().max(512)).refine((all) => Object.keys(all).length <= 16, 'at most 16 keys').default({}),
  save_payment_method: z.boolean().optional(),
  payment_method_id: z.string().optional(),
  payment_method_data: z.object({ type: z.string() }).optional(),
  receipt: receipt.optional(),
})
const newRefund = z.object({ payment_id: z.string(), amount, description: z.string().max(250).optional() })

const confirmationLifeMs = 3_600_000

export type Shop = ReturnType<typeof openShop>

/** The shop's payments and refunds, in memory. A confirmation link lives an hour (platform facts, 1.5); a status move sends the notification. */
export function openShop(context: Pick<SandboxContext, 'config' | 'log' | 'publicUrl'>) {
  const payments = new Map<string, Payment>()
  const refunds = new Map<string, Refund>()
  const savedMethods = new Set<string>()
  const notifications = startNotifications(context)

  function get(id: string): Payment {
    const payment = payments.get(id)
    if (!payment) throw new YooKassaFailure(404, 'not_found', `Payment doesn't exist or access denied`, 'payment_id')
    if (payment.status === 'pending' && Date.parse(payment.created_at) + confirmationLifeMs < Date.now()) cancelled(payment, 'expired_on_confirmation')
    return payment
  }

  function move(payment: Payment, status: PaymentStatus): void {
    payment.status = status
    if (status !== 'pending') delete payment.confirmation
    notifications.send(`payment.${status}`, { ...payment })
  }

  function cancelled(payment: Payment, reason: string): void {
    payment.cancellation_details = { party: reason === 'canceled_by_merchant' ? 'merchant' : 'yoo_money', reason }
    move(payment, 'canceled')
  }

  function paid(payment: Payment): void {
    payment.paid = true
    payment.captured_at = new Date().toISOString()
    payment.income_amount = { value: (Number(payment.amount.value) * 0.965).toFixed(2), currency: 'RUB' }
    payment.refundable = true
    payment.refunded_amount = { value: '0.00', currency: 'RUB' }
    if (payment.payment_method) savedMethods.add(payment.payment_method.id)
    move(payment, 'succeeded')
  }

  return {
    get,
    list: (): Payment[] => [...payments.values()].sort((a, b) => b.created_at.localeCompare(a.created_at)),
    create(body: unknown): Payment {
      const input = checked(newPayment, body)
      if (Number(input.amount.value) < 1) throw invalid('amount.value', 'Amount is less than the minimum')
      const isAutopay = input.payment_method_id !== undefined
      if (isAutopay && !savedMethods.has(input.payment_method_id ?? '')) throw invalid('payment_method_id', 'Payment method is not found or not saved')
      if (!isAutopay && !input.confirmation) throw invalid('confirmation', 'Confirmation is required')
      const id = crypto.randomUUID()
      const methodId = input.payment_method_id ?? (input.save_payment_method ? id : null)
      const payment: Payment = {
        id,
        status: 'pending',
        paid: false,
        amount: input.amount,
        metadata: input.metadata,
        created_at: new Date().toISOString(),
        recipient: { account_id: context.config.yooKassa.shopId, gateway_id: '1' },
        refundable: false,
        test: true,
        ...(input.description ? { description: input.description } : {}),
        ...(methodId ? { payment_method: { type: 'bank_card', id: methodId, saved: true, status: 'active' } } : {}),
        ...(input.confirmation ? { confirmation: { type: 'redirect', confirmation_url: `${context.publicUrl()}/yookassa/checkout/${id}`, return_url: input.confirmation.return_url } } : {}),
      }
      payments.set(id, payment)
      if (isAutopay) paid(payment)
      return payment
    },
    /** A person pays, whatever way. */
    succeed(id: string): void {
      const payment = get(id)
      if (payment.status !== 'pending' && payment.status !== 'waiting_for_capture') throw invalid('status', `payment is ${payment.status}, a final status`)
      paid(payment)
    },
    cancel(id: string, reason: 'canceled_by_merchant' | 'general_decline'): Payment {
      const payment = get(id)
      // Only what waits for capture can be canceled by the shop (yookassa.ru/developers/api#cancel_payment).
      const isOpen = payment.status === 'waiting_for_capture' || (payment.status === 'pending' && reason === 'general_decline')
      if (!isOpen && payment.status !== 'canceled') throw invalid('status', `Incorrect payment status: ${payment.status}`)
      if (payment.status !== 'canceled') cancelled(payment, reason)
      return payment
    },
    refund(body: unknown): Refund {
      const input = checked(newRefund, body)
      const payment = get(input.payment_id)
      if (payment.status !== 'succeeded') throw invalid('payment_id', 'Payment is not succeeded')
      const done = Number(payment.refunded_amount?.value ?? 0)
      const total = done + Number(input.amount.value)
      if (total > Number(payment.amount.value) + 1e-9) throw invalid('amount.value', 'Refund is more than the rest of the payment')
      payment.refunded_amount = { value: total.toFixed(2), currency: 'RUB' }
      const refund: Refund = { id: crypto.randomUUID(), payment_id: payment.id, status: 'succeeded', amount: input.amount, created_at: new Date().toISOString() }
      refunds.set(refund.id, refund)
      notifications.send('refund.succeeded', refund)
      return refund
    },
    getRefund(id: string): Refund {
      const refund = refunds.get(id)
      if (!refund) throw new YooKassaFailure(404, 'not_found', "Refund doesn't exist or access denied", 'refund_id')
      return refund
    },
    close: () => notifications.close(),
  }
}

function invalid(parameter: string, description: string): YooKassaFailure {
  return new YooKassaFailure(400, 'invalid_request', description, parameter)
}

function checked<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw invalid(issue?.path.join('.') ?? 'body', issue?.message ?? 'wrong body')
}
