import type { z } from 'zod'
import type { SandboxContext } from '../context.js'
import { amountOf, kopecksOf } from './kopecks.js'
import { startNotifications } from './notifications.js'
import { capture, checked, newPayment, newRefund, paymentList, refundList } from './request-shapes.js'
import { invalidRequest, YooKassaFailure, type CancelReason, type Payment, type PaymentMethod, type Refund } from './types.js'

type NewPayment = z.output<typeof newPayment>
type Kept = { payment: Payment; request: NewPayment; timer: NodeJS.Timeout | null }

/** A link to pay lives an hour, money held on a card waits seven days (yookassa.ru/developers/payment-methods/bank-card). */
const cardTimes = { confirmationMs: 3_600_000, captureMs: 7 * 24 * 3_600_000 }
const commission = 0.035

export type Shop = ReturnType<typeof openShop>

/** The shop's payments and refunds, in memory. Every move to another status sends its notification. */
export function openShop(context: Pick<SandboxContext, 'config' | 'log' | 'publicUrl'>, times = cardTimes) {
  const kept = new Map<string, Kept>()
  const refunds = new Map<string, Refund>()
  const savedMethods = new Map<string, PaymentMethod>()
  const notifications = startNotifications(context)

  function find(id: string): Kept {
    const one = kept.get(id)
    if (!one) throw new YooKassaFailure(404, 'not_found', "Payment doesn't exist or access denied", 'payment_id')
    return one
  }

  function move(one: Kept, change: Partial<Payment> & Pick<Payment, 'status'>): void {
    if (one.timer) clearTimeout(one.timer)
    one.timer = null
    Object.assign(one.payment, change)
    delete one.payment.confirmation
    if (change.status !== 'waiting_for_capture') delete one.payment.expires_at
    notifications.send(`payment.${change.status}`, one.payment)
  }

  function cancelAfter(one: Kept, delayMs: number, reason: CancelReason): void {
    one.timer = setTimeout(() => move(one, cancelled(reason)), delayMs)
    one.timer.unref()
  }

  /** The money is there: taken at once, or held until it is captured. */
  function authorise(one: Kept, method: PaymentMethod): void {
    if (method.saved) savedMethods.set(method.id, method)
    one.payment.payment_method = method
    one.payment.paid = true
    if (one.request.capture) return settle(one, kopecksOf(one.payment.amount))
    move(one, { status: 'waiting_for_capture', expires_at: new Date(Date.now() + times.captureMs).toISOString() })
    cancelAfter(one, times.captureMs, 'expired_on_capture')
  }

  function settle(one: Kept, kopecks: number): void {
    const income = kopecks - Math.round(kopecks * commission)
    move(one, { status: 'succeeded', amount: amountOf(kopecks), income_amount: amountOf(income), refunded_amount: amountOf(0), captured_at: new Date().toISOString(), refundable: true })
  }

  return {
    get: (id: string): Payment => find(id).payment,
    returnUrl: (id: string): string | null => find(id).request.confirmation?.return_url ?? null,
    all: (): Payment[] => [...kept.values()].map(({ payment }) => payment).reverse(),
    list(query: unknown): { type: 'list'; items: Payment[]; next_cursor?: string } {
      const { limit, cursor, ...filter } = checked(paymentList, query)
      return pageOf(this.all().filter((payment) => fits(payment, filter)), { limit, cursor })
    },
    create(body: unknown): Payment {
      const request = checked(newPayment, body)
      const { payment_method_id: methodId, confirmation } = request
      const method = methodId === undefined ? null : savedMethods.get(methodId)
      if (method === undefined) throw invalidRequest('payment_method_id', 'Payment method is not found or not saved')
      if (method === null && !confirmation) throw invalidRequest('confirmation', 'Confirmation is required')
      const one: Kept = { payment: pendingPayment(request, context), request, timer: null }
      kept.set(one.payment.id, one)
      if (method) authorise(one, method)
      else cancelAfter(one, times.confirmationMs, 'expired_on_confirmation')
      return one.payment
    },
    /** A person pays with a card. */
    pay(id: string): void {
      const one = find(id)
      if (one.payment.status !== 'pending') throw wrongStatus(one.payment)
      authorise(one, newCard(id, one.request.save_payment_method ?? false))
    },
    /** A person gives up, or the bank says no. */
    decline(id: string): void {
      const one = find(id)
      if (one.payment.status !== 'pending') throw wrongStatus(one.payment)
      move(one, cancelled('general_decline'))
    },
    capture(id: string, body: unknown): Payment {
      const one = find(id)
      const { amount = one.payment.amount } = checked(capture, body)
      if (one.payment.status !== 'waiting_for_capture') throw wrongStatus(one.payment)
      if (kopecksOf(amount) > kopecksOf(one.payment.amount)) throw invalidRequest('amount.value', 'Amount is more than what was authorised')
      settle(one, kopecksOf(amount))
      return one.payment
    },
    /** The shop can cancel only what waits for capture (yookassa.ru/developers/api#cancel_payment). */
    cancel(id: string): Payment {
      const one = find(id)
      if (one.payment.status !== 'waiting_for_capture') throw wrongStatus(one.payment)
      move(one, cancelled('canceled_by_merchant'))
      return one.payment
    },
    refund(body: unknown): Refund {
      const { payment_id: paymentId, amount, description } = checked(newRefund, body)
      const { payment } = find(paymentId)
      if (payment.status !== 'succeeded') throw wrongStatus(payment)
      const done = kopecksOf(payment.refunded_amount ?? amountOf(0)) + kopecksOf(amount)
      if (done > kopecksOf(payment.amount)) throw invalidRequest('amount.value', 'Refund is more than the rest of the payment')
      payment.refunded_amount = amountOf(done)
      payment.refundable = done < kopecksOf(payment.amount)
      const refund: Refund = { id: crypto.randomUUID(), payment_id: paymentId, status: 'succeeded', amount, created_at: new Date().toISOString(), ...(description ? { description } : {}) }
      refunds.set(refund.id, refund)
      notifications.send('refund.succeeded', refund)
      return refund
    },
    listRefunds(query: unknown): { type: 'list'; items: Refund[]; next_cursor?: string } {
      const { limit, cursor, ...filter } = checked(refundList, query)
      const isWanted = (refund: Refund): boolean =>
        isWithin(Date.parse(refund.created_at), 'created_at', filter) && (filter.payment_id ?? refund.payment_id) === refund.payment_id && (filter.status ?? refund.status) === refund.status
      return pageOf([...refunds.values()].reverse().filter(isWanted), { limit, cursor })
    },
    getRefund(id: string): Refund {
      const refund = refunds.get(id)
      if (!refund) throw new YooKassaFailure(404, 'not_found', "Refund doesn't exist or access denied", 'refund_id')
      return refund
    },
    async close(): Promise<void> {
      for (const { timer } of kept.values()) if (timer) clearTimeout(timer)
      await notifications.close()
    },
  }
}

function pendingPayment({ amount, metadata, description, confirmation }: NewPayment, { config, publicUrl }: Pick<SandboxContext, 'config' | 'publicUrl'>): Payment {
  const id = crypto.randomUUID()
  return {
    id,
    status: 'pending',
    paid: false,
    amount,
    metadata,
    created_at: new Date().toISOString(),
    recipient: { account_id: config.yooKassa.shopId, gateway_id: '1' },
    refundable: false,
    test: true,
    ...(description === undefined ? {} : { description }),
    ...(confirmation ? { confirmation: { type: 'redirect', confirmation_url: `${publicUrl()}/yookassa/checkout/${id}`, return_url: confirmation.return_url } } : {}),
  }
}

function newCard(paymentId: string, saved: boolean): PaymentMethod {
  const card = { first6: '220000', last4: '0004', expiry_month: '12', expiry_year: '2030', card_type: 'Mir' } as const
  return { type: 'bank_card', id: paymentId, saved, status: saved ? 'active' : 'inactive', title: 'Bank card *0004', card }
}

function cancelled(reason: CancelReason): Pick<Payment, 'status' | 'paid' | 'cancellation_details'> {
  const parties = { canceled_by_merchant: 'merchant', general_decline: 'payment_network', expired_on_confirmation: 'yoo_money', expired_on_capture: 'yoo_money' } as const
  return { status: 'canceled', paid: false, cancellation_details: { party: parties[reason], reason } }
}

/** Pages go on from the object that the last one named. */
function pageOf<T extends { id: string }>(matching: T[], { limit, cursor }: { limit: number; cursor: string | undefined }): { type: 'list'; items: T[]; next_cursor?: string } {
  const from = cursor === undefined ? 0 : matching.findIndex(({ id }) => id === cursor)
  if (from < 0) throw invalidRequest('cursor', 'Cursor is unknown')
  const next = matching[from + limit]
  return { type: 'list', items: matching.slice(from, from + limit), ...(next ? { next_cursor: next.id } : {}) }
}

/** A payment whose money was never taken is in no span of `captured_at`. */
function isWithin(at: number, field: 'created_at' | 'captured_at', filter: Readonly<Record<string, unknown>>): boolean {
  const edge = (name: string): number | null => (typeof filter[`${field}.${name}`] === 'number' ? Number(filter[`${field}.${name}`]) : null)
  const [gte, gt, lte, lt] = ['gte', 'gt', 'lte', 'lt'].map(edge)
  if (Number.isNaN(at)) return [gte, gt, lte, lt].every((one) => one === null)
  return at >= (gte ?? -Infinity) && at > (gt ?? -Infinity) && at <= (lte ?? Infinity) && at < (lt ?? Infinity)
}

function fits(payment: Payment, filter: Omit<z.output<typeof paymentList>, 'limit' | 'cursor'>): boolean {
  const isInTime = isWithin(Date.parse(payment.created_at), 'created_at', filter) && isWithin(Date.parse(payment.captured_at ?? ''), 'captured_at', filter)
  const hasMethod = filter.payment_method === undefined || filter.payment_method === payment.payment_method?.type
  return isInTime && hasMethod && (filter.status === undefined || filter.status === payment.status)
}

function wrongStatus({ status }: Payment): YooKassaFailure {
  return invalidRequest('status', `Incorrect payment status: ${status}`)
}
