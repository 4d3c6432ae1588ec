import { BotFailure, badRequest } from './bot-failure.js'
import { deliver, target, type BotCall, type BotMethod } from './bot-methods.js'
import { flagOf, isRecord, jsonOf, keyboardOf, numberOf, textOf, type Parameters } from './bot-parameters.js'
import type { WorldInvoice } from './world.js'

/** Stars payments (core.telegram.org/bots/payments-stars). */
export const paymentMethods: Record<string, BotMethod> = {
  sendinvoice: (call) => {
    const chat = target(call)
    const [sent] = deliver(call, chat, [{ invoice: invoiceOf(call.parameters), buttons: keyboardOf(call.parameters) }])
    return sent
  },
  answerprecheckoutquery: ({ state, parameters }) => {
    const id = textOf(parameters, 'pre_checkout_query_id')
    const query = state.preCheckouts.get(id)
    if (!query || Date.now() - query.askedAt > 10_000) throw badRequest('query is too old and response timeout expired or query ID is invalid')
    const ok = flagOf(parameters, 'ok')
    const error = textOf(parameters, 'error_message')
    if (!ok && error === '') throw badRequest('error message is empty')
    state.preCheckouts.delete(id)
    query.settle(ok ? { ok } : { ok, error })
    return true
  },
  refundstarpayment: ({ state, parameters }) => {
    const charge = state.charges.get(textOf(parameters, 'telegram_payment_charge_id'))
    if (!charge || charge.userId !== numberOf(parameters, 'user_id')) throw badRequest('CHARGE_ID_INVALID')
    if (charge.refunded) throw badRequest('CHARGE_ALREADY_REFUNDED')
    charge.refunded = true
    return true
  },
  getstartransactions: ({ state, parameters }: BotCall) => {
    const offset = numberOf(parameters, 'offset') ?? 0
    const limit = numberOf(parameters, 'limit') ?? 100
    if (limit < 1 || limit > 100) throw new BotFailure(400, 'Bad Request: limit must be between 1 and 100')
    const transactions = [...state.charges].map(([id, charge]) => ({
      id,
      amount: charge.amount,
      date: Math.floor(charge.at / 1_000),
      source: { type: 'user', transaction_type: 'invoice_payment', user: { id: charge.userId, is_bot: false, first_name: '' }, invoice_payload: charge.payload },
    }))
    return { transactions: transactions.slice(offset, offset + limit) }
  },
}

/** Stars: currency XTR, no provider token, exactly one price (core.telegram.org/bots/api#sendinvoice). */
function invoiceOf(parameters: Parameters): WorldInvoice {
  const [title, description, payload, currency] = ['title', 'description', 'payload', 'currency'].map((name) => textOf(parameters, name))
  const prices = jsonOf(parameters, 'prices')
  if (!title || title.length > 32) throw badRequest('INVOICE_TITLE_INVALID')
  if (!description || description.length > 255) throw badRequest('INVOICE_DESCRIPTION_INVALID')
  if (!payload || Buffer.byteLength(payload) > 128) throw badRequest('INVOICE_PAYLOAD_INVALID')
  if (currency !== 'XTR') throw badRequest('CURRENCY_INVALID')
  if (textOf(parameters, 'provider_token') !== '') throw badRequest('PAYMENT_PROVIDER_INVALID')
  const [price] = Array.isArray(prices) && prices.length === 1 ? (prices as unknown[]) : []
  const amount = isRecord(price) ? Number(price['amount']) : NaN
  if (!Number.isInteger(amount) || amount < 1 || amount > 25_000) throw badRequest('PRICES_INVALID')
  return { title, description, payload, currency, amount, paidBy: [] }
}
