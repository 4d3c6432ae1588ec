import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBotApi, startPolling, type BotApi, type BotUpdate, type InlineResult, type UpdatePolling } from '@cars-bot/adapters/bot-api'
import { until } from '@cars-bot/platform/testkit'
import { postAd, startSandbox, type Sandbox } from '@cars-bot/sandbox'

const person = 500_000_777
let sandbox: Sandbox
let bot: BotApi
let polling: UpdatePolling
const updates: BotUpdate[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error' })
  bot = createBotApi({ token: sandbox.context.config.botToken, apiRoot: `${sandbox.httpUrl}/telegram`, timeoutMs: 5_000 })
  polling = startPolling({ bot, onUpdate: async (update) => void updates.push(await Promise.resolve(update)), onError: () => {}, timeoutSeconds: 20 })
  await control('/telegram/users', { id: person, firstName: 'Анна' })
  await control(`/telegram/users/${person}/messages`, { text: '/start' })
})

afterAll(async () => {
  await polling.stop()
  await sandbox.close()
})

async function control(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${sandbox.httpUrl}/api${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  return response.json()
}

async function call(method: string, body: unknown = {}): Promise<unknown> {
  const response = await fetch(`${sandbox.httpUrl}/telegram/bot${sandbox.context.config.botToken}/${method}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  return ((await response.json()) as { result: unknown }).result
}

/** A file id of the bot's own, as it gets one by publishing. */
async function aFileId(): Promise<string> {
  const channel = sandbox.context.world.addChannel({ title: 'source' })
  const [messageId = 0] = postAd(sandbox.context, channel, { text: '', photos: 1 })
  const form = new FormData()
  form.set('chat_id', '-1001000000001')
  form.set('photo', new Blob([new Uint8Array(channel.messages.get(messageId)?.file?.bytes ?? [])], { type: 'image/png' }), 'photo.png')
  const response = await fetch(`${sandbox.httpUrl}/telegram/bot${sandbox.context.config.botToken}/sendPhoto`, { method: 'POST', body: form })
  const { result } = (await response.json()) as { result: { photo: { file_id: string }[] } }
  return result.photo[0]?.file_id ?? ''
}

test('commands are set for everybody, for a language and for one chat; the button opens them', async () => {
  const menu = (word: string) => [{ command: 'start', description: word }]
  await bot.setCommands(menu('all'))
  await bot.setCommands(menu('русский'), { languageCode: 'ru' })
  await bot.setCommands(menu('admin'), { chatId: BigInt(person) })
  await bot.showCommandsButton()
  expect(await call('getMyCommands')).toEqual(menu('all'))
  expect(await call('getMyCommands', { language_code: 'ru' })).toEqual(menu('русский'))
  expect(await call('getMyCommands', { scope: { type: 'chat', chat_id: person } })).toEqual(menu('admin'))
  expect(await call('getChatMenuButton')).toEqual({ type: 'commands' })
})

test('finds of an inline query arrive with photo, text and buttons; an answer too late is no failure', async () => {
  const asking = control(`/telegram/users/${person}/inline-queries`, { query: 'camry', offset: '10' })
  const asked = await until('the inline query', () => updates.find((update) => update.kind === 'inline'))
  expect(asked).toMatchObject({ query: 'camry', offset: '10', from: { telegramId: BigInt(person) } })
  const find: InlineResult = { id: 'a', title: 'Camry', description: '2 000 000 ₽', html: '<b>Camry</b>', photoFileId: null, keyboard: [[{ text: 'Контакты', url: 'https://t.me/cars_bot?start=contact_a' }]] }
  const answer = { queryId: asked.queryId, results: [find, { ...find, id: 'b', photoFileId: await aFileId() }], nextOffset: '20', button: { text: 'Искать в боте', startPayload: 'search' } }
  await bot.answerInline(answer)
  expect(await asking).toMatchObject({ nextOffset: '20', results: [{ type: 'article', id: 'a' }, { type: 'photo', id: 'b', caption: '<b>Camry</b>' }] })
  await expect(bot.answerInline(answer)).resolves.toBeUndefined()
})

test.each([
  ['a file id of nobody', { photoFileId: 'AgACnobody' }, 'wrong file identifier'],
  ['a text that is too long', { html: 'x'.repeat(4_097) }, 'MESSAGE_TOO_LONG'],
  ['tags that are not closed', { html: '<b>Camry' }, "can't parse entities"],
])('an inline find with %s is refused', async (_what, wrong, words) => {
  const asking = control(`/telegram/users/${person}/inline-queries`, { query: words })
  const asked = await until('the inline query', () => updates.find((update) => update.kind === 'inline' && update.query === words))
  if (asked.kind !== 'inline') throw new Error('not an inline query')
  const find: InlineResult = { id: 'a', title: 'Camry', description: '', html: 'Camry', photoFileId: null, keyboard: [], ...wrong }
  await expect(bot.answerInline({ queryId: asked.queryId, results: [find], nextOffset: '' })).rejects.toThrow(words)
  await bot.answerInline({ queryId: asked.queryId, results: [], nextOffset: '' })
  await asking
})

test('a photo with buttons arrives, and is deleted once however often it is asked', async () => {
  const chatId = BigInt(person)
  const { messageId } = await bot.sendPhoto({ chatId, fileId: await aFileId(), html: '<b>Camry</b>', keyboard: [[{ text: 'Закрыть', data: 'close' }]] })
  const chat = sandbox.context.world.users.get(person)?.chat
  expect(chat?.get(messageId)).toMatchObject({ text: 'Camry', buttons: [[{ text: 'Закрыть', data: 'close' }]] })
  await bot.deleteMessage({ chatId, messageId })
  await bot.deleteMessage({ chatId, messageId })
  expect(chat?.has(messageId)).toBe(false)
})

test('the buttons of a photo, as a press tells them, are changed alone, and changing nothing is no failure', async () => {
  const chatId = BigInt(person)
  const keyboard = [[{ text: 'Сохранить', data: 'save:x' }, { text: 'Канал', url: 'https://t.me/x' }], [{ text: 'Номер', copyText: '+79000000001' }]]
  const { messageId } = await bot.sendPhoto({ chatId, fileId: await aFileId(), html: 'Camry', keyboard })
  await control(`/telegram/users/${person}/callbacks`, { messageId, data: 'save:x' })
  expect(await until('the press', () => updates.find((update) => update.kind === 'callback'))).toMatchObject({ messageId, keyboard })
  const changed = [[{ text: 'Убрать', data: 'unsave:x' }]]
  for (let n = 0; n < 2; n++) await bot.editKeyboard({ chatId, messageId, keyboard: changed })
  expect(sandbox.context.world.users.get(person)?.chat.get(messageId)).toMatchObject({ text: 'Camry', buttons: changed })
})
