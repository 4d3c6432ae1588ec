import type { SandboxContext } from '../context.js'
import { chatOf } from '../telegram/bot-message.js'
import { personOf, pushUpdate, type BotState } from '../telegram/bot-state.js'
import type { WorldMessage, WorldUser } from '../telegram/world.js'
import { ControlFailure } from './failure.js'

/** A person pays a Stars invoice: pre-checkout first, which the bot has 10 s to answer, then the successful payment. */
export async function payInvoice(context: SandboxContext, bot: BotState, user: WorldUser, message: WorldMessage): Promise<{ chargeId: string }> {
  const { invoice } = message
  if (!invoice) throw new ControlFailure(400, `message ${message.id} is no invoice`)
  const id = String(crypto.getRandomValues(new BigUint64Array(1))[0])
  const { promise, resolve } = Promise.withResolvers<{ ok: boolean; error?: string }>()
  bot.preCheckouts.set(id, { id, userId: user.id, messageId: message.id, askedAt: Date.now(), settle: resolve })
  pushUpdate(bot, { pre_checkout_query: { id, from: personOf(user), currency: invoice.currency, total_amount: invoice.amount, invoice_payload: invoice.payload } })
  const timer = setTimeout(() => resolve({ ok: false, error: 'the bot did not answer the pre-checkout query within 10 s' }), 10_000)
  const answer = await promise
  clearTimeout(timer)
  bot.preCheckouts.delete(id)
  if (!answer.ok) throw new ControlFailure(409, `the payment was refused: ${answer.error ?? ''}`)
  const chargeId = `stars_${crypto.randomUUID().replaceAll('-', '')}`
  bot.charges.set(chargeId, { userId: user.id, amount: invoice.amount, refunded: false, payload: invoice.payload, at: Date.now() })
  invoice.paidBy.push(user.id)
  const service = context.world.say(user, { from: user.id, text: `Вы заплатили ${invoice.amount} ⭐` })
  const successful = { currency: invoice.currency, total_amount: invoice.amount, invoice_payload: invoice.payload, telegram_payment_charge_id: chargeId, provider_payment_charge_id: chargeId }
  pushUpdate(bot, { message: { message_id: service.id, date: Math.floor(Date.now() / 1_000), chat: chatOf({ kind: 'private', user }), from: personOf(user), successful_payment: successful } })
  return { chargeId }
}
