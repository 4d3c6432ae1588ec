import { z } from 'zod'
import { entitiesToHtml, textEntity } from './entities-to-html.js'
import type { BotUpdate, Button, Keyboard, Person } from './types.js'

export const wantedUpdates = ['message', 'callback_query', 'my_chat_member', 'inline_query', 'pre_checkout_query'] as const

/** Postgres takes no NUL in a text. */
const words = z.string().transform((text) => text.replaceAll('\u0000', ''))
const telegramId = z.int().transform((id) => BigInt(id))
const user = z.object({ id: telegramId.pipe(z.bigint().positive()), is_bot: z.boolean(), first_name: words.optional(), username: words.optional(), language_code: words.optional() })
const chat = z.object({ id: telegramId, type: z.string() })

const entities = z.array(textEntity).catch([]).default([])
const message = z.object({ message_id: z.int(), chat, from: user, text: words, entities })
const thing = z.unknown().refine((value) => typeof value === 'object' && value !== null)
const things = ['photo', 'video', 'animation', 'document', 'audio', 'voice', 'video_note', 'sticker', 'contact', 'location', 'venue', 'poll', 'story'] as const
/** What a person may send besides text; not what Telegram itself writes into a chat. */
const withThing = z
  .looseObject({ message_id: z.int(), chat, from: user, caption: words.optional(), media_group_id: z.string().optional() })
  .refine((sent) => things.some((name) => thing.safeParse(sent[name]).success))
  .transform(({ caption, ...sent }) => ({ ...sent, text: caption ?? '', entities: [] }))
const button = z.union([
  z.object({ text: z.string(), callback_data: z.string() }).transform(({ text, callback_data: data }): Button => ({ text, data })),
  z.object({ text: z.string(), url: z.string() }),
  z.object({ text: z.string(), copy_text: z.object({ text: z.string() }) }).transform(({ text, copy_text: copy }): Button => ({ text, copyText: copy.text })),
])
const pressedMessage = z.object({ message_id: z.int(), chat, reply_markup: z.object({ inline_keyboard: z.array(z.array(button)) }).optional().catch(undefined) })
const callback = z.object({ id: z.string(), from: user, data: words, message: pressedMessage.optional() })
const inlineQuery = z.object({ id: z.string(), from: user, query: words, offset: z.string() })
const price = { currency: z.string(), total_amount: z.int(), invoice_payload: words }
const preCheckout = z.object({ id: z.string(), from: user, ...price })
const paid = z.object({
  chat,
  from: user,
  successful_payment: z.object({ ...price, telegram_payment_charge_id: words, subscription_expiration_date: z.int().optional(), is_recurring: z.boolean().optional(), is_first_recurring: z.boolean().optional() }),
})
const refunded = z.object({ chat, refunded_payment: z.object({ telegram_payment_charge_id: words }) })
const membership = z.object({ chat, from: user, new_chat_member: z.object({ status: z.string() }) })

const known = z.union([
  z.object({ message: paid }).transform((update) => ({ paid: update.message })),
  z.object({ message: refunded }).transform((update) => ({ refunded: update.message })),
  z.object({ message }),
  z.object({ message: withThing }).transform((update) => ({ sent: update.message })),
  z.object({ pre_checkout_query: preCheckout }),
  z.object({ callback_query: callback }),
  z.object({ inline_query: inlineQuery }),
  z.object({ my_chat_member: membership }),
])

/** Null for what we have no use for: other chats' messages, messages without text, other bots, and whatever is no update at all. Never throws. */
export function parseUpdate(raw: unknown): BotUpdate | null {
  const { data: update } = known.safeParse(raw)
  if (!update) return null
  if ('pre_checkout_query' in update) {
    const { id, from, currency, total_amount: amount, invoice_payload: payload } = update.pre_checkout_query
    return { kind: 'pre-checkout', from: personOf(from), queryId: id, payload, currency, amount }
  }
  if ('paid' in update) return paidOf(update.paid)
  if ('refunded' in update) {
    const { chat: place, refunded_payment: charge } = update.refunded
    return { kind: 'refunded', from: { telegramId: place.id, username: null, firstName: null, languageCode: null }, chargeId: charge.telegram_payment_charge_id }
  }
  if ('message' in update) return textOf(update.message)
  // An album is as many messages: one of them has the words.
  if ('sent' in update) return update.sent.media_group_id === undefined || update.sent.text !== '' ? textOf(update.sent) : null
  if ('callback_query' in update) {
    const { id, from, message: pressed, data } = update.callback_query
    const keyboard: Keyboard | undefined = pressed?.reply_markup?.inline_keyboard
    return { kind: 'callback', from: personOf(from), callbackId: id, chatId: pressed?.chat.id ?? null, messageId: pressed?.message_id ?? null, data, ...(keyboard ? { keyboard } : {}) }
  }
  if ('inline_query' in update) {
    const { id, from, query, offset } = update.inline_query
    return { kind: 'inline', from: personOf(from), queryId: id, query, offset }
  }
  const { chat: place, from, new_chat_member: member } = update.my_chat_member
  if (place.type !== 'private') return null
  if (member.status === 'kicked') return { kind: 'blocked', from: personOf(from) }
  return member.status === 'member' ? { kind: 'unblocked', from: personOf(from) } : null
}

function textOf({ chat: place, from, message_id: messageId, text, entities: marks }: z.output<typeof message>): BotUpdate | null {
  if (place.type !== 'private' || from.is_bot) return null
  return { kind: 'text', from: personOf(from), chatId: place.id, messageId, text, html: entitiesToHtml(text, marks) }
}

/** A renewal is recurring without being the first. */
function paidOf({ from, successful_payment: payment }: z.output<typeof paid>): BotUpdate {
  const { subscription_expiration_date: endsAt, is_recurring: isRecurring = false, is_first_recurring: isFirst = false } = payment
  return {
    kind: 'paid',
    from: personOf(from),
    chargeId: payment.telegram_payment_charge_id,
    payload: payment.invoice_payload,
    currency: payment.currency,
    amount: payment.total_amount,
    subscriptionEndsAt: endsAt === undefined ? null : new Date(endsAt * 1_000),
    isRenewal: isRecurring && !isFirst,
  }
}

function personOf({ id, username, first_name: firstName, language_code: languageCode }: z.output<typeof user>): Person {
  return { telegramId: id, username: username ?? null, firstName: firstName ?? null, languageCode: languageCode ?? null }
}
