import type { Update, User } from '@telegraf/types'
import type { BotUpdate, Person } from './types.js'

export const wantedUpdates = ['message', 'callback_query', 'my_chat_member'] as const

/** Null for what we have no use for: other chats' messages, messages without text, other bots. */
export function parseUpdate(update: Update): BotUpdate | null {
  if ('message' in update) {
    const { message } = update
    if (message.chat.type !== 'private' || message.from.is_bot || !('text' in message)) return null
    return { kind: 'text', from: personOf(message.from), chatId: BigInt(message.chat.id), messageId: message.message_id, text: message.text }
  }
  if ('callback_query' in update) {
    const { callback_query: query } = update
    if (!('data' in query)) return null
    return {
      kind: 'callback',
      from: personOf(query.from),
      callbackId: query.id,
      chatId: query.message ? BigInt(query.message.chat.id) : null,
      messageId: query.message?.message_id ?? null,
      data: query.data,
    }
  }
  if ('my_chat_member' in update) {
    const { chat, from, new_chat_member: member } = update.my_chat_member
    if (chat.type !== 'private') return null
    if (member.status === 'kicked') return { kind: 'blocked', from: personOf(from) }
    return member.status === 'member' ? { kind: 'unblocked', from: personOf(from) } : null
  }
  return null
}

function personOf(user: User): Person {
  return { telegramId: BigInt(user.id), username: user.username ?? null, firstName: user.first_name, languageCode: user.language_code ?? null }
}
