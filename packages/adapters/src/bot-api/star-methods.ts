import type { Opts } from '@telegraf/types'
import type { CallBot, UploadFile } from './client.js'
import { BotRefusal } from './refusal.js'

/** One line of Telegram's own register: Stars that came in for an invoice of ours, or went back. A refund bears the id of the charge it undoes. */
export type StarTransaction = { kind: 'payment' | 'refund'; chargeId: string; telegramId: bigint; stars: number; payload: string; at: Date; isSubscription: boolean }

/** Stars (core.telegram.org/bots/payments-stars). */
export type StarMethods = {
  /** A link anybody may pay, any number of times; pre-checkout is where we say no. A subscription is renewed by Telegram every 30 days and costs at most 10,000 Stars. */
  createInvoiceLink(input: { title: string; description: string; label: string; payload: string; stars: number; isSubscription: boolean }): Promise<string>
  /** Within 10 s of the query. `refusal` is shown to the person. Never throws for a query that is too old. */
  answerPreCheckout(input: { queryId: string; refusal: string | null }): Promise<void>
  /** Done, too, when it was refunded before. */
  refundStars(input: { telegramId: bigint; chargeId: string }): Promise<void>
  /** Whether Telegram renews the subscription that began with this charge. */
  setStarRenewal(input: { telegramId: bigint; chargeId: string; isOn: boolean }): Promise<void>
  /** The register from this moment on, oldest first; payments and refunds of invoices only. */
  starTransactionsSince(since: Date): Promise<StarTransaction[]>
}

/** A subscription's only period (core.telegram.org/bots/api#createinvoicelink). */
const monthSeconds = 2_592_000 as const
const pageSize = 100

export function starMethods(call: CallBot): StarMethods {
  return {
    async createInvoiceLink({ title, description, label, payload, stars, isSubscription }) {
      const invoice = { title: title.slice(0, 32), description: description.slice(0, 255), payload, provider_token: '', currency: 'XTR', prices: [{ label, amount: stars }] }
      return call('createInvoiceLink', isSubscription ? { ...invoice, subscription_period: monthSeconds } : oneOff(invoice))
    },
    async answerPreCheckout({ queryId, refusal }) {
      const answer = refusal === null ? { ok: true } : { ok: false, error_message: refusal }
      await unless(/query is too old|query id is invalid/i, () => call('answerPreCheckoutQuery', { pre_checkout_query_id: queryId, ...answer }))
    },
    async refundStars({ telegramId, chargeId }) {
      await unless(/CHARGE_ALREADY_REFUNDED/i, () => call('refundStarPayment', { user_id: Number(telegramId), telegram_payment_charge_id: chargeId }))
    },
    async setStarRenewal({ telegramId, chargeId, isOn }) {
      await unless(/CHARGE_ALREADY_REFUNDED|SUBSCRIPTION_(?:ALREADY|NOT_MODIFIED)/i, () => call('editUserStarSubscription', { user_id: Number(telegramId), telegram_payment_charge_id: chargeId, is_canceled: !isOn }))
    },
    starTransactionsSince: async (since) => readSince(call, Math.floor(since.getTime() / 1_000)),
  }
}

/** @telegraf/types 9.2.1 wants a period of every invoice; the API of subscriptions only. */
function oneOff(invoice: Omit<InvoiceLink, 'subscription_period'>): InvoiceLink {
  return invoice as InvoiceLink
}

type InvoiceLink = Opts<UploadFile>['createInvoiceLink']

type Line = Awaited<ReturnType<typeof page>>[number]

async function page(call: CallBot, offset: number, limit: number) {
  return (await call('getStarTransactions', { offset, limit })).transactions
}

/** The register is oldest first and has no search: where `since` begins is found by halving. */
async function readSince(call: CallBot, sinceSeconds: number): Promise<StarTransaction[]> {
  const found: StarTransaction[] = []
  for (let offset = await firstOffset(call, sinceSeconds); ; offset += pageSize) {
    const lines = await page(call, offset, pageSize)
    found.push(...lines.filter(({ date }) => date >= sinceSeconds).flatMap(transactionOf))
    if (lines.length < pageSize) return found
  }
}

async function firstOffset(call: CallBot, sinceSeconds: number): Promise<number> {
  const isEarlier = async (offset: number): Promise<boolean> => {
    const [line] = await page(call, offset, 1)
    return line !== undefined && line.date < sinceSeconds
  }
  if (!(await isEarlier(0))) return 0
  let earlier = 0
  let beyond = 1
  while (await isEarlier(beyond)) [earlier, beyond] = [beyond, beyond * 2]
  while (beyond - earlier > 1) {
    const middle = Math.floor((earlier + beyond) / 2)
    if (await isEarlier(middle)) earlier = middle
    else beyond = middle
  }
  return beyond
}

function transactionOf(line: Line): StarTransaction[] {
  const partner = line.source ?? line.receiver
  if (partner?.type !== 'user' || partner.transaction_type !== 'invoice_payment') return []
  const isSubscription = 'subscription_period' in partner && partner.subscription_period !== undefined
  return [{ kind: line.source ? 'payment' : 'refund', chargeId: line.id, telegramId: BigInt(partner.user.id), stars: line.amount, payload: partner.invoice_payload ?? '', at: new Date(line.date * 1_000), isSubscription }]
}

async function unless(words: RegExp, action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (error) {
    if (!(error instanceof BotRefusal && words.test(error.message))) throw error
  }
}
