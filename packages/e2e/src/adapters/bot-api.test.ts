import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { BotFailure, BotRefusal, createBotApi, startPolling, type BotApi, type BotUpdate, type OutgoingMedia, type UpdatePolling } from '@cars-bot/adapters/bot-api'
import { RateLimitedError, failureOf } from '@cars-bot/adapters/errors'
import { openMediaStore, type MediaStore } from '@cars-bot/adapters/media-store'
import { testLog, until } from '@cars-bot/platform/testkit'
import { newsChannelId, postAd, startSandbox, type Sandbox, type WorldMessage } from '@cars-bot/sandbox'

const newsId = -1001000000001n
let directory = ''
let store: MediaStore
let sandbox: Sandbox
let pollings: UpdatePolling[] = []
let lastPerson = 500_000_000

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'cars-bot-api-'))
  store = await openMediaStore(path.join(directory, 'media'))
})
beforeEach(async () => {
  sandbox = await startSandbox({ httpPort: 0, mtprotoPort: 0, feed: { isOn: false, intervalMs: 1_000 }, limits: true, logLevel: 'error' })
})
afterEach(async () => {
  for (const polling of pollings.splice(0)) await polling.stop()
  await sandbox.close()
})
afterAll(() => rm(directory, { recursive: true }))

function bot(given: { token?: string; apiRoot?: string; timeoutMs?: number } = {}): BotApi {
  return createBotApi({ token: sandbox.context.config.botToken, apiRoot: `${sandbox.httpUrl}/telegram`, timeoutMs: 5_000, ...given })
}

function poll(onUpdate: (update: BotUpdate) => Promise<void>, given: Partial<Parameters<typeof startPolling>[0]> = {}): { polling: UpdatePolling; errors: Error[]; log: ReturnType<typeof testLog> } {
  const errors: Error[] = []
  const log = testLog()
  const polling = startPolling({ bot: bot(), onUpdate, onError: (error) => void errors.push(error), log, timeoutSeconds: 20, ...given })
  pollings.push(polling)
  return { polling, errors, log }
}

/** Photos as the monitor leaves them: each another picture, in the store. */
async function photos(count: number): Promise<OutgoingMedia[]> {
  const { world } = sandbox.context
  const channel = world.addChannel({ title: 'source' })
  const contents = postAd(sandbox.context, channel, { text: '', photos: count }).flatMap((id) => channel.messages.get(id)?.file?.bytes ?? [])
  return Promise.all(contents.map(async (content) => ({ kind: 'photo' as const, path: store.path((await store.put(content)).contentHash), mimeType: 'image/png' })))
}

function published(): WorldMessage[] {
  return [...(sandbox.context.world.channels.get(newsChannelId)?.messages.values() ?? [])].filter((message) => message.from === 'bot')
}

async function person(): Promise<number> {
  const id = (lastPerson += 1)
  await control(`/users`, { id, firstName: 'Анна', username: `buyer_${id}` })
  await control(`/users/${id}/messages`, { text: '/start' })
  return id
}

async function control(place: string, body: unknown = {}): Promise<unknown> {
  const response = await fetch(`${sandbox.httpUrl}/api/telegram${place}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  expect(response.status).toBe(200)
  return response.json()
}

async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.fail('the call was to fail'),
    (error: unknown) => error,
  )
}

test('four photos become one album whose caption stands on the first, and the bot gets its own file ids', async () => {
  const media = await photos(4)
  const sent = await bot().sendMedia({ chatId: newsId, html: '<b>Lada &amp; Co</b>', media })
  const messages = published()
  expect(sent.messageIds).toEqual(messages.map(({ id }) => id))
  expect(new Set(messages.map(({ groupedId }) => groupedId)).size).toBe(1)
  expect(messages.map(({ text }) => text)).toEqual(['Lada & Co', '', '', ''])
  expect(messages[0]?.entities).toMatchObject([{ type: 'bold' }])
  expect(sent.fileIds.every((fileId) => typeof fileId === 'string')).toBe(true)
})

test('a file id once given is sent again without its bytes', async () => {
  const { fileIds } = await bot().sendMedia({ chatId: newsId, html: 'first', media: await photos(1) })
  await bot().sendMedia({ chatId: newsId, html: 'again', media: fileIds.flatMap((fileId) => (fileId ? [{ kind: 'photo' as const, fileId }] : [])) })
  const [first, again] = published()
  expect(again?.file?.id).toBe(first?.file?.id)
  expect(again?.groupedId).toBeNull()
})

test('a video is sent as a video, alone and in an album', async () => {
  const { contentHash } = await store.put(Buffer.from('moving pictures'))
  const video = { kind: 'video' as const, path: store.path(contentHash), mimeType: 'video/mp4' }
  const { fileIds } = await bot().sendMedia({ chatId: newsId, html: 'video', media: [video] })
  await bot().sendMedia({ chatId: newsId, html: 'both', media: [video, ...(await photos(1))] })
  expect(published().map(({ file }) => file?.kind)).toEqual(['video', 'video', 'photo'])
  expect(fileIds).toEqual([expect.any(String)])
})

test('buttons of all three kinds arrive, a protected text is protected, links get no preview', async () => {
  const id = await person()
  const keyboard = [[{ text: 'Купить', data: 'buy:monthly' }], [{ text: 'Открыть', url: 'https://t.me/cars' }, { text: 'Номер', copyText: '+79000000001' }]]
  const { messageId } = await bot().sendText({ chatId: BigInt(id), html: 'Контакты', keyboard, protectContent: true })
  const message = sandbox.context.world.users.get(id)?.chat.get(messageId)
  expect(message).toMatchObject({ text: 'Контакты', protectContent: true, buttons: keyboard })
  const request = sandbox.context.requests.of('bot-api').find(({ path: called }) => called.endsWith('/sendMessage'))
  expect(request?.body).toMatchObject({ link_preview_options: { is_disabled: true } })
})

test('an edit that changes nothing is no failure, an edit of a message that is gone is', async () => {
  const { messageId } = await bot().sendText({ chatId: newsId, html: 'one' })
  await bot().editText({ chatId: newsId, messageId, html: 'two' })
  await bot().editText({ chatId: newsId, messageId, html: 'two' })
  expect(published()[0]?.text).toBe('two')
  const error = await failure(bot().editText({ chatId: newsId, messageId: 999, html: 'two' }))
  expect(error).toMatchObject({ name: 'BotRefusal', reason: 'message-gone' })
  const { messageIds } = await bot().sendMedia({ chatId: newsId, html: 'caption', media: await photos(1) })
  await bot().editCaption({ chatId: newsId, messageId: messageIds[0] ?? 0, html: 'other' })
  await bot().editCaption({ chatId: newsId, messageId: messageIds[0] ?? 0, html: 'other' })
  expect(published().at(-1)?.text).toBe('other')
})

test('an answer to a query that is too old is no failure', async () => {
  await expect(bot().answerCallback({ callbackId: '12345', text: 'x'.repeat(300), isAlert: true })).resolves.toBeUndefined()
})

test('refusals say why: a stranger, a person who left, a chat that is not there, a channel without rights, a token that is wrong', async () => {
  const { world } = sandbox.context
  world.addUser({ id: 77, firstName: 'Пётр' })
  const left = await person()
  await control(`/users/${left}/block`)
  const foreign = world.addChannel({ title: 'not ours' })
  const reasonFor = async (chatId: bigint, api = bot()): Promise<unknown> => {
    const error = await failure(api.sendText({ chatId, html: 'hi' }))
    expect(failureOf(error)).toEqual({ kind: 'permanent' })
    return error instanceof BotRefusal ? error.reason : error
  }
  expect(await reasonFor(77n)).toBe('blocked')
  expect(await reasonFor(BigInt(left))).toBe('blocked')
  expect(await reasonFor(404n)).toBe('chat-not-found')
  expect(await reasonFor(BigInt(`-100${foreign.id}`))).toBe('no-rights')
  expect(await reasonFor(newsId, bot({ token: '1:wrong_token_wrong_token_wrong_token' }))).toBe('unauthorised')
  expect(await reasonFor(newsId, { ...bot(), sendText: () => bot().sendText({ chatId: newsId, html: 'x'.repeat(4_097) }) })).toBe('other')
})

test('a 429 carries the seconds Telegram asks for', async () => {
  const media = await photos(10)
  await bot().sendMedia({ chatId: newsId, html: 'one', media })
  await bot().sendMedia({ chatId: newsId, html: 'two', media })
  const error = await failure(bot().sendMedia({ chatId: newsId, html: 'three', media }))
  expect(error).toBeInstanceOf(RateLimitedError)
  expect(failureOf(error)).toMatchObject({ kind: 'rate-limited', retryAfterMs: expect.toSatisfy((ms: number) => ms > 50_000 && ms <= 60_000) as number })
  expect(published()).toHaveLength(20)
})

test('a failure tells whether the message may have arrived, and never the token or the text', async () => {
  const { faults } = sandbox.context
  const send = (api: BotApi): Promise<unknown> => failure(api.sendText({ chatId: newsId, html: 'hidden words' }))
  faults.add({ target: 'bot-api', kind: 'error', status: 500, times: 1 })
  const answered = await send(bot())
  faults.add({ target: 'bot-api', kind: 'hang', times: 1 })
  const late = await send(bot({ timeoutMs: 200 }))
  faults.add({ target: 'bot-api', kind: 'disconnect', times: 1 })
  const broken = await send(bot())
  const refused = await send(bot({ apiRoot: 'http://127.0.0.1:9' }))
  expect([answered, late, broken, refused]).toMatchObject([
    { name: 'BotFailure', mayHaveArrived: true, status: 500 },
    { name: 'BotFailure', mayHaveArrived: true, code: 'ETIMEDOUT' },
    { name: 'BotFailure', mayHaveArrived: true },
    { name: 'BotFailure', mayHaveArrived: false, code: 'ECONNREFUSED' },
  ])
  for (const error of [answered, late, broken, refused]) {
    expect(failureOf(error)).toEqual({ kind: 'retry' })
    const shown = error instanceof Error ? [error.message, error.stack, String(error.cause), JSON.stringify(error)].join(' ') : ''
    expect(shown).not.toContain('hidden words')
    expect(shown).not.toContain('sandbox_token')
  }
})

test('a photo that is gone from the store is a failure that sent nothing', async () => {
  const missing = { kind: 'photo' as const, path: store.path('0'.repeat(64)), mimeType: 'image/jpeg' }
  const error = await failure(bot().sendMedia({ chatId: newsId, html: 'x', media: [missing] }))
  expect(error).toBeInstanceOf(BotFailure)
  expect(error).toMatchObject({ mayHaveArrived: false })
})

test('polling passes on texts, presses, blocks and returns, in our words', async () => {
  const seen: BotUpdate[] = []
  poll(async (update) => void seen.push(update))
  const id = await person()
  const { messageId } = await bot().sendText({ chatId: BigInt(id), html: 'x', keyboard: [[{ text: 'да', data: 'yes' }]] })
  await control(`/users/${id}/callbacks`, { messageId, data: 'yes' })
  await control(`/users/${id}/block`)
  await control(`/users/${id}/messages`, { text: '/start contact_abc' })
  await until('all updates', () => seen.length === 5)
  const from = { telegramId: BigInt(id), username: `buyer_${id}`, firstName: 'Анна', languageCode: 'ru' }
  expect(seen).toMatchObject([
    { kind: 'text', from, chatId: BigInt(id), text: '/start' },
    { kind: 'callback', from, chatId: BigInt(id), messageId, data: 'yes' },
    { kind: 'blocked', from },
    { kind: 'unblocked', from },
    { kind: 'text', text: '/start contact_abc' },
  ])
})

test('a handler that throws ends nothing, and is logged', async () => {
  const seen: string[] = []
  const { log, errors } = poll(async (update) => {
    if (update.kind !== 'text') return
    seen.push(update.text)
    if (update.text === 'bad') throw new Error('broken')
    await Promise.resolve()
  })
  const id = await person()
  await control(`/users/${id}/messages`, { text: 'bad' })
  await control(`/users/${id}/messages`, { text: 'good' })
  await until('the update after the fault', () => seen.includes('good'))
  expect(log.lines).toMatchObject([{ level: 'error', message: 'update failed' }])
  expect(errors).toEqual([])
})

test('one person is served in order, and a slow one holds nobody else up', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const done: string[] = []
  poll(async (update) => {
    if (update.kind !== 'text' || update.text === '/start') return
    if (update.text === 'slow') await released
    done.push(update.text)
  }, { handlingMs: 100 })
  const [slow, quick] = [await person(), await person()]
  await control(`/users/${slow}/messages`, { text: 'slow' })
  await control(`/users/${slow}/messages`, { text: 'after slow' })
  await control(`/users/${quick}/messages`, { text: 'quick' })
  await until('the other person', () => done.includes('quick'))
  // Only a batch that is let go unfinished lets a later update in.
  await control(`/users/${quick}/messages`, { text: 'quick again' })
  await until('a later update of the other person', () => done.includes('quick again'))
  expect(done).toEqual(['quick', 'quick again'])
  release()
  await until('the slow person', () => done.length === 4)
  expect(done.slice(2)).toEqual(['slow', 'after slow'])
})

test('what was handled does not come again to the next poller, what was not does', async () => {
  const first: string[] = []
  const { polling } = poll(async (update) => void (update.kind === 'text' && first.push(update.text)))
  const id = await person()
  await until('the first update', () => first.length === 1)
  await polling.stop()
  await control(`/users/${id}/messages`, { text: 'later' })
  const second: string[] = []
  poll(async (update) => void (update.kind === 'text' && second.push(update.text)))
  await until('the later update', () => second.length > 0)
  expect(second).toEqual(['later'])
})

test('stopping waits for the handler that is at work', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  let state = 'waiting'
  const { polling } = poll(async () => {
    state = 'started'
    await released
    state = 'done'
  })
  await person()
  await until('the handler', () => state === 'started')
  const stopped = polling.stop().then(() => state)
  release()
  expect(await stopped).toBe('done')
})

test('failures of the network and 429 are waited out', async () => {
  const { faults } = sandbox.context
  faults.add({ target: 'bot-api', kind: 'error', status: 502, method: 'getUpdates', times: 1 })
  faults.add({ target: 'bot-api', kind: 'error', status: 429, retryAfterSeconds: 1, method: 'getUpdates', times: 1 })
  const seen: BotUpdate[] = []
  const { errors, polling } = poll(async (update) => void seen.push(update))
  await person()
  await until('an update after the failures', () => seen.length === 1)
  expect(errors).toEqual([])
  expect(polling.lastAnswerAt()).toBeInstanceOf(Date)
})

test('a dead poller that still hangs at Telegram is waited out', async () => {
  const dead = bot().getUpdates({ offset: 0, timeoutSeconds: 20 })
  const ended = failure(dead)
  const seen: BotUpdate[] = []
  const { errors } = poll(async (update) => void seen.push(update))
  await ended
  sandbox.context.faults.add({ target: 'bot-api', kind: 'error', status: 409, method: 'getUpdates', times: 1 })
  await person()
  await until('an update after the conflict', () => seen.length === 1)
  expect(errors).toEqual([])
})

test('a second poller that stays ends polling with an error, and so does a refused token', async () => {
  const conflicted = poll(async () => {}, { conflictPatienceMs: 50 })
  sandbox.context.faults.add({ target: 'bot-api', kind: 'error', status: 409, method: 'getUpdates' })
  await person()
  await until('the end of polling', () => conflicted.errors.length === 1)
  expect(conflicted.errors[0]?.message).toMatch(/another program is polling/)
  sandbox.context.faults.clear()
  const refused = poll(async () => {}, { bot: bot({ token: '1:wrong_token_wrong_token_wrong_token' }) })
  await until('the refusal', () => refused.errors.length === 1)
  expect(refused.errors[0]).toMatchObject({ reason: 'unauthorised' })
})
