import { accessHashFor, Faults, Requests, sandboxAccount, sandboxSession, startMtprotoServer, TelegramWorld, type MtprotoServer, type WorldChannel } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RateLimitedError } from '../errors.js'
import { openUserSession, SessionLostError, type ChannelAddress, type SourceUpdate, type FloodWait, type UserSession, type UserSessionOptions } from './index.js'

const log = { info() {}, warn() {}, error() {}, debug() {} }
let world: TelegramWorld
let faults: Faults
let requests: Requests
let server: MtprotoServer
let session: UserSession
let updates: SourceUpdate[]
let losses: SessionLostError[]

beforeEach(async () => {
  world = new TelegramWorld()
  faults = new Faults()
  requests = new Requests()
  server = await startMtprotoServer({ world, faults, requests, log }, { host: '127.0.0.1', port: 0 })
  updates = []
  losses = []
  session = await openSession(0)
  await session.connect()
})

afterEach(async () => {
  await session.close()
  await server.close()
})

function openSession(account: number, requestTimeoutMs = 15_000, more: Partial<UserSessionOptions> = {}): Promise<UserSession> {
  return openUserSession({
    ...more,
    session: sandboxSession(account),
    apiId: 1,
    apiHash: 'sandbox',
    proxy: `socks5://127.0.0.1:${server.port}`,
    requestTimeoutMs,
    log,
    onUpdate: (update) => updates.push(update),
    onConnectionChange: () => {},
    onLost: (error) => losses.push(error),
  })
}

function joined(options: Partial<Parameters<TelegramWorld['addChannel']>[0]> = {}): { channel: WorldChannel; address: ChannelAddress } {
  const channel = world.addChannel({ title: 'Авто', username: 'cars_feed', ...options })
  channel.members.add(sandboxAccount().userId)
  return { channel, address: { telegramId: -1_000_000_000_000n - channel.id, accessHash: accessHashFor(channel, { id: sandboxAccount().userId }) } }
}

test('everything a contact can hide in comes with the message', async () => {
  const { channel, address } = joined()
  const origin = world.addChannel({ title: 'Откуда', username: 'first_source' })
  world.post(channel, {
    from: 'channel',
    text: 'Пишите сюда или @seller_name',
    entities: [
      { type: 'text_link', offset: 7, length: 4, url: 'https://t.me/hidden_seller' },
      { type: 'mention', offset: 16, length: 12 },
    ],
    buttons: [[{ text: 'Связаться', url: 'https://wa.me/79000000001' }]],
    author: 'Иван',
    forwardedFrom: { channelId: origin.id, messageId: 7, title: 'Откуда' },
  })
  world.post(channel, { from: 'channel', text: '', contact: { phone: '+79000000002', firstName: 'Пётр' } })
  const { messages } = await session.history(address, {})
  expect(messages[0]?.origin).toEqual({
    links: [{ text: 'сюда', url: 'https://t.me/hidden_seller' }],
    mentions: [{ text: '@seller_name' }],
    buttons: [{ text: 'Связаться', url: 'https://wa.me/79000000001' }],
    author: 'Иван',
    forwardedFrom: { name: 'Откуда', username: 'first_source', channelId: `-100${origin.id}`, messageId: 7 },
    fileIds: [],
    contactCards: [],
  })
  expect(messages[1]?.origin.contactCards).toEqual([{ phone: '+79000000002', firstName: 'Пётр' }])
})

test('photos, videos and pictures sent as files are media with their bytes; other files are none', async () => {
  const { channel, address } = joined()
  const kinds = [['photo', 'image/jpeg'], ['video', 'video/mp4'], ['document', 'image/png'], ['document', 'application/pdf']] as const
  for (const [index, [kind, mimeType]] of kinds.entries()) {
    world.post(channel, { from: 'channel', text: '', file: world.addFile({ kind, mimeType, bytes: Buffer.alloc(700_000, index + 1), width: 640, height: 480 }) })
  }
  const { messages } = await session.history(address, {})
  expect(messages.map((message) => message.media?.kind ?? null)).toEqual(['photo', 'video', 'image-document', null])
  for (const [index, message] of messages.slice(0, 3).entries()) {
    expect(Buffer.from(await session.downloadMedia(address, message)).equals(Buffer.alloc(700_000, index + 1))).toBe(true)
  }
})

test('history is read in pages in both directions, oldest first', async () => {
  const { channel, address } = joined()
  for (let n = 1; n <= 250; n += 1) world.post(channel, { from: 'channel', text: `объявление ${n}` })
  const ids = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)
  const idsOf = async (range: Parameters<UserSession['history']>[1]): Promise<number[]> => (await session.history(address, range)).messages.map((message) => message.id)
  expect(await idsOf({})).toEqual(ids(151, 250))
  expect(await idsOf({ beforeId: 151 })).toEqual(ids(51, 150))
  expect(await idsOf({ afterId: 0 })).toEqual(ids(1, 100))
  expect(await idsOf({ afterId: 200 })).toEqual(ids(201, 250))
  expect(await idsOf({ afterId: 250 })).toEqual([])
})

test('one closed channel does not hide the state of the others', async () => {
  const open = [joined({ username: 'first_open' }), joined({ username: 'second_open' })]
  const closed = joined({ username: null, isPrivate: true })
  closed.channel.members.clear()
  const states = await session.channelStates([open[0], closed, open[1]].flatMap((one) => (one ? [one.address] : [])))
  expect(states).toMatchObject([
    { telegramId: open[0]?.address.telegramId, pts: 1, topMessageId: 0 },
    { telegramId: closed.address.telegramId, refusal: 'CHANNEL_PRIVATE' },
    { telegramId: open[1]?.address.telegramId, pts: 1, topMessageId: 0 },
  ])
})

test('a method that was told to wait is not asked again before, others are', async () => {
  joined()
  faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FLOOD_WAIT_30', method: 'resolveUsername', times: 1 })
  const resolve = (): Promise<unknown> => session.resolveChannel({ kind: 'username', username: 'cars_feed' })
  await expect(resolve()).rejects.toMatchObject({ name: 'RateLimitedError', retryAfterMs: 30_000 })
  await expect(resolve()).rejects.toBeInstanceOf(RateLimitedError)
  await session.ping()
  expect(requests.of('mtproto').filter((request) => request.method === 'contacts.resolveUsername')).toHaveLength(1)
})

test('a flood wait outlives the process to the second and delays no other method', async () => {
  joined()
  let now = Date.parse('2026-03-01T00:00:00Z')
  const stored: FloodWait[] = []
  const kept = { now: () => now, floodWaits: () => ({ load: async () => stored, save: async (wait: FloodWait) => void stored.push(wait) }) }
  const resolve = (one: UserSession): Promise<unknown> => one.resolveChannel({ kind: 'username', username: 'cars_feed' })
  const asked = (): number => requests.of('mtproto').filter((request) => request.method === 'contacts.resolveUsername').length
  const first = await openSession(1, 15_000, kept)
  await first.connect()
  faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FLOOD_PREMIUM_WAIT_600', method: 'resolveUsername', times: 1 })
  await expect(resolve(first)).rejects.toBeInstanceOf(RateLimitedError)
  await first.close()
  expect(stored).toEqual([{ method: 'contacts.ResolveUsername', endsAt: new Date('2026-03-01T00:10:00Z') }])

  const second = await openSession(1, 15_000, kept)
  await second.connect()
  now += 599_999
  await expect(resolve(second)).rejects.toMatchObject({ retryAfterMs: 1 })
  await second.ping()
  expect(asked()).toBe(1)
  now += 1
  await resolve(second)
  expect(asked()).toBe(2)
  await second.close()
})

test.each([
  ['SLOWMODE_WAIT_12', 420, 12_000],
  ['TAKEOUT_INIT_DELAY_40', 420, 40_000],
  ['SOME_NEW_FLOOD', 420, 60_000],
])('%s is a wait too', async (rpcError, status, retryAfterMs) => {
  joined()
  faults.add({ target: 'mtproto', kind: 'error', rpcError, status, method: 'resolveUsername', times: 1 })
  await expect(session.resolveChannel({ kind: 'username', username: 'cars_feed' })).rejects.toMatchObject({ name: 'RateLimitedError', retryAfterMs })
})

test('a flood wait on the question for liveness breaks no connection: the ping of the protocol answers it', async () => {
  faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FLOOD_WAIT_300', method: 'getState', times: 1 })
  await session.ping()
  await session.ping()
  await session.connect()
  expect(requests.of('mtproto').filter((request) => request.method === 'updates.getState')).toHaveLength(2)
})

test.each([
  ['FROZEN_METHOD_INVALID', 420],
  ['FROZEN_METHOD_INVALID', 406],
  ['FROZEN_PARTICIPANT_MISSING', 400],
])('%s with code %i says that the account is frozen', async (rpcError, status) => {
  faults.add({ target: 'mtproto', kind: 'error', rpcError, status, times: 1 })
  await expect(session.ping()).rejects.toMatchObject({ name: 'SessionLostError', code: rpcError })
})

test('a request that is never answered fails after its timeout, and the next one goes through', async () => {
  const hasty = await openSession(1, 2_000)
  await hasty.connect()
  faults.add({ target: 'mtproto', kind: 'hang', method: 'getState', times: 1 })
  await expect(hasty.ping()).rejects.toThrow('not answered within 2000 ms')
  await hasty.ping()
  await hasty.close()
})

test('a lost session is told once, and closing leaves no connection behind, downloads included', async () => {
  const { channel, address } = joined()
  world.post(channel, { from: 'channel', text: '', file: world.addFile({ kind: 'photo', mimeType: 'image/jpeg', bytes: Buffer.alloc(10), width: 10, height: 10 }) })
  const { messages } = await session.history(address, {})
  for (const message of messages) await session.downloadMedia(address, message)
  expect(server.connections()).toHaveLength(2)
  faults.add({ target: 'mtproto', kind: 'error', rpcError: 'SESSION_REVOKED', status: 401 })
  await expect(session.ping()).rejects.toMatchObject({ code: 'SESSION_REVOKED' })
  await expect(session.ping()).rejects.toBeInstanceOf(SessionLostError)
  expect(losses.map((loss) => loss.code)).toEqual(['SESSION_REVOKED'])
  await session.close()
  await expect.poll(() => server.connections().length).toBe(0)
})

test('updates come with their place in the row of events', async () => {
  const { channel, address } = joined()
  const message = world.post(channel, { from: 'channel', text: 'объявление' })
  world.edit(channel, message.id, { text: 'объявление подешевело' })
  world.delete(channel, [message.id])
  await expect.poll(() => updates.length).toBe(3)
  const place = { channelId: address.telegramId, ptsCount: 1 }
  expect(updates).toMatchObject([
    { kind: 'new-message', messageId: 1, pts: 2, message: { text: 'объявление' }, ...place },
    { kind: 'edited-message', messageId: 1, pts: 3, message: { text: 'объявление подешевело' }, ...place },
    { kind: 'deleted-messages', messageIds: [1], pts: 4, ...place },
  ])
})
