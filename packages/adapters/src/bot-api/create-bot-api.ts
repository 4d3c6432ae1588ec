import { readFile } from 'node:fs/promises'
import type { InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResult, InputMediaPhoto, InputMediaVideo, Message, Update } from '@telegraf/types'
import { createBotClient, type BotApiOptions, type CallBot, type UploadFile } from './client.js'
import { wantedUpdates } from './parse-update.js'
import { BotFailure, BotRefusal, type RefusalReason } from './refusal.js'
import { starMethods } from './star-methods.js'
import type { BotApi, Button, InlineResult, Keyboard, OutgoingMedia, SentMedia } from './types.js'

/** Seconds a poll may take beyond its own waiting. */
const pollSlackMs = 10_000

/** The Bot API (core.telegram.org/bots/api) in our words, HTML throughout. Nothing is tried twice here. */
export function createBotApi(options: BotApiOptions): BotApi {
  const call = createBotClient(options)
  return {
    async getMe() {
      const { id, username } = await call('getMe', {})
      return { telegramId: BigInt(id), username }
    },
    async sendText({ chatId, html, keyboard, protectContent = false }) {
      const sent = await call('sendMessage', { chat_id: Number(chatId), text: html, protect_content: protectContent, ...asText, ...markup(keyboard) })
      return { messageId: sent.message_id }
    },
    async sendMedia(input) {
      return sentMedia(await sendMedia(call, input))
    },
    async editText({ chatId, messageId, html, keyboard }) {
      const place = { chat_id: Number(chatId), message_id: messageId }
      await unless('not-modified', () => call('editMessageText', inChat({ ...place, text: html, ...asText, ...markup(keyboard) })))
    },
    async editKeyboard({ chatId, messageId, keyboard }) {
      await unless('not-modified', () => call('editMessageReplyMarkup', { chat_id: Number(chatId), message_id: messageId, ...markup(keyboard) }))
    },
    async editCaption({ chatId, messageId, html }) {
      await unless('not-modified', () => call('editMessageCaption', { chat_id: Number(chatId), message_id: messageId, caption: html, parse_mode: 'HTML' }))
    },
    async answerCallback({ callbackId, text, isAlert = false }) {
      const shown = text ? { text: text.slice(0, 200) } : {}
      await unless('query-too-old', () => call('answerCallbackQuery', { callback_query_id: callbackId, show_alert: isAlert, ...shown }))
    },
    async setCommands(commands, { languageCode, chatId } = {}) {
      const scope = chatId === undefined ? {} : { scope: { type: 'chat' as const, chat_id: Number(chatId) } }
      await call('setMyCommands', { commands, ...scope, ...(languageCode ? { language_code: languageCode } : {}) })
    },
    async showCommandsButton() {
      await call('setChatMenuButton', { menu_button: { type: 'commands' } })
    },
    async sendPhoto({ chatId, fileId, html, keyboard }) {
      const sent = await call('sendPhoto', { chat_id: Number(chatId), photo: fileId, caption: html, parse_mode: 'HTML', ...markup(keyboard) })
      return { messageId: sent.message_id }
    },
    async deleteMessage({ chatId, messageId }) {
      await unless('message-gone', () => call('deleteMessage', { chat_id: Number(chatId), message_id: messageId }))
    },
    async answerInline({ queryId, results, nextOffset, button }) {
      const above = button ? { button: { text: button.text, start_parameter: button.startPayload } } : {}
      const found = results.map(inlineResult)
      await unless('query-too-old', () => call('answerInlineQuery', { inline_query_id: queryId, results: found, next_offset: nextOffset, cache_time: inlineCacheSeconds, is_personal: true, ...above }))
    },
    ...starMethods(call),
    async getUpdates({ offset, timeoutSeconds, signal }) {
      return poll(call, { offset, timeoutSeconds, ...(signal ? { signal } : {}) })
    },
  }
}

/** Prices fall and cars are sold: the default of 300 s shows them too long. */
const inlineCacheSeconds = 30

function inlineResult({ id, title, description, html, photoFileId, keyboard }: InlineResult): InlineQueryResult {
  const common = { id, title, description, ...markup(keyboard) }
  if (photoFileId !== null) return { ...common, type: 'photo', photo_file_id: photoFileId, caption: html, parse_mode: 'HTML' }
  return { ...common, type: 'article', input_message_content: { message_text: html, ...asText } }
}

const asText = { parse_mode: 'HTML' as const, link_preview_options: { is_disabled: true } }

async function sendMedia(call: CallBot, { chatId, html, media }: { chatId: bigint; html: string; media: OutgoingMedia[] }): Promise<Message[]> {
  const [first, ...others] = media
  if (!first) throw new RangeError('sendMedia needs at least one item')
  if (media.length > 10) throw new RangeError('an album has at most 10 items')
  const chat_id = Number(chatId)
  if (others.length > 0) return call('sendMediaGroup', { chat_id, media: await album(media, html) })
  const caption = { caption: html, parse_mode: 'HTML' as const }
  const file = await fileOf(first)
  return [first.kind === 'photo' ? await call('sendPhoto', { chat_id, photo: file, ...caption }) : await call('sendVideo', { chat_id, video: file, supports_streaming: true, ...caption })]
}

/** The caption of the first item is shown under the whole album. */
async function album(media: readonly OutgoingMedia[], html: string): Promise<(InputMediaPhoto<UploadFile> | InputMediaVideo<UploadFile>)[]> {
  return Promise.all(
    media.map(async (item, index) => {
      const file = await fileOf(item)
      const caption = index === 0 ? { caption: html, parse_mode: 'HTML' as const } : {}
      return item.kind === 'photo' ? { type: 'photo' as const, media: file, ...caption } : { type: 'video' as const, media: file, supports_streaming: true, ...caption }
    }),
  )
}

/** Photos are read whole: an upload that is broken off would leave their files open. Videos may be too large for that. */
async function fileOf(item: OutgoingMedia): Promise<UploadFile | string> {
  if ('fileId' in item) return item.fileId
  if (item.kind === 'video') return { source: item.path, filename: 'video.mp4' }
  const source = await readFile(item.path).catch(() => {
    throw new BotFailure('the photo to send could not be read', { mayHaveArrived: false, code: 'ENOENT' })
  })
  return { source, filename: 'photo.jpg' }
}

/** A webhook left over from elsewhere makes polling impossible: it is removed. */
async function poll(call: CallBot, { offset, timeoutSeconds, signal }: { offset: number; timeoutSeconds: number; signal?: AbortSignal }): Promise<Update[]> {
  const limits = { limitMs: timeoutSeconds * 1_000 + pollSlackMs, ...(signal ? { signal } : {}) }
  const ask = (): Promise<Update[]> => call('getUpdates', { offset, timeout: timeoutSeconds, allowed_updates: wantedUpdates }, limits)
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof BotFailure && error.status === 409 && /webhook/i.test(error.message))) throw error
    await call('deleteWebhook', {}, limits)
    return ask()
  }
}

async function unless(reason: RefusalReason, action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (error) {
    if (!(error instanceof BotRefusal && error.reason === reason)) throw error
  }
}

function markup(keyboard: Keyboard | undefined): { reply_markup?: InlineKeyboardMarkup } {
  return keyboard && keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard.map((row) => row.map(buttonOf)) } } : {}
}

/** @telegraf/types 9.2.1 declares the button of Bot API 7.11 that copies a text, but leaves it out of the union. */
function buttonOf(button: Button): InlineKeyboardButton {
  if ('url' in button) return { text: button.text, url: button.url }
  if ('data' in button) return { text: button.text, callback_data: button.data }
  return { text: button.text, copy_text: { text: button.copyText } } as unknown as InlineKeyboardButton
}

/** Of the two forms of editMessageText the types keep only the one for inline messages; this is the other, for a message in a chat. */
function inChat(payload: { chat_id: number; message_id: number; text: string }): { text: string } {
  return payload
}

function sentMedia(messages: readonly Message[]): SentMedia {
  return { messageIds: messages.map((message) => message.message_id), fileIds: messages.map(fileIdOf) }
}

/** Of a photo's sizes the last is the largest. */
function fileIdOf(message: Message): string | null {
  if ('photo' in message) return message.photo.at(-1)?.file_id ?? null
  return 'video' in message ? message.video.file_id : null
}
