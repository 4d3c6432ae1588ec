import type { SandboxContext } from '../context.js'
import { botUser, personOf, type BotState } from './bot-state.js'
import { publicChannelId, type WorldButton, type WorldChannel, type WorldFile, type WorldMessage, type WorldUser } from './world.js'

export type Chat = { kind: 'channel'; channel: WorldChannel } | { kind: 'private'; user: WorldUser }

/** A message as the Bot API shows it. */
export function botMessage(context: Pick<SandboxContext, 'world'>, state: BotState, chat: Chat, message: WorldMessage): Record<string, unknown> {
  const isMedia = message.file !== null
  return {
    message_id: message.id,
    date: Math.floor(message.date.getTime() / 1000),
    chat: chatOf(chat),
    ...(message.from === 'channel' || chat.kind === 'channel' ? { sender_chat: chatOf(chat) } : { from: sender(context, state, message) }),
    ...(message.editedAt ? { edit_date: Math.floor(message.editedAt.getTime() / 1000) } : {}),
    ...(message.groupedId ? { media_group_id: String(message.groupedId) } : {}),
    ...(isMedia ? (message.text ? { caption: message.text, caption_entities: message.entities } : {}) : { text: message.text, entities: message.entities }),
    ...(message.file ? fileFields(state, message.file) : {}),
    ...(message.buttons.length > 0 ? { reply_markup: { inline_keyboard: message.buttons.map((row) => row.map(buttonOf)) } } : {}),
    ...(message.protectContent ? { has_protected_content: true } : {}),
  }
}

export function chatOf(chat: Chat): Record<string, unknown> {
  if (chat.kind === 'channel') {
    const { channel } = chat
    return { id: Number(publicChannelId(channel)), type: 'channel', title: channel.title, ...(channel.username ? { username: channel.username } : {}) }
  }
  const { user } = chat
  return { id: user.id, type: 'private', first_name: user.firstName, ...(user.username ? { username: user.username } : {}) }
}

function sender(context: Pick<SandboxContext, 'world'>, state: BotState, message: WorldMessage): unknown {
  if (message.from === 'bot') return botUser(state)
  const user = typeof message.from === 'number' ? context.world.users.get(message.from) : undefined
  return user ? personOf(user) : undefined
}

function fileFields(state: BotState, file: WorldFile): Record<string, unknown> {
  const size = { file_id: fileIdOf(state, file), file_unique_id: `u${file.id}`, width: file.width, height: file.height, file_size: file.bytes.length }
  switch (file.kind) {
    case 'photo':
      return { photo: [size] }
    case 'video':
      return { video: { ...size, duration: 1, mime_type: file.mimeType } }
    case 'document':
      return { document: { file_id: size.file_id, file_unique_id: size.file_unique_id, mime_type: file.mimeType, file_size: size.file_size } }
  }
}

/** A file id belongs to this bot alone and says nothing of the file's id elsewhere. */
export function fileIdOf(state: BotState, file: WorldFile): string {
  for (const [fileId, known] of state.fileIds) if (known === file.id) return fileId
  const fileId = `AgACAgI${Buffer.from(`${state.botId}:${file.id}:${crypto.randomUUID()}`).toString('base64url')}`
  state.fileIds.set(fileId, file.id)
  return fileId
}

function buttonOf(button: WorldButton): Record<string, unknown> {
  if (button.url !== undefined) return { text: button.text, url: button.url }
  if (button.copyText !== undefined) return { text: button.text, copy_text: { text: button.copyText } }
  return { text: button.text, callback_data: button.data }
}
