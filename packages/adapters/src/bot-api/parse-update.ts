import type { Update, User } from '@telegraf/types'
import type { BotUpdate, Person } from './types.js'

/** An update in our words; null for what we have no use for, such as posts in channels. */
export function parseUpdate(update: Update): BotUpdate | null {
  if ('callback_query' in update && update.callback_query) {
    const { id, from, message } = update.callback_query
    const data = 'data' in update.callback_query ? update.callback_query.data : undefined
    if (data === undefined) return null
    return { kind: 'callback', from: personOf(from), callbackId: id, chatId: message ? BigInt(message.chat.id) : null, messageId: message?.message_id ?? null, data }
  }
  if ('message' in update && update.message) {
    const { message } = update
    if (message.chat.type !== 'private' || !('text' in message) || message.from.is_bot) return null
    return { kind: 'text', from: personOf(message.from), chatId: BigInt(message.chat.id), messageId: message.message_id, text: message.text }
  }
  if ('my_chat_member' in update && update.my_chat_member) {
    const { chat, from, new_chat_member: member } = update.my_chat_member
    if (chat.type !== 'private') return null
    return { kind: member.status === 'kicked' ? 'blocked' : 'unblocked', from: personOf(from) }
  }
  return null
}

function personOf(user: User): Person {
  return { telegramId: BigInt(user.id), username: user.username ?? null, firstName: user.first_name, languageCode: user.language_code ?? null }
}
