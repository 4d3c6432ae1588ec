import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../server.js'
import { carPicture } from './picture.js'

const token = '7000000001:sandbox_token_of_the_demo_bot_000000'
const person = 601_000_001
const news = '@sandbox_news'
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: false, logLevel: 'error' })
  await control('POST', '/telegram/users', { id: person, firstName: 'Анна' })
  await control('POST', `/telegram/users/${person}/messages`, { text: '/start' })
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.context.faults.clear())

type Answer = { ok: boolean; error_code?: number; description?: string; result?: unknown; parameters?: { retry_after?: number } }

async function bot(method: string, body: object | FormData = {}, as = token): Promise<Answer> {
  const isForm = body instanceof FormData
  const response = await fetch(`${sandbox.httpUrl}/telegram/bot${as}/${method}`, {
    method: 'POST',
    body: isForm ? body : JSON.stringify(body),
    ...(isForm ? {} : { headers: { 'content-type': 'application/json' } }),
  })
  return (await response.json()) as Answer
}

async function control(method: string, path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${sandbox.httpUrl}/api${path}`, { method, ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

function album(count: number, caption = 'Машина'): FormData {
  const form = new FormData()
  const media = Array.from({ length: count }, (_, index) => ({ type: 'photo', media: `attach://p${index}`, ...(index === 0 ? { caption } : {}) }))
  form.set('chat_id', news)
  form.set('media', JSON.stringify(media))
  for (let index = 0; index < count; index++) form.set(`p${index}`, new Blob([carPicture(index, 64, 48)], { type: 'image/png' }), 'p.png')
  return form
}

test('a wrong token is refused with 401, an unknown method with 404', async () => {
  expect(await bot('getMe', {}, '7000000001:wrong_token_wrong_token_wrong_token_0')).toMatchObject({ ok: false, error_code: 401 })
  expect(await bot('flyToMoon')).toMatchObject({ ok: false, error_code: 404 })
})

test('a second poller ends the first with 409', async () => {
  const first = bot('getUpdates', { offset: 999_999_999, timeout: 20 })
  await new Promise((resolve) => setImmediate(resolve))
  while (sandbox.context.requests.of('bot-api').length < 1) await new Promise((resolve) => setImmediate(resolve))
  const second = await bot('getUpdates', { offset: 999_999_999, timeout: 0 })
  expect(second.ok).toBe(true)
  expect(await first).toMatchObject({ ok: false, error_code: 409, description: expect.stringContaining('terminated by other getUpdates request') as unknown })
})

test('a text over 4096 units, an empty one, and broken HTML are refused', async () => {
  expect(await bot('sendMessage', { chat_id: person, text: 'я'.repeat(4_097) })).toMatchObject({ ok: false, error_code: 400 })
  expect((await bot('sendMessage', { chat_id: person, text: 'я'.repeat(4_096) })).ok).toBe(true)
  expect(await bot('sendMessage', { chat_id: person, text: '  ' })).toMatchObject({ ok: false, error_code: 400 })
  for (const text of ['<b>open', 'x</b>', '<table>x</table>', '<b><i>x</b></i>']) {
    expect(await bot('sendMessage', { chat_id: person, text, parse_mode: 'HTML' })).toMatchObject({ ok: false, error_code: 400, description: expect.stringContaining("can't parse entities") as unknown })
  }
})

test('the length is counted after entity parsing, in UTF-16 units', async () => {
  const { result } = await bot('sendMessage', { chat_id: person, text: `<b>🚗</b> <a href="https://t.me/x?start=a&amp;b">ссылка</a>`, parse_mode: 'HTML' })
  expect(result).toMatchObject({
    text: '🚗 ссылка',
    entities: [
      { type: 'bold', offset: 0, length: 2 },
      { type: 'text_link', offset: 3, length: 6, url: 'https://t.me/x?start=a&b' },
    ],
  })
})

test('an album has 2 to 10 items, a caption at most 1024 units, and no keyboard', async () => {
  expect(await bot('sendMediaGroup', album(1))).toMatchObject({ ok: false, error_code: 400 })
  expect(await bot('sendMediaGroup', album(11))).toMatchObject({ ok: false, error_code: 400 })
  expect(await bot('sendMediaGroup', album(2, 'я'.repeat(1_025)))).toMatchObject({ ok: false, description: expect.stringContaining('caption is too long') as unknown })
  const { result } = await bot('sendMediaGroup', album(10))
  expect(result).toHaveLength(10)
  expect(new Set((result as { media_group_id: string }[]).map((message) => message.media_group_id)).size).toBe(1)
})

test('a file id that this bot was not given is refused, its own can be sent again', async () => {
  const form = new FormData()
  form.set('chat_id', news)
  form.set('photo', new Blob([carPicture(5, 64, 48)], { type: 'image/png' }), 'p.png')
  const { result } = await bot('sendPhoto', form)
  const fileId = (result as { photo: { file_id: string }[] }).photo[0]?.file_id
  expect((await bot('sendPhoto', { chat_id: news, photo: fileId })).ok).toBe(true)
  expect(await bot('sendPhoto', { chat_id: news, photo: 'AgACAgIAAxkB' })).toMatchObject({ ok: false, error_code: 400 })
})

test('a person who never started the bot or blocked it gets nothing', async () => {
  await control('POST', '/telegram/users', { id: 601_000_002, firstName: 'Борис' })
  expect(await bot('sendMessage', { chat_id: 601_000_002, text: 'привет' })).toMatchObject({ error_code: 403, description: "Forbidden: bot can't initiate conversation with a user" })
  await control('POST', '/telegram/users/601000002/messages', { text: '/start' })
  await control('POST', '/telegram/users/601000002/block')
  expect(await bot('sendMessage', { chat_id: 601_000_002, text: 'привет' })).toMatchObject({ error_code: 403, description: 'Forbidden: bot was blocked by the user' })
  expect(await bot('sendMessage', { chat_id: 601_000_003, text: 'привет' })).toMatchObject({ error_code: 400, description: 'Bad Request: chat not found' })
})

test('a button has callback data of 1 to 64 bytes, no tel: link, and a copied text of at most 256 characters', async () => {
  const withButton = (button: object) => bot('sendMessage', { chat_id: person, text: 'кнопка', reply_markup: { inline_keyboard: [[{ text: 'ok', ...button }]] } })
  expect((await withButton({ callback_data: 'ж'.repeat(32) })).ok).toBe(true)
  expect(await withButton({ callback_data: 'ж'.repeat(33) })).toMatchObject({ description: 'Bad Request: BUTTON_DATA_INVALID' })
  expect(await withButton({ url: 'tel:+79000000001' })).toMatchObject({ ok: false, error_code: 400 })
  expect(await withButton({ copy_text: { text: 'x'.repeat(257) } })).toMatchObject({ ok: false, error_code: 400 })
  expect((await withButton({ copy_text: { text: '+79000000001' } })).ok).toBe(true)
})

test('an edit that changes nothing and an answer to an unknown query are refused', async () => {
  const { result } = await bot('sendMessage', { chat_id: person, text: 'раз' })
  const messageId = (result as { message_id: number }).message_id
  expect(await bot('editMessageText', { chat_id: person, message_id: messageId, text: 'раз' })).toMatchObject({ description: expect.stringContaining('message is not modified') as unknown })
  expect((await bot('editMessageText', { chat_id: person, message_id: messageId, text: 'два' })).ok).toBe(true)
  expect(await bot('answerCallbackQuery', { callback_query_id: '1' })).toMatchObject({ description: expect.stringContaining('query is too old') as unknown })
})

test('a start payload with other characters or over 64 is refused where a person opens it', async () => {
  expect((await control('POST', `/telegram/users/${person}/messages`, { text: `/start ${'a'.repeat(65)}` })).status).toBe(400)
  expect((await control('POST', `/telegram/users/${person}/messages`, { text: '/start привет' })).status).toBe(400)
})

test('with limits on, the 21st item of a minute into one channel is refused with 429 and retry_after', async () => {
  const strict = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: true, logLevel: 'error' })
  try {
    const send = async (form: FormData): Promise<Answer> => (await (await fetch(`${strict.httpUrl}/telegram/bot${token}/sendMediaGroup`, { method: 'POST', body: form })).json()) as Answer
    expect((await send(album(10))).ok).toBe(true)
    expect((await send(album(10))).ok).toBe(true)
    const refused = await send(album(2))
    expect(refused).toMatchObject({ ok: false, error_code: 429 })
    expect(refused.parameters?.retry_after).toBeGreaterThan(30)
  } finally {
    await strict.close()
  }
})

test('a Stars invoice is paid only after the bot has answered the pre-checkout query, and a payment is refunded once', async () => {
  const { result } = await bot('sendInvoice', { chat_id: person, title: 'Месяц', description: 'Подписка', payload: 'p1', currency: 'XTR', prices: [{ label: 'Месяц', amount: 150 }] })
  const messageId = (result as { message_id: number }).message_id
  const paying = control('POST', `/telegram/users/${person}/payments`, { messageId })
  let query: { id: string } | undefined
  let offset = 0
  while (!query) {
    const { result: updates } = (await bot('getUpdates', { offset, timeout: 2 })) as { result: { update_id: number; pre_checkout_query?: { id: string } }[] }
    query = updates.find((update) => update.pre_checkout_query)?.pre_checkout_query
    offset = Math.max(offset, ...updates.map((update) => update.update_id + 1))
  }
  await bot('answerPreCheckoutQuery', { pre_checkout_query_id: query.id, ok: true })
  const { body } = await paying
  const refund = { user_id: person, telegram_payment_charge_id: body['chargeId'] }
  expect((await bot('refundStarPayment', refund)).ok).toBe(true)
  expect(await bot('refundStarPayment', refund)).toMatchObject({ description: 'Bad Request: CHARGE_ALREADY_REFUNDED' })
})

test('an injected 429 reaches the bot once, with the seconds asked for', async () => {
  await control('POST', '/faults', { target: 'bot-api', kind: 'error', status: 429, retryAfterSeconds: 3, method: 'sendMessage', times: 1 })
  expect(await bot('sendMessage', { chat_id: person, text: 'x' })).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } })
  expect((await bot('sendMessage', { chat_id: person, text: 'x' })).ok).toBe(true)
})

test('a bad control call is refused with a sentence that names what is wrong', async () => {
  expect(await control('POST', '/telegram/channels', { title: '' })).toMatchObject({ status: 400, body: { error: expect.stringContaining('title') as unknown } })
  expect(await control('GET', '/telegram/channels/nowhere/messages')).toMatchObject({ status: 404, body: { error: 'there is no channel nowhere' } })
  expect(await control('POST', '/faults', { target: 'moon', kind: 'error' })).toMatchObject({ status: 400 })
})
