import { afterEach, beforeEach, expect, test } from 'vitest'
import { newsChannelId } from '../config.js'
import { startSandbox, type Sandbox } from '../server.js'
import { carPicture } from './picture.js'
import type { WorldChannel } from './world.js'

type Answer = { ok: boolean; error_code?: number; description?: string; result?: unknown }

const news = '@sandbox_news'
let sandbox: Sandbox
let channel: WorldChannel

beforeEach(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error' })
  const found = sandbox.context.world.channels.get(newsChannelId)
  if (!found) throw new Error('the sandbox has no news channel')
  channel = found
})
afterEach(() => sandbox.close())

async function bot(method: string, body: object | FormData): Promise<Answer> {
  const isForm = body instanceof FormData
  const response = await fetch(`${sandbox.httpUrl}/telegram/bot${sandbox.context.config.botToken}/${method}`, {
    method: 'POST',
    body: isForm ? body : JSON.stringify(body),
    ...(isForm ? {} : { headers: { 'content-type': 'application/json' } }),
  })
  return (await response.json()) as Answer
}

async function sentText(): Promise<number> {
  return ((await bot('sendMessage', { chat_id: news, text: 'Camry' })).result as { message_id: number }).message_id
}

async function sentPhoto(): Promise<number> {
  const form = new FormData()
  form.set('chat_id', news)
  form.set('caption', 'Camry')
  form.set('photo', new Blob([new Uint8Array(carPicture(1, 64, 48))], { type: 'image/png' }), 'p.png')
  return ((await bot('sendPhoto', form)).result as { message_id: number }).message_id
}

test('a message that was deleted or never was is not to be edited', async () => {
  const messageId = await sentPhoto()
  sandbox.context.world.delete(channel, [messageId])
  for (const id of [messageId, 999_999]) {
    expect(await bot('editMessageCaption', { chat_id: news, message_id: id, caption: 'Corolla' })).toMatchObject({ error_code: 400, description: 'Bad Request: message to edit not found' })
  }
})

test('what the channel or another wrote is not to be edited', async () => {
  const { id } = sandbox.context.world.post(channel, { from: 'channel', text: 'Правила канала' })
  expect(await bot('editMessageText', { chat_id: news, message_id: id, text: 'иначе' })).toMatchObject({ error_code: 400, description: "Bad Request: message can't be edited" })
  expect(channel.messages.get(id)?.text).toBe('Правила канала')
})

test('an edit is held to the limits of what it edits: 1024 for a caption, 4096 for a text, and neither in the place of the other', async () => {
  const [text, photo] = [await sentText(), await sentPhoto()]
  const caption = (length: number) => bot('editMessageCaption', { chat_id: news, message_id: photo, caption: `<b>${'я'.repeat(length)}</b>`, parse_mode: 'HTML' })
  expect(await caption(1_025)).toMatchObject({ error_code: 400, description: 'Bad Request: message caption is too long' })
  expect(channel.messages.get(photo)?.text).toBe('Camry')
  expect((await caption(1_024)).ok).toBe(true)
  expect(await bot('editMessageText', { chat_id: news, message_id: text, text: 'я'.repeat(4_097) })).toMatchObject({ description: 'Bad Request: MESSAGE_TOO_LONG' })
  expect(await bot('editMessageText', { chat_id: news, message_id: text, text: '' })).toMatchObject({ description: 'Bad Request: message text is empty' })
  expect(await bot('editMessageText', { chat_id: news, message_id: photo, text: 'a' })).toMatchObject({ description: 'Bad Request: there is no text in the message to edit' })
  expect(await bot('editMessageCaption', { chat_id: news, message_id: text, caption: 'a' })).toMatchObject({ description: 'Bad Request: there is no caption in the message to edit' })
  expect((await bot('editMessageText', { chat_id: news, message_id: text, text: '<b>Camry', parse_mode: 'HTML' })).error_code).toBe(400)
})

test('an edit that changes nothing is refused, one that changes only the marks is not, and age does not matter', async () => {
  const photo = await sentPhoto()
  channel.messages.get(photo)?.date.setTime(Date.now() - 90 * 86_400_000)
  const edit = (caption: string) => bot('editMessageCaption', { chat_id: news, message_id: photo, caption, parse_mode: 'HTML' })
  expect((await edit('Camry')).description).toBe('Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message')
  expect((await edit('<b>Camry</b>')).ok).toBe(true)
})

test('a bot that is no admin of the channel any more edits nothing there', async () => {
  const messageId = await sentText()
  channel.adminBotIds.clear()
  expect(await bot('editMessageText', { chat_id: news, message_id: messageId, text: 'иначе' })).toMatchObject({ error_code: 403 })
})
