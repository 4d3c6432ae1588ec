import type { MessageEntity } from '@telegraf/types'
import type { SandboxContext } from '../context.js'
import { BotFailure, badRequest } from './bot-failure.js'
import { countMessages } from './bot-limits.js'
import { botMessage, chatOf, fileIdOf, type Chat } from './bot-message.js'
import { fieldText, flagOf, formatted, isRecord, jsonOf, keyboardOf, numberOf, textOf, type Parameters, type Upload } from './bot-parameters.js'
import { botUser, personOf, type BotState } from './bot-state.js'
import { photoSize } from './picture.js'
import { publicChannelId, type WorldFile, type WorldMessage } from './world.js'

export type BotCall = { context: SandboxContext; state: BotState; parameters: Parameters }
export type BotMethod = (call: BotCall) => unknown

const maxText = 4_096
const maxCaption = 1_024
const maxPhotoBytes = 10 * 1024 * 1024
const maxUploadBytes = 50 * 1024 * 1024

/** The methods of core.telegram.org/bots/api that the sandbox knows, by lower-case name, but getUpdates and payments. */
export const botMethods: Record<string, BotMethod> = {
  getme: ({ state }) => botUser(state),
  deletewebhook: () => true,
  getwebhookinfo: ({ state }) => ({ url: '', has_custom_certificate: false, pending_update_count: state.updates.length }),
  logout: () => true,
  setmycommands: ({ state, parameters }) => {
    state.commands.set(textOf(parameters, 'language_code'), checkedCommands(jsonOf(parameters, 'commands')))
    return true
  },
  getmycommands: ({ state, parameters }) => state.commands.get(textOf(parameters, 'language_code')) ?? [],
  setchatmenubutton: () => true,
  sendchataction: (call) => Boolean(target(call)),
  getchat: (call) => chatOf(target(call)),
  getchatmember: (call) => chatMember(call),
  sendmessage: sendMessage,
  sendphoto: (call) => sendFile(call, 'photo'),
  sendvideo: (call) => sendFile(call, 'video'),
  sendmediagroup: sendMediaGroup,
  editmessagetext: (call) => edit(call, 'text'),
  editmessagecaption: (call) => edit(call, 'caption'),
  editmessagereplymarkup: (call) => edit(call, 'reply_markup'),
  deletemessage: (call) => remove(call, [numberOf(call.parameters, 'message_id') ?? 0]),
  deletemessages: (call) => remove(call, numbers(jsonOf(call.parameters, 'message_ids'))),
  answercallbackquery: answerCallback,
  getfile: ({ context, state, parameters }) => {
    const file = knownFile({ context, state }, textOf(parameters, 'file_id'))
    return { file_id: textOf(parameters, 'file_id'), file_unique_id: `u${file.id}`, file_size: file.bytes.length, file_path: `files/${file.id}` }
  },
}

/** The chat a call names; refuses as Telegram does when the bot may not write there. */
export function target({ context, state, parameters }: BotCall): Chat {
  const reference = textOf(parameters, 'chat_id')
  if (reference === '') throw badRequest('chat_id is empty')
  if (/^(-100\d+|@\w+)$/.test(reference)) {
    const channel = context.world.findChannel(reference)
    if (!channel) throw badRequest('chat not found')
    if (!channel.adminBotIds.has(state.botId)) throw new BotFailure(403, 'Forbidden: bot is not a member of the channel chat')
    return { kind: 'channel', channel }
  }
  const user = context.world.users.get(Number(reference))
  if (!user) throw badRequest('chat not found')
  if (user.hasBlockedBot) throw new BotFailure(403, 'Forbidden: bot was blocked by the user')
  if (!user.hasStarted) throw new BotFailure(403, "Forbidden: bot can't initiate conversation with a user")
  return { kind: 'private', user }
}

/** Writes into a chat and answers with the message; limits are counted first. */
export function deliver(call: BotCall, chat: Chat, drafts: Draft[]): Record<string, unknown>[] {
  const { context, state } = call
  if (context.config.limits) countMessages(state, { kind: chat.kind, id: chat.kind === 'channel' ? String(chat.channel.id) : String(chat.user.id) }, drafts.length)
  return drafts.map((draft) => {
    const message =
      chat.kind === 'channel' ? context.world.post(chat.channel, { ...draft, from: 'bot' }) : context.world.say(chat.user, { ...draft, from: 'bot' })
    return botMessage(context, state, chat, message)
  })
}

type Draft = Partial<Pick<WorldMessage, 'text' | 'entities' | 'file' | 'groupedId' | 'buttons' | 'protectContent' | 'invoice'>>

function sendMessage(call: BotCall): unknown {
  const chat = target(call)
  const { text, entities } = formatted(textOf(call.parameters, 'text'), textOf(call.parameters, 'parse_mode'))
  if (text === '') throw badRequest('message text is empty')
  if (text.length > maxText) throw badRequest('message is too long')
  const [sent] = deliver(call, chat, [{ text, entities, buttons: keyboardOf(call.parameters), protectContent: flagOf(call.parameters, 'protect_content') }])
  return sent
}

function sendFile(call: BotCall, kind: 'photo' | 'video'): unknown {
  const chat = target(call)
  const caption = checkedCaption(textOf(call.parameters, 'caption'), textOf(call.parameters, 'parse_mode'))
  const upload = call.parameters.uploads.get(kind)
  const file = upload ? newFile(call, kind, upload) : mediaFile(call, kind, textOf(call.parameters, kind))
  const buttons = keyboardOf(call.parameters)
  const [sent] = deliver(call, chat, [{ ...caption, file, buttons, protectContent: flagOf(call.parameters, 'protect_content') }])
  return sent
}

function sendMediaGroup(call: BotCall): unknown {
  const chat = target(call)
  const media = jsonOf(call.parameters, 'media')
  if (!Array.isArray(media)) throw badRequest("can't parse media JSON object")
  if (media.length < 2 || media.length > 10) throw badRequest(media.length > 10 ? 'too many messages to send as an album' : 'there must be at least 2 media in an album')
  const groupedId = call.context.world.newGroupedId()
  const drafts = media.map((item: unknown) => {
    if (!isRecord(item) || (item['type'] !== 'photo' && item['type'] !== 'video')) throw badRequest('unsupported media type in an album of the sandbox')
    const caption = checkedCaption(fieldText(item, 'caption'), fieldText(item, 'parse_mode'))
    return { ...caption, file: mediaFile(call, item['type'], fieldText(item, 'media')), groupedId }
  })
  return deliver(call, chat, drafts)
}

function checkedCaption(caption: string, parseMode: string): { text: string; entities: MessageEntity[] } {
  const parsed = formatted(caption, parseMode)
  if (parsed.text.length > maxCaption) throw badRequest('message caption is too long')
  return parsed
}

function mediaFile(call: BotCall, kind: 'photo' | 'video', reference: string): WorldFile {
  if (reference.startsWith('attach://')) {
    const upload = call.parameters.uploads.get(reference.slice('attach://'.length))
    if (!upload) throw badRequest(`can't parse media: file "${reference}" is not attached`)
    return newFile(call, kind, upload)
  }
  if (/^https?:/.test(reference)) throw badRequest('failed to get HTTP URL content')
  const file = knownFile(call, reference)
  if (file.kind !== kind) throw badRequest(`can't use file of type ${file.kind} as ${kind}`)
  return file
}

function newFile({ context }: Pick<BotCall, 'context'>, kind: 'photo' | 'video', { bytes, mimeType }: Upload): WorldFile {
  if (bytes.length === 0) throw badRequest('file must be non-empty')
  if (bytes.length > (kind === 'photo' ? maxPhotoBytes : maxUploadBytes)) throw new BotFailure(413, 'Request Entity Too Large')
  if (kind === 'video') return context.world.addFile({ kind, mimeType: 'video/mp4', bytes, width: 1280, height: 720 })
  const size = photoSize(bytes)
  if (!size) throw badRequest('IMAGE_PROCESS_FAILED')
  const { width, height } = size
  if (width + height > 10_000 || Math.max(width, height) / Math.min(width, height) > 20) throw badRequest('PHOTO_INVALID_DIMENSIONS')
  return context.world.addFile({ kind, mimeType, bytes, width, height })
}

function knownFile({ context, state }: Pick<BotCall, 'context' | 'state'>, fileId: string): WorldFile {
  const file = context.world.files.get(state.fileIds.get(fileId) ?? '')
  if (!file) throw badRequest('wrong file identifier/HTTP URL specified')
  fileIdOf(state, file)
  return file
}

function edit(call: BotCall, what: 'text' | 'caption' | 'reply_markup'): unknown {
  const { context, state, parameters } = call
  const chat = target(call)
  const messageId = numberOf(parameters, 'message_id') ?? 0
  const message = chat.kind === 'channel' ? chat.channel.messages.get(messageId) : chat.user.chat.get(messageId)
  if (!message) throw badRequest('message to edit not found')
  if (message.from !== 'bot') throw badRequest("message can't be edited")
  if (what === 'text' && message.file) throw badRequest('there is no text in the message to edit')
  if (what === 'caption' && !message.file) throw badRequest('there is no caption in the message to edit')
  const change = editedContent(parameters, what, message)
  const isSame = JSON.stringify([change.text ?? message.text, change.entities ?? message.entities, change.buttons]) === JSON.stringify([message.text, message.entities, message.buttons])
  if (isSame) throw badRequest('message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message')
  if (chat.kind === 'channel') context.world.edit(chat.channel, messageId, change)
  else {
    Object.assign(message, change, { editedAt: new Date() })
    context.world.emit('chat', chat.user, message)
  }
  return botMessage(context, state, chat, message)
}

function editedContent(parameters: Parameters, what: 'text' | 'caption' | 'reply_markup', message: WorldMessage): Pick<WorldMessage, 'buttons'> & Partial<WorldMessage> {
  const buttons = keyboardOf(parameters)
  if (what === 'reply_markup') return { buttons }
  if (what === 'caption') return { ...checkedCaption(textOf(parameters, 'caption'), textOf(parameters, 'parse_mode')), buttons: message.groupedId ? [] : buttons }
  const { text, entities } = formatted(textOf(parameters, 'text'), textOf(parameters, 'parse_mode'))
  if (text === '') throw badRequest('message text is empty')
  if (text.length > maxText) throw badRequest('MESSAGE_TOO_LONG')
  return { text, entities, buttons }
}

function remove(call: BotCall, messageIds: number[]): true {
  const chat = target(call)
  if (chat.kind === 'channel') call.context.world.delete(chat.channel, messageIds)
  else for (const id of messageIds) chat.user.chat.delete(id)
  return true
}

/** A query may be answered once and for a short time; the real limit is unpublished, 60 s is the strict end of what is reported. */
function answerCallback({ state, parameters }: BotCall): true {
  const id = textOf(parameters, 'callback_query_id')
  const query = state.callbacks.get(id)
  if (!query || Date.now() - query.at > 60_000) throw badRequest('query is too old and response timeout expired or query ID is invalid')
  if (textOf(parameters, 'text').length > 200) throw badRequest('MESSAGE_TOO_LONG')
  state.callbacks.delete(id)
  return true
}

function chatMember({ context, state, parameters }: BotCall): unknown {
  const channel = context.world.findChannel(textOf(parameters, 'chat_id'))
  if (!channel) throw badRequest('chat not found')
  const userId = numberOf(parameters, 'user_id') ?? 0
  if (userId === state.botId) return { status: channel.adminBotIds.has(userId) ? 'administrator' : 'left', user: botUser(state), can_post_messages: true, can_edit_messages: true, can_delete_messages: true }
  const user = context.world.users.get(userId)
  if (!user) throw badRequest('user not found')
  return { status: channel.members.has(userId) ? 'member' : 'left', user: personOf(user), chat: { id: Number(publicChannelId(channel)) } }
}

function checkedCommands(commands: unknown): unknown[] {
  if (!Array.isArray(commands) || commands.length > 100) throw badRequest("can't parse commands JSON object")
  for (const one of commands as unknown[]) {
    if (!isRecord(one) || !/^[a-z0-9_]{1,32}$/.test(fieldText(one, 'command'))) throw badRequest('BOT_COMMAND_INVALID')
    const description = fieldText(one, 'description')
    if (description.length < 1 || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  }
  return commands as unknown[]
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number).filter(Number.isInteger) : []
}
