import { until } from '@cars-bot/platform/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../server.js'
import { carPicture, photoSize } from './picture.js'

type Answer = { ok: boolean; error_code?: number; description?: string; result?: unknown; parameters?: { retry_after: number } }

const person = 602_000_001
let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: true, logLevel: 'error' })
  await control('/telegram/users', { id: person, firstName: 'Анна' })
  await control(`/telegram/users/${person}/messages`, { text: '/start' })
})
afterEach(() => sandbox.close())

async function bot(method: string, body: object | string = {}): Promise<Answer> {
  const response = await fetch(`${sandbox.httpUrl}/telegram/bot${sandbox.context.config.botToken}/${method}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  return (await response.json()) as Answer
}

async function control(path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${sandbox.httpUrl}/api${path}`, body ? { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {})
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function updates(parameters: object = {}): Promise<Record<string, unknown>[]> {
  const { result } = await bot('getUpdates', parameters)
  return result as Record<string, unknown>[]
}

async function sent(text: string): Promise<number> {
  const { result } = await bot('sendMessage', { chat_id: person, text })
  return (result as { message_id: number }).message_id
}

test('updates come again until a higher offset confirms them, and only of the kinds asked for', async () => {
  const [first] = await updates()
  expect(first).toMatchObject({ message: { text: '/start', entities: [{ type: 'bot_command', offset: 0, length: 6 }] } })
  expect(await updates()).toEqual([first])
  expect(await updates({ offset: Number(first?.['update_id']) + 1, allowed_updates: ['callback_query'] })).toEqual([])
  await control(`/telegram/users/${person}/messages`, { text: 'не придёт' })
  await control(`/telegram/users/${person}/callbacks`, { messageId: await sent('меню'), data: 'a' })
  expect((await updates()).map((update) => Object.keys(update)[1])).toEqual(['callback_query'])
})

test('a poll ends at once when an update comes', async () => {
  const [{ update_id: last } = {}] = await updates()
  const waiting = updates({ offset: Number(last) + 1, timeout: 50 })
  await control('/health')
  await control(`/telegram/users/${person}/messages`, { text: 'привет' })
  expect(await waiting).toMatchObject([{ message: { text: 'привет' } }])
})

test('wrong kinds of parameters and broken JSON are refused, unknown parameters are not', async () => {
  expect(await bot('sendMessage', '{')).toMatchObject({ error_code: 400 })
  expect(await bot('sendMessage', { chat_id: person, text: { a: 1 } })).toMatchObject({ error_code: 400 })
  expect(await bot('editMessageText', { chat_id: person, message_id: 'x', text: 'a' })).toMatchObject({ error_code: 400 })
  expect(await bot('sendMessage', { chat_id: person, text: 'a', reply_markup: 'x' })).toMatchObject({ error_code: 400 })
  expect(await bot('SENDMESSAGE', { chat_id: person, text: 'a', colour: 'red' })).toMatchObject({ ok: true })
})

test('the sixth message at once into a private chat is refused, edits have a limit of their own', async () => {
  const messageId = await sent('0')
  for (const text of ['1', '2', '3', '4']) expect(await bot('sendMessage', { chat_id: person, text })).toMatchObject({ ok: true })
  const refused = await bot('sendMessage', { chat_id: person, text: '5' })
  expect(refused).toMatchObject({ error_code: 429 })
  expect(refused.parameters?.retry_after).toBeGreaterThanOrEqual(1)
  expect(await bot('editMessageText', { chat_id: person, message_id: messageId, text: 'иначе' })).toMatchObject({ ok: true })
})

test('a channel where the bot is no admin can neither be written to nor looked into', async () => {
  const { body } = await control('/telegram/channels', { title: 'Чужой', username: 'not_ours' })
  expect(await bot('sendMessage', { chat_id: body['id'], text: 'a' })).toMatchObject({ error_code: 403 })
  expect(await bot('getChat', { chat_id: body['id'] })).toMatchObject({ error_code: 400 })
  expect(await bot('getChat', { chat_id: '@not_ours' })).toMatchObject({ result: { type: 'channel', title: 'Чужой' } })
  expect(await bot('getChatMember', { chat_id: '@not_ours', user_id: person })).toMatchObject({ description: 'Bad Request: member list is inaccessible' })
  expect(await bot('getChatMember', { chat_id: '@sandbox_news', user_id: sandbox.context.config.botToken.split(':')[0] })).toMatchObject({ result: { status: 'administrator', can_post_messages: true } })
})

test('a message is deleted once, a list passes over what is gone, and a private one only for 48 hours', async () => {
  const ids = [await sent('a'), await sent('b'), await sent('c')]
  expect(await bot('deleteMessage', { chat_id: person, message_id: ids[0] })).toMatchObject({ ok: true })
  expect(await bot('deleteMessage', { chat_id: person, message_id: ids[0] })).toMatchObject({ description: 'Bad Request: message to delete not found' })
  expect(await bot('deleteMessages', { chat_id: person, message_ids: ids.slice(0, 2) })).toMatchObject({ ok: true })
  const chat = sandbox.context.world.users.get(person)?.chat
  const old = chat?.get(ids[2] ?? 0)
  old?.date.setTime(Date.now() - 49 * 3_600_000)
  expect(await bot('deleteMessage', { chat_id: person, message_id: ids[2] })).toMatchObject({ error_code: 400 })
  expect([...(chat?.keys() ?? [])]).not.toContain(ids[1])
})

test('a press is answered once, and the person sees the answer', async () => {
  const { body } = await control(`/telegram/users/${person}/callbacks`, { messageId: await sent('меню'), data: 'x' })
  const answer = { callback_query_id: body['callbackId'], text: 'Готово', show_alert: true }
  expect(await bot('answerCallbackQuery', answer)).toMatchObject({ ok: true })
  expect((await control(`/telegram/users/${person}/callbacks/${String(body['callbackId'])}`)).body).toMatchObject({ answered: true, text: 'Готово', showAlert: true })
  expect(await bot('answerCallbackQuery', answer)).toMatchObject({ error_code: 400 })
})

test('an inline query brings the results of the bot to the person, results with one id twice are refused', async () => {
  const asking = control(`/telegram/users/${person}/inline-queries`, { query: 'camry' })
  const found = await until('the inline query', async () => (await updates()).find((update) => 'inline_query' in update))
  const { id } = found['inline_query'] as { id: string }
  const article = { type: 'article', id: '1', title: 'Camry', input_message_content: { message_text: 'Camry' } }
  expect(await bot('answerInlineQuery', { inline_query_id: id, results: [article, article] })).toMatchObject({ description: 'Bad Request: RESULT_ID_DUPLICATE' })
  expect(await bot('answerInlineQuery', { inline_query_id: id, results: [article], next_offset: '1' })).toMatchObject({ ok: true })
  expect(await asking).toMatchObject({ status: 200, body: { results: [article], nextOffset: '1' } })
})

test('a subscription by link lasts 30 days exactly, and stands in the register with its refund', async () => {
  const invoice = { title: 'Месяц', description: 'Подписка', payload: 'p', currency: 'XTR', prices: [{ label: 'Месяц', amount: 150 }] }
  expect(await bot('createInvoiceLink', { ...invoice, subscription_period: 86_400 })).toMatchObject({ error_code: 400 })
  const { result: link } = await bot('createInvoiceLink', { ...invoice, subscription_period: 2_592_000 })
  const paying = control(`/telegram/users/${person}/payments`, { link: String(link) })
  const asked = await until('the pre-checkout query', async () => (await updates()).find((update) => 'pre_checkout_query' in update))
  await bot('answerPreCheckoutQuery', { pre_checkout_query_id: (asked['pre_checkout_query'] as { id: string }).id, ok: true })
  const { chargeId } = (await paying).body
  expect((await updates()).at(-1)).toMatchObject({ message: { successful_payment: { is_recurring: true, is_first_recurring: true, telegram_payment_charge_id: chargeId } } })
  await bot('refundStarPayment', { user_id: person, telegram_payment_charge_id: chargeId })
  expect((await updates()).at(-1)).toMatchObject({ message: { refunded_payment: { total_amount: 150, telegram_payment_charge_id: chargeId } } })
  expect(await bot('getStarTransactions')).toMatchObject({ result: { transactions: [{ id: chargeId, source: { type: 'user' } }, { id: chargeId, receiver: { type: 'user' } }] } })
})

test('an answer that is lost after the act leaves the message behind', async () => {
  sandbox.context.faults.add({ target: 'bot-api', kind: 'disconnect', method: 'sendMessage', isAfter: true, times: 1 })
  await expect(bot('sendMessage', { chat_id: person, text: 'дошло' })).rejects.toThrow('fetch failed')
  expect([...(sandbox.context.world.users.get(person)?.chat.values() ?? [])].at(-1)?.text).toBe('дошло')
  expect(sandbox.context.requests.of('bot-api').at(-1)).toMatchObject({ status: 0, body: { text: 'дошло' } })
})

test('a photo over 10 MB, a file that is no photo and sides beyond the limits are refused', async () => {
  const send = async (bytes: Buffer): Promise<Answer> => {
    const form = new FormData()
    form.set('chat_id', '@sandbox_news')
    form.set('photo', new Blob([new Uint8Array(bytes)]), 'p.png')
    return (await (await fetch(`${sandbox.httpUrl}/telegram/bot${sandbox.context.config.botToken}/sendPhoto`, { method: 'POST', body: form })).json()) as Answer
  }
  expect(await send(Buffer.alloc(10 * 1_024 * 1_024 + 1))).toMatchObject({ error_code: 400, description: expect.stringContaining('too big for a photo') as unknown })
  expect(await send(Buffer.from('no photo'))).toMatchObject({ description: 'Bad Request: IMAGE_PROCESS_FAILED' })
  expect(await send(carPicture(1, 210, 10))).toMatchObject({ description: 'Bad Request: PHOTO_INVALID_DIMENSIONS' })
  const { result } = await send(carPicture(1, 64, 48))
  const fileId = (result as { photo: { file_id: string }[] }).photo.at(-1)?.file_id
  const { result: file } = await bot('getFile', { file_id: fileId })
  const download = await fetch(`${sandbox.httpUrl}/telegram/file/bot${sandbox.context.config.botToken}/${(file as { file_path: string }).file_path}`)
  expect(Buffer.from(await download.arrayBuffer())).toEqual(carPicture(1, 64, 48))
})

test('no two pictures are alike, and each is a photo of 640 by 480', () => {
  const pictures = Array.from({ length: 60 }, (_, index) => carPicture(index + 1, 160, 120))
  expect(new Set(pictures.map((picture) => picture.toString('base64'))).size).toBe(60)
  expect(photoSize(carPicture(7))).toEqual({ width: 640, height: 480 })
})

test('the page is told of posts, messages and calls as they come', async () => {
  const stream = await fetch(`${sandbox.httpUrl}/api/events`)
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  await bot('sendMessage', { chat_id: '@sandbox_news', text: 'новость' })
  await bot('sendMessage', { chat_id: person, text: 'привет' })
  let told = ''
  while (!/event: channel[\s\S]*event: chat\n/.test(told) || !told.includes('sendMessage')) told += (await reader?.read())?.value ?? ''
  expect(told).toContain('"change":"new"')
  expect(told).toContain(`"userId":${person}`)
  await reader?.cancel()
})
