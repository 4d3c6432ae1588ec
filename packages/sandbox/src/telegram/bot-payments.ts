import { randomBytes } from 'node:crypto'
import { writablePlaceOf, type BotCall, type BotMethods } from './bot-call.js'
import { badRequest } from './bot-failure.js'
import { keyboardOf } from './bot-keyboard.js'
import { privateChat, seconds } from './bot-message.js'
import { flagOf, isRecord, jsonOf, numberOf, textOf, type Parameters } from './bot-parameters.js'
import { personOf, pushUpdate } from './bot-state.js'
import { deliver } from './send-methods.js'
import type { WorldInvoice } from './world.js'

/** Seconds the bot has to answer a pre-checkout query (core.telegram.org/bots/api#precheckoutquery). */
export const preCheckoutMs = 10_000

/** Stars payments (core.telegram.org/bots/payments-stars). */
export const paymentMethods = {
  sendInvoice(call) {
    const place = writablePlaceOf(call)
    const invoice = invoiceOf(call.parameters)
    const buttons = keyboardOf(call.parameters, place)
    if (buttons.length > 0 && !buttons[0]?.[0]?.pay) throw badRequest('the first button must be a Pay button')
    return deliver(call, place, { invoice, buttons })
  },
  /** A link that anybody may pay, any number of times; for subscriptions exactly 30 days (core.telegram.org/bots/api#createinvoicelink). */
  createInvoiceLink({ state, parameters }) {
    const invoice = invoiceOf(parameters)
    const subscriptionSeconds = numberOf(parameters, 'subscription_period')
    if (subscriptionSeconds !== null && subscriptionSeconds !== 2_592_000) throw badRequest('SUBSCRIPTION_PERIOD_INVALID')
    if (subscriptionSeconds !== null && invoice.amount > 10_000) throw badRequest('STARS_AMOUNT_INVALID')
    const slug = randomBytes(16).toString('base64url')
    state.invoiceLinks.set(slug, { ...invoice, ...(subscriptionSeconds === null ? {} : { subscriptionSeconds }) })
    return `https://t.me/$${slug}`
  },
  answerPreCheckoutQuery({ state, parameters }) {
    const id = textOf(parameters, 'pre_checkout_query_id')
    const query = state.preCheckouts.get(id)
    if (!query || Date.now() - query.askedAt > preCheckoutMs) throw badRequest('query is too old and response timeout expired or query ID is invalid')
    const ok = flagOf(parameters, 'ok')
    const error = textOf(parameters, 'error_message')
    if (!ok && error === '') throw badRequest('error message is empty')
    state.preCheckouts.delete(id)
    query.settle(ok ? { ok } : { ok, error })
    return true
  },
  refundStarPayment,
  /** Any charge of the subscription names it. A bot can restore what a bot canceled (core.telegram.org/bots/api#edituserstarsubscription). */
  editUserStarSubscription({ context: { world }, state, parameters }) {
    const charge = state.charges.get(textOf(parameters, 'telegram_payment_charge_id'))
    const user = world.users.get(numberOf(parameters, 'user_id') ?? 0)
    if (!user) throw badRequest('user not found')
    if (!charge?.subscription || charge.userId !== user.id) throw badRequest('CHARGE_ID_INVALID')
    const isCanceled = flagOf(parameters, 'is_canceled')
    if (!isCanceled && charge.subscription.canceledBy === 'user') throw badRequest('SUBSCRIPTION_CANCELED_BY_USER')
    charge.subscription.isCanceled = isCanceled
    charge.subscription.canceledBy = isCanceled ? 'bot' : null
    return true
  },
  getStarTransactions({ state, parameters }) {
    const offset = numberOf(parameters, 'offset') ?? 0
    const limit = numberOf(parameters, 'limit') ?? 100
    if (offset < 0) throw badRequest('invalid offset specified')
    if (limit < 1 || limit > 100) throw badRequest('invalid limit specified')
    return { transactions: state.starTransactions.slice(offset, offset + limit) }
  },
} satisfies BotMethods

/** A charge is refunded once; the bot is told by a service message, and the register gains an outgoing line of the same id. */
function refundStarPayment({ context: { world }, state, parameters }: BotCall): true {
  const chargeId = textOf(parameters, 'telegram_payment_charge_id')
  const charge = state.charges.get(chargeId)
  const user = world.users.get(numberOf(parameters, 'user_id') ?? 0)
  if (!user) throw badRequest('user not found')
  if (!charge || charge.userId !== user.id) throw badRequest('CHARGE_ID_INVALID')
  if (charge.refunded) throw badRequest('CHARGE_ALREADY_REFUNDED')
  charge.refunded = true
  const { amount, payload } = charge
  const said = world.say(user, { from: 'bot', text: `Вам вернули ${amount} ⭐` })
  const receiver = { type: 'user' as const, transaction_type: 'invoice_payment' as const, user: personOf(user), invoice_payload: payload }
  state.starTransactions.push({ id: chargeId, amount, date: seconds(said.date), receiver })
  const refunded = { currency: 'XTR' as const, total_amount: amount, invoice_payload: payload, telegram_payment_charge_id: chargeId }
  pushUpdate(state, { message: { message_id: said.id, date: seconds(said.date), chat: privateChat(user), from: personOf(user), refunded_payment: refunded } })
  return true
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
  const price: unknown = Array.isArray(prices) && prices.length === 1 ? prices[0] : null
  const { label, amount } = isRecord(price) ? price : {}
  if (typeof label !== 'string' || label === '') throw badRequest("can't parse labeled price: prices must be a list of one price with a label")
  if (typeof amount !== 'number' || !Number.isInteger(amount) || amount < 1 || amount > 25_000) throw badRequest('STARS_AMOUNT_INVALID')
  return { title, description, payload, currency, amount, paidBy: [] }
}
