import type { SuccessfulPayment } from '@telegraf/types'
import type { SandboxContext } from '../context.js'
import { preCheckoutMs } from '../telegram/bot-payments.js'
import { privateChat, seconds } from '../telegram/bot-message.js'
import { newQueryId, personOf, pushUpdate, type BotState, type PreCheckout } from '../telegram/bot-state.js'
import type { WorldInvoice, WorldUser } from '../telegram/world.js'
import { ControlFailure } from './failure.js'

/** A person pays a Stars invoice: pre-checkout first, which the bot has 10 s to answer, then the successful payment (core.telegram.org/bots/payments-stars). */
export async function payInvoice({ world }: Pick<SandboxContext, 'world'>, bot: BotState, { user, invoice }: { user: WorldUser; invoice: WorldInvoice }): Promise<{ chargeId: string }> {
  const { amount, payload } = invoice
  const paid = { currency: invoice.currency, total_amount: amount, invoice_payload: payload }
  const answer = await askBot(bot, (id) => pushUpdate(bot, { pre_checkout_query: { id, from: personOf(user), ...paid } }))
  if (!answer.ok) throw new ControlFailure(409, `the payment was refused: ${answer.error}`)
  const chargeId = `stars_${crypto.randomUUID().replaceAll('-', '')}`
  const service = world.say(user, { from: user.id, text: `Вы заплатили ${amount} ⭐` })
  const date = seconds(service.date)
  invoice.paidBy.push(user.id)
  bot.charges.set(chargeId, { userId: user.id, amount, payload, refunded: false })
  const source = { type: 'user' as const, transaction_type: 'invoice_payment' as const, user: personOf(user), invoice_payload: payload, ...(invoice.subscriptionSeconds ? { subscription_period: invoice.subscriptionSeconds } : {}) }
  bot.starTransactions.push({ id: chargeId, amount, date, source })
  const recurring = invoice.subscriptionSeconds ? { is_recurring: true, is_first_recurring: true, subscription_expiration_date: date + invoice.subscriptionSeconds } : {}
  const successful: SuccessfulPayment = { ...paid, ...recurring, telegram_payment_charge_id: chargeId, provider_payment_charge_id: chargeId }
  pushUpdate(bot, { message: { message_id: service.id, date, chat: privateChat(user), from: personOf(user), successful_payment: successful } })
  return { chargeId }
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
