import type { Message } from '@telegraf/types'
import { writablePlaceOf, type BotCall, type BotMethods } from './bot-call.js'
import { badRequest } from './bot-failure.js'
import { countCalls } from './bot-limits.js'
import { botMessage, type Place } from './bot-message.js'
import { jsonOf, messageIdOf, textOf } from './bot-parameters.js'
import { checkedCaption, checkedText, formattedText } from './formatted-text.js'
import { buttonsOf, marksOf } from './send-methods.js'
import type { WorldMessage } from './world.js'

export const editMethods = {
  editMessageText: (call) =>
    edit(call, (message, place) => {
      if (message.file || message.invoice) throw badRequest('there is no text in the message to edit')
      return { ...checkedText(formattedText(textOf(call.parameters, 'text'), marksOf(call, 'entities')), 'MESSAGE_TOO_LONG'), buttons: buttonsOf(call, place) }
    }),
  editMessageCaption: (call) =>
    edit(call, (message, place) => {
      if (!message.file) throw badRequest('there is no caption in the message to edit')
      const caption = checkedCaption(formattedText(textOf(call.parameters, 'caption'), marksOf(call, 'caption_entities')))
      return { ...caption, buttons: message.groupedId ? [] : buttonsOf(call, place) }
    }),
  editMessageReplyMarkup: (call) => edit(call, (message, place) => ({ buttons: message.groupedId ? [] : buttonsOf(call, place) })),
  deleteMessage(call) {
    const place = writablePlaceOf(call)
    const id = messageIdOf(call.parameters)
    const message = messagesOf(place).get(id)
    if (!message) throw badRequest('message to delete not found')
    if (!isDeletable(place, message)) throw badRequest("message can't be deleted for everyone")
    remove(call, place, [id])
    return true
  },
  deleteMessages(call) {
    const place = writablePlaceOf(call)
    const ids = jsonOf(call.parameters, 'message_ids')
    if (!Array.isArray(ids) || !ids.every((id): id is number => Number.isInteger(id))) throw badRequest("can't parse message_ids: expected an Array of Integer")
    if (ids.length < 1 || ids.length > 100) throw badRequest('message identifiers are not specified')
    const messages = messagesOf(place)
    remove(call, place, ids.filter((id) => {
      const message = messages.get(id)
      return message !== undefined && isDeletable(place, message)
    }))
    return true
  },
} satisfies BotMethods

type Change = Pick<WorldMessage, 'buttons'> & Partial<Pick<WorldMessage, 'text' | 'entities'>>

/**
 * The bot may edit what it wrote itself, however old it is: tdlib/td `MessagesManager::can_edit_message` sets no limit of time for a bot's own messages, and none for an
 * admin with `can_edit_messages` in a channel; 48 hours hold for business messages alone (core.telegram.org/bots/api#editmessagetext). Others' posts are refused, which is
 * the stricter reading for such an admin. An edit that changes nothing is refused (tdlib/telegram-bot-api `fail_query_with_error`, MESSAGE_NOT_MODIFIED).
 */
function edit(call: BotCall, changeOf: (message: WorldMessage, place: Place) => Change): Message {
  const { context: { world, config }, state } = call
  const place = writablePlaceOf(call)
  const message = messagesOf(place).get(messageIdOf(call.parameters))
  if (!message) throw badRequest('message to edit not found')
  if (message.from !== 'bot') throw badRequest("message can't be edited")
  const change = changeOf(message, place)
  if (config.limits) countCalls(state, 'edit', { place, items: 1 })
  const before = JSON.stringify([message.text, message.entities, message.buttons])
  const after = JSON.stringify([change.text ?? message.text, change.entities ?? message.entities, change.buttons])
  if (before === after) throw badRequest('message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message')
  if (place.kind === 'channel') world.edit(place.channel, message.id, change)
  else world.revise(place.user, message, change)
  return botMessage({ world, state }, place, message)
}

function messagesOf(place: Place): Map<number, WorldMessage> {
  return place.kind === 'channel' ? place.channel.messages : place.user.chat
}

/** In a private chat for 48 hours; an admin of a channel at any time (core.telegram.org/bots/api#deletemessage). */
function isDeletable(place: Place, message: WorldMessage): boolean {
  return place.kind === 'channel' || Date.now() - message.date.getTime() < 48 * 3_600_000
}

function remove({ context: { world } }: BotCall, place: Place, ids: number[]): void {
  if (place.kind === 'channel') world.delete(place.channel, ids)
  else world.forget(place.user, ids)
}
