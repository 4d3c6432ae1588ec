import type { z } from 'zod'
import { toApiAmount } from './amount.js'
import { createdPayment, listedPayment, listOf, paymentAnswer, providerRefund, refundAnswer } from './answers.js'
import { callYooKassa, type YooKassaOptions } from './call-yookassa.js'
import type { Payments, Period, Receipt } from './types.js'

export type * from './types.js'
export type { YooKassaOptions } from './call-yookassa.js'

const pageSize = 100

/** The API of yookassa.ru/developers/api, v3, over fetch: there is no official package for Node. */
export function createYooKassaClient(options: YooKassaOptions): Payments {
  const post = { method: 'POST' as const }
  return {
    mode: options.mode ?? 'live',
    async createPayment({ idempotenceKey, returnUrl, savesMethod = false, ...order }) {
      const body = { ...orderBody(order), confirmation: { type: 'redirect', return_url: returnUrl }, ...(savesMethod ? { save_payment_method: true } : {}) }
      return createdPayment(await callYooKassa(options, paymentAnswer, { ...post, path: '/payments', idempotenceKey, body }))
    },
    async chargeSavedMethod({ idempotenceKey, methodId, ...order }) {
      return createdPayment(await callYooKassa(options, paymentAnswer, { ...post, path: '/payments', idempotenceKey, body: { ...orderBody(order), payment_method_id: methodId } }))
    },
    async getPayment(externalId) {
      const { externalId: _, ...payment } = listedPayment(await callYooKassa(options, paymentAnswer, { method: 'GET', path: `/payments/${encodeURIComponent(externalId)}` }))
      return payment
    },
    async cancelPayment(externalId) {
      const path = `/payments/${encodeURIComponent(externalId)}/cancel`
      const { status } = await callYooKassa(options, paymentAnswer, { ...post, path, idempotenceKey: `cancel-${externalId}`, body: {} })
      return { status }
    },
    async refund({ idempotenceKey, paymentExternalId, amountKopecks, description, receipt }) {
      const amount = { value: toApiAmount(amountKopecks), currency: 'RUB' }
      const body = { payment_id: paymentExternalId, amount, description: description.slice(0, 250), ...(receipt ? { receipt: serviceReceipt(description, amount, receipt) } : {}) }
      return providerRefund(await callYooKassa(options, refundAnswer, { ...post, path: '/refunds', idempotenceKey, body }))
    },
    refundsOf: async (paymentExternalId) => (await pages(options, refundAnswer, '/refunds', { payment_id: paymentExternalId })).map(providerRefund),
    paymentsCreated: async (period) => (await pages(options, paymentAnswer, '/payments', within('created_at', period))).map(listedPayment),
    paymentsCaptured: async (period) => (await pages(options, paymentAnswer, '/payments', { ...within('captured_at', period), status: 'succeeded' })).map(listedPayment),
    refundsCreated: async (period) => (await pages(options, refundAnswer, '/refunds', within('created_at', period))).map(providerRefund),
  }
}

function orderBody({ amountKopecks, description, metadata, receipt }: { amountKopecks: number; description: string; metadata: object; receipt?: Receipt }): object {
  const amount = { value: toApiAmount(amountKopecks), currency: 'RUB' }
  const words = description.slice(0, 128)
  return { amount, capture: true, description: words, metadata, ...(receipt ? { receipt: serviceReceipt(words, amount, receipt) } : {}) }
}

function serviceReceipt(description: string, amount: object, { contact, vatCode, taxSystem }: Receipt): object {
  const items = [{ description: description.slice(0, 128), quantity: 1, amount, vat_code: vatCode, payment_subject: 'service', payment_mode: 'full_payment' }]
  return { customer: contact, items, ...(taxSystem === null ? {} : { tax_system_code: taxSystem }) }
}

function within(field: 'created_at' | 'captured_at', { from, to }: Period): Record<string, string> {
  return { [`${field}.gte`]: from.toISOString(), [`${field}.lt`]: to.toISOString() }
}

/** Every page of a list (yookassa.ru/developers/using-api/lists): the cursor holds for as long as the filter stays the same. */
async function pages<T extends z.ZodType>(options: YooKassaOptions, item: T, path: string, filter: Record<string, string>): Promise<z.output<T>[]> {
  const found: z.output<T>[] = []
  let cursor: string | undefined
  do {
    const query = new URLSearchParams({ ...filter, limit: String(pageSize), ...(cursor ? { cursor } : {}) })
    const page = await callYooKassa(options, listOf(item), { method: 'GET', path: `${path}?${query.toString()}` })
    found.push(...page.items)
    cursor = page.next_cursor
  } while (cursor)
  return found
}
