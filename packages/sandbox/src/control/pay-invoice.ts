import type { SuccessfulPayment } from '@telegraf/types'
import type { SandboxContext } from '../context.js'
import { preCheckoutMs } from '../telegram/bot-payments.js'
import { privateChat, seconds } from '../telegram/bot-message.js'
import { newQueryId, personOf, pushUpdate, type BotState, type PreCheckout, type StarSubscription } from '../telegram/bot-state.js'
import type { WorldInvoice, WorldUser } from '../telegram/world.js'
import { ControlFailure } from './failure.js'

/** A person pays a Stars invoice: pre-checkout first, which the bot has 10 s to answer, then the successful payment (core.telegram.org/bots/payments-stars). */
export async function payInvoice({ world }: Pick<SandboxContext, 'world'>, bot: BotState, { user, invoice }: { user: WorldUser; invoice: WorldInvoice }): Promise<{ chargeId: string }> {
  const { amount, payload } = invoice
  if (user.hasBlockedBot) throw new ControlFailure(409, 'this person has blocked the bot')
  const paid = { currency: invoice.currency, total_amount: amount, invoice_payload: payload }
  const answer = await askBot(bot, (id) => pushUpdate(bot, { pre_checkout_query: { id, from: personOf(user), ...paid } }))
  if (!answer.ok) throw new ControlFailure(409, `the payment was refused: ${answer.error}`)
  const chargeId = newChargeId()
  const subscription = invoice.subscriptionSeconds ? { firstChargeId: chargeId, seconds: invoice.subscriptionSeconds, endsAt: seconds(new Date()) + invoice.subscriptionSeconds, isCanceled: false, canceledBy: null } : null
  invoice.paidBy.push(user.id)
  charge(bot, world, { user, invoice: { amount, payload, currency: invoice.currency }, chargeId, subscription, isFirst: true })
  return { chargeId }
}

/** Telegram charges a subscription once more, as it does when a month is over; nobody asks the bot before (core.telegram.org/api/subscriptions). */
export function renewSubscription({ world }: Pick<SandboxContext, 'world'>, bot: BotState, { user, chargeId }: { user: WorldUser; chargeId: string }): { chargeId: string } {
  const first = bot.charges.get(chargeId)
  if (!first?.subscription || first.userId !== user.id) throw new ControlFailure(404, `there is no subscription ${chargeId}`)
  if (first.subscription.isCanceled) throw new ControlFailure(409, 'the subscription is canceled')
  const renewalId = newChargeId()
  first.subscription.endsAt += first.subscription.seconds
  charge(bot, world, { user, invoice: { amount: first.amount, payload: first.payload, currency: 'XTR' }, chargeId: renewalId, subscription: first.subscription, isFirst: false })
  return { chargeId: renewalId }
}

/** A person stops a subscription in the settings of their app; the bot is not told. */
export function cancelSubscription(bot: BotState, { user, chargeId }: { user: WorldUser; chargeId: string }): void {
  const first = bot.charges.get(chargeId)
  if (!first?.subscription || first.userId !== user.id) throw new ControlFailure(404, `there is no subscription ${chargeId}`)
  Object.assign(first.subscription, { isCanceled: true, canceledBy: 'user' })
}

type Charging = { user: WorldUser; invoice: Pick<WorldInvoice, 'amount' | 'payload' | 'currency'>; chargeId: string; subscription: StarSubscription | null; isFirst: boolean }

/** The money moves, the register gains a line, and the bot is told. */
function charge(bot: BotState, world: SandboxContext['world'], { user, invoice, chargeId, subscription, isFirst }: Charging): void {
  const { amount, payload } = invoice
  const service = world.say(user, { from: user.id, text: `Вы заплатили ${amount} ⭐` })
  const date = seconds(service.date)
  bot.charges.set(chargeId, { userId: user.id, amount, payload, refunded: false, subscription })
  const period = subscription ? { subscription_period: subscription.seconds } : {}
  bot.starTransactions.push({ id: chargeId, amount, date, source: { type: 'user', transaction_type: 'invoice_payment', user: personOf(user), invoice_payload: payload, ...period } })
  const recurring = subscription ? { is_recurring: true as const, subscription_expiration_date: subscription.endsAt, ...(isFirst ? { is_first_recurring: true as const } : {}) } : {}
  const successful: SuccessfulPayment = { currency: invoice.currency, total_amount: amount, invoice_payload: payload, ...recurring, telegram_payment_charge_id: chargeId, provider_payment_charge_id: chargeId }
  pushUpdate(bot, { message: { message_id: service.id, date, chat: privateChat(user), from: personOf(user), successful_payment: successful } })
}

function newChargeId(): string {
  return `stars_${crypto.randomUUID().replaceAll('-', '')}`
}

async function askBot(bot: BotState, ask: (id: string) => void): Promise<Parameters<PreCheckout['settle']>[0]> {
  const id = newQueryId()
  const { promise, resolve } = Promise.withResolvers<Parameters<PreCheckout['settle']>[0]>()
  bot.preCheckouts.set(id, { askedAt: Date.now(), settle: resolve })
  const timer = setTimeout(() => resolve({ ok: false, error: `the bot did not answer the pre-checkout query within ${preCheckoutMs / 1_000} s` }), preCheckoutMs)
  ask(id)
  const answer = await promise
  clearTimeout(timer)
  bot.preCheckouts.delete(id)
  return answer
}
