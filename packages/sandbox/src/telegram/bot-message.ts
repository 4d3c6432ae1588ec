import type { Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, PhotoSize, Update } from '@telegraf/types'
import { botUser, personOf, type BotState } from './bot-state.js'
import { publicChannelId, type TelegramWorld, type WorldButton, type WorldChannel, type WorldFile, type WorldMessage, type WorldUser } from './world.js'

export type Place = { kind: 'channel'; channel: WorldChannel } | { kind: 'private'; user: WorldUser }

type Knowledge = { world: TelegramWorld; state: BotState }

/** A message as the Bot API shows it (core.telegram.org/bots/api#message). */
export function botMessage({ world, state }: Knowledge, place: Place, message: WorldMessage): Message {
  const chat = chatOf(place)
  const author = place.kind === 'private' && typeof message.from === 'number' ? world.users.get(message.from) : undefined
  const common = {
    message_id: message.id,
    date: seconds(message.date),
    chat,
    ...(place.kind === 'channel' ? { sender_chat: chat } : { from: author ? personOf(author) : botUser(state) }),
    ...(message.author ? { author_signature: message.author } : {}),
    ...(message.editedAt ? { edit_date: seconds(message.editedAt) } : {}),
    ...(message.buttons.length > 0 ? { reply_markup: inlineKeyboard(message.buttons) } : {}),
    ...(message.protectContent ? { has_protected_content: true as const } : {}),
  }
  if (message.invoice) {
    const { title, description, currency, amount } = message.invoice
    return { ...common, invoice: { title, description, start_parameter: '', currency, total_amount: amount } }
  }
  if (!message.file) return { ...common, text: message.text, ...(message.entities.length > 0 ? { entities: message.entities } : {}) }
  const caption = message.text ? { caption: message.text, ...(message.entities.length > 0 ? { caption_entities: message.entities } : {}) } : {}
  return { ...common, ...caption, ...(message.groupedId ? { media_group_id: String(message.groupedId) } : {}), ...fileFields(state, message.file) }
}

/** A post as the bot receives it: in a channel a message names no person, and a new one has no date of an edit. */
export function channelPost(knowledge: Knowledge, channel: WorldChannel, message: WorldMessage): Update.ChannelPostUpdate['channel_post'] {
  return botMessage(knowledge, { kind: 'channel', channel }, message) as Update.ChannelPostUpdate['channel_post']
}

/** What a person wrote, as the bot receives it. */
export function incomingMessage(knowledge: Knowledge, user: WorldUser, message: WorldMessage): Update.MessageUpdate['message'] {
  const chat = privateChat(user)
  const { text, entities } = message
  return { message_id: message.id, date: seconds(message.date), chat, from: personOf(knowledge.world.users.get(user.id) ?? user), text, ...(entities.length > 0 ? { entities } : {}) }
}

export function chatOf(place: Place): Chat.PrivateChat | Chat.ChannelChat {
  return place.kind === 'channel' ? channelChat(place.channel) : privateChat(place.user)
}

export function channelChat(channel: WorldChannel): Chat.ChannelChat {
  return { id: Number(publicChannelId(channel)), type: 'channel', title: channel.title, ...(channel.username ? { username: channel.username } : {}) }
}

export function privateChat(user: WorldUser): Chat.PrivateChat {
  return { id: user.id, type: 'private', first_name: user.firstName, ...(user.username ? { username: user.username } : {}) }
}

export function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1_000)
}

/** A file id belongs to this bot alone and says nothing of the file's id elsewhere. */
export function fileIdOf(state: BotState, file: WorldFile): string {
  const known = state.fileIdByFile.get(file.id)
  if (known) return known
  const fileId = `AgACAgI${Buffer.from(`${state.botId}:${file.id}:${crypto.randomUUID()}`).toString('base64url')}`
  state.fileIds.set(fileId, file.id)
  state.fileIdByFile.set(file.id, fileId)
  return fileId
}

function fileFields(state: BotState, file: WorldFile): Pick<Message.PhotoMessage, 'photo'> | Pick<Message.VideoMessage, 'video'> | Pick<Message.DocumentMessage, 'document'> {
  const size: PhotoSize = { file_id: fileIdOf(state, file), file_unique_id: `u${file.id}`, width: file.width, height: file.height, file_size: file.bytes.length }
  switch (file.kind) {
    case 'photo':
      return { photo: [size] }
    case 'video':
      return { video: { ...size, duration: 1, mime_type: file.mimeType } }
    case 'document':
      return { document: { file_id: size.file_id, file_unique_id: size.file_unique_id, mime_type: file.mimeType, file_size: file.bytes.length } }
  }
}

function inlineKeyboard(rows: WorldButton[][]): InlineKeyboardMarkup {
  return { inline_keyboard: rows.map((row) => row.map(inlineButton)) }
}

function inlineButton({ text, url, data, copyText, pay, switchInline }: WorldButton): InlineKeyboardButton {
  if (url !== undefined) return { text, url }
  if (copyText !== undefined) return copyButton({ text, copy_text: { text: copyText } })
  if (pay) return { text, pay }
  if (switchInline) return switchInline.isHere ? { text, switch_inline_query_current_chat: switchInline.query } : { text, switch_inline_query: switchInline.query }
  return { text, callback_data: data ?? '' }
}

/** core.telegram.org/bots/api#copytextbutton; @telegraf/types 9.2 leaves it out of the union of all buttons. */
function copyButton(button: { text: string; copy_text: { text: string } }): InlineKeyboardButton {
  return button as unknown as InlineKeyboardButton
}
