import { z } from 'zod'
import { BotRefusal, createBotClient, type BotApiOptions } from './client.js'
import type { BotApi, Button, Keyboard, OutgoingMedia, SentMedia } from './types.js'

export { BotRefusal, type RefusalReason } from './client.js'
export { startPolling, type PollingOptions } from './start-polling.js'
export type { BotApi, BotUpdate, Button, Command, Keyboard, OutgoingMedia, Person, SentMedia, UpdatePolling } from './types.js'

const file = z.object({ file_id: z.string() })
const sent = z.object({ message_id: z.int(), photo: z.array(file).optional(), video: file.optional() })
const me = z.object({ id: z.number(), username: z.string() })

/** The Bot API (core.telegram.org/bots/api) in our words, HTML throughout. */
export function createBotApi(options: BotApiOptions): BotApi {
  const { call } = createBotClient(options)
  return {
    async getMe() {
      const { id, username } = me.parse(await call('getMe', {}))
      return { telegramId: BigInt(id), username }
    },
    async sendText({ chatId, html, keyboard, protectContent = false }) {
      const payload = { chat_id: String(chatId), text: html, parse_mode: 'HTML', link_preview_options: { is_disabled: true }, protect_content: protectContent, ...markup(keyboard) }
      return { messageId: sent.parse(await call('sendMessage', payload)).message_id }
    },
    async sendMedia({ chatId, html, media }) {
      const [first, ...others] = media
      if (!first) throw new RangeError('sendMedia needs at least one item')
      if (media.length > 10) throw new RangeError('an album has at most 10 items')
      if (others.length === 0) {
        const method = first.kind === 'photo' ? 'sendPhoto' : 'sendVideo'
        return sentMedia([await call(method, { chat_id: String(chatId), [first.kind]: sourceOf(first), caption: html, parse_mode: 'HTML' })])
      }
      const items = media.map((item, index) => ({ type: item.kind, media: sourceOf(item), ...(index === 0 ? { caption: html, parse_mode: 'HTML' } : {}) }))
      return sentMedia(z.array(z.unknown()).parse(await call('sendMediaGroup', { chat_id: String(chatId), media: items })))
    },
    async editText({ chatId, messageId, html, keyboard }) {
      const payload = { chat_id: String(chatId), message_id: messageId, text: html, parse_mode: 'HTML', link_preview_options: { is_disabled: true }, ...markup(keyboard) }
      await unlessSame(() => call('editMessageText', payload))
    },
    async editCaption({ chatId, messageId, html }) {
      await unlessSame(() => call('editMessageCaption', { chat_id: String(chatId), message_id: messageId, caption: html, parse_mode: 'HTML' }))
    },
    async answerCallback({ callbackId, text, isAlert = false }) {
      try {
        await call('answerCallbackQuery', { callback_query_id: callbackId, ...(text ? { text: text.slice(0, 200) } : {}), show_alert: isAlert })
      } catch (error) {
        if (!(error instanceof BotRefusal)) throw error
      }
    },
    async setCommands(commands, languageCode) {
      await call('setMyCommands', { commands, ...(languageCode ? { language_code: languageCode } : {}) })
    },
    async getUpdates({ offset, timeoutSeconds }) {
      const answer = await call('getUpdates', { offset, timeout: timeoutSeconds, allowed_updates: ['message', 'callback_query', 'my_chat_member'] }, timeoutSeconds * 1_000 + 10_000)
      return z.array(z.looseObject({ update_id: z.int() })).parse(answer)
    },
  }
}

function markup(keyboard: Keyboard | undefined): { reply_markup?: object } {
  return keyboard && keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard.map((row) => row.map(buttonOf)) } } : {}
}

function buttonOf(button: Button): object {
  if ('url' in button) return { text: button.text, url: button.url }
  if ('data' in button) return { text: button.text, callback_data: button.data }
  return { text: button.text, copy_text: { text: button.copyText } }
}

function sourceOf(item: OutgoingMedia): string | { source: string; filename: string } {
  if ('fileId' in item) return item.fileId
  return { source: item.path, filename: item.kind === 'photo' ? 'photo.jpg' : 'video.mp4' }
}

function sentMedia(messages: readonly unknown[]): SentMedia {
  const parsed = messages.map((message) => sent.parse(message))
  return { messageIds: parsed.map((message) => message.message_id), fileIds: parsed.map(({ photo, video }) => photo?.at(-1)?.file_id ?? video?.file_id ?? null) }
}

async function unlessSame(edit: () => Promise<unknown>): Promise<void> {
  try {
    await edit()
  } catch (error) {
    if (!(error instanceof BotRefusal && error.reason === 'not-modified')) throw error
  }
}
