import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { crc32 } from 'node:zlib'
import bigInt from 'big-integer'
import { Api, errors, type TelegramClient } from 'telegram'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Faults } from '../faults.js'
import { Requests } from '../requests.js'
import { TelegramWorld, type WorldChannel } from '../telegram/world.js'
import { sandboxAccount, sandboxSession, sandboxSessionKeyId } from './session.js'
import { accessHashFor } from './tl-peers.js'
import { startMtprotoServer, type MtprotoServer } from './server.js'
import { collectUpdates, sandboxClient } from './test-client.js'

const log = { info() {}, warn() {}, error() {}, debug() {} }
let world: TelegramWorld
let faults: Faults
let requests: Requests
let server: MtprotoServer
let clients: TelegramClient[]

beforeEach(async () => {
  world = new TelegramWorld()
  faults = new Faults()
  requests = new Requests()
  clients = []
  server = await startMtprotoServer({ world, faults, requests, log }, { host: '127.0.0.1', port: 0 })
})

afterEach(async () => {
  for (const client of clients) await client.destroy()
  await server.close()
})

async function connected(session = sandboxSession()): Promise<TelegramClient> {
  const client = sandboxClient(server.port, session)
  clients.push(client)
  await client.connect()
  return client
}

function joinedChannel(options: Parameters<TelegramWorld['addChannel']>[0] = { title: 'Авто', username: 'cars_feed' }): WorldChannel {
  const channel = world.addChannel(options)
  channel.members.add(sandboxAccount().userId)
  return channel
}

function inputChannel(channel: WorldChannel): Api.InputChannel {
  return new Api.InputChannel({ channelId: bigInt(channel.id), accessHash: bigInt(accessHashFor(channel, { id: sandboxAccount().userId })) })
}

function inputPeer(channel: WorldChannel): Api.InputPeerChannel {
  return new Api.InputPeerChannel({ channelId: bigInt(channel.id), accessHash: bigInt(accessHashFor(channel, { id: sandboxAccount().userId })) })
}

function fullPacket(body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeInt32LE(body.length + 12, 0)
  const tail = Buffer.alloc(4)
  tail.writeUInt32LE(crc32(Buffer.concat([head, body])))
  return Buffer.concat([head, body, tail])
}

/** The messages as plain arrays: GramJS's own list class compares unequal to an array. */
async function texts(client: TelegramClient, channel: WorldChannel, options: Parameters<TelegramClient['getMessages']>[1] = { limit: 100 }): Promise<string[]> {
  return [...(await client.getMessages(inputPeer(channel), options))].map((message) => message.message)
}

async function rpcError(call: Promise<unknown>): Promise<{ code: number; message: string }> {
  const error: unknown = await call.then(
    () => new Error('the call did not fail'),
    (reason: unknown) => reason,
  )
  if (error instanceof errors.RPCError) return { code: error.code ?? 0, message: error.errorMessage }
  throw error
}

test('the pre-shared session logs in as its account', async () => {
  const client = await connected()
  const me = await client.getMe()
  expect({ id: me.id.toString(), phone: me.phone, self: me.self }).toEqual({ id: '7100000000', phone: sandboxAccount().phone, self: true })
  expect(server.connections()).toEqual([{ sessionKeyId: sandboxSessionKeyId() }])
})

test('the session string never changes, so it can stand in a settings file', () => {
  expect(createHash('sha256').update(sandboxSession()).digest('hex')).toBe('b603f00dd6ccbdb52c40ff1eec7859adba9da5458e581f07f72573ffdd526805')
  expect(sandboxSession(1)).not.toBe(sandboxSession(0))
})

test('a message posted in a joined channel is pushed word for word and stands in the history', async () => {
  const channel = joinedChannel()
  const client = await connected()
  await client.getMe()
  const seen = collectUpdates(client)
  const posted = world.post(channel, { from: 'channel', text: '  **BMW** X5 \n\n1 200 000 ₽ 🚗 ' })
  await vi.waitFor(() => expect(seen).toHaveLength(1))
  expect(seen[0]).toBeInstanceOf(Api.UpdateNewChannelMessage)
  expect({ pts: seen[0]?.pts, ptsCount: seen[0]?.ptsCount }).toEqual({ pts: posted.pts, ptsCount: 1 })
  expect(await texts(client, channel)).toEqual([posted.text])
})

test('edits and deletions are pushed with the pts that closes the gap', async () => {
  const channel = joinedChannel()
  const client = await connected()
  await client.getMe()
  const seen = collectUpdates(client)
  const ids = [1, 2, 3].map((number) => world.post(channel, { from: 'bot', text: `объявление ${number}` }).id)
  world.edit(channel, 2, { text: 'продано' })
  world.delete(channel, [1, 3])
  await vi.waitFor(() => expect(seen).toHaveLength(5))
  expect(ids).toEqual([1, 2, 3])
  expect(seen.map((update) => [update.className, update.pts, update.ptsCount])).toEqual([
    ['UpdateNewChannelMessage', 2, 1],
    ['UpdateNewChannelMessage', 3, 1],
    ['UpdateNewChannelMessage', 4, 1],
    ['UpdateEditChannelMessage', 5, 1],
    ['UpdateDeleteChannelMessages', 7, 2],
  ])
  expect(await texts(client, channel)).toEqual(['продано'])
})

test('who is not in a channel gets none of its updates, member or not of another', async () => {
  const joined = joinedChannel()
  const stranger = world.addChannel({ title: 'Чужой', username: 'stranger' })
  const client = await connected()
  await client.getMe()
  const seen = collectUpdates(client)
  world.post(stranger, { from: 'channel', text: 'не для нас' })
  const own = world.post(joined, { from: 'channel', text: 'для нас' })
  await vi.waitFor(() => expect(seen).toHaveLength(1))
  expect(seen[0]).toMatchObject({ message: { id: own.id, message: 'для нас' } })
})

test('a client resolves a public channel, joins it and hears it from then on', async () => {
  const channel = world.addChannel({ title: 'Авто', username: 'Cars_Feed' })
  const client = await connected()
  await client.getMe()
  const seen = collectUpdates(client)
  const entity = await client.getEntity('cars_feed')
  await client.invoke(new Api.channels.JoinChannel({ channel: entity }))
  world.post(channel, { from: 'channel', text: 'первое' })
  await vi.waitFor(() => expect(seen).toHaveLength(1))
  await client.invoke(new Api.channels.LeaveChannel({ channel: inputChannel(channel) }))
  expect(channel.members.size).toBe(0)
  expect(requests.of('mtproto').map((request) => request.method)).toContain('channels.joinChannel')
})

test('unknown usernames and wrong access hashes are refused', async () => {
  const channel = world.addChannel({ title: 'Авто', username: 'cars_feed' })
  const client = await connected()
  expect(await rpcError(client.invoke(new Api.contacts.ResolveUsername({ username: 'nobody_here' })))).toEqual({ code: 400, message: 'USERNAME_NOT_OCCUPIED' })
  const wrong = new Api.InputChannel({ channelId: bigInt(channel.id), accessHash: bigInt(1) })
  expect(await rpcError(client.invoke(new Api.channels.GetFullChannel({ channel: wrong })))).toEqual({ code: 400, message: 'CHANNEL_INVALID' })
  expect(await rpcError(client.invoke(new Api.stories.GetAllStories({})))).toEqual({ code: 400, message: 'METHOD_INVALID' })
})

test('a private channel is closed until its invite is used', async () => {
  const channel = world.addChannel({ title: 'Закрытый', isPrivate: true })
  world.post(channel, { from: 'channel', text: 'секрет' })
  const client = await connected()
  const hash = channel.inviteHash ?? ''
  expect(await rpcError(texts(client, channel))).toEqual({ code: 400, message: 'CHANNEL_PRIVATE' })
  const invite = await client.invoke(new Api.messages.CheckChatInvite({ hash }))
  expect(invite).toBeInstanceOf(Api.ChatInvite)
  await client.invoke(new Api.messages.ImportChatInvite({ hash }))
  expect(await texts(client, channel)).toEqual(['секрет'])
  expect(await client.invoke(new Api.messages.CheckChatInvite({ hash }))).toBeInstanceOf(Api.ChatInviteAlready)
  expect(await rpcError(client.invoke(new Api.messages.ImportChatInvite({ hash })))).toEqual({ code: 400, message: 'USER_ALREADY_PARTICIPANT' })
  const expired = client.invoke(new Api.messages.ImportChatInvite({ hash: 'x'.repeat(16) }))
  expect(await rpcError(expired)).toEqual({ code: 400, message: 'INVITE_HASH_EXPIRED' })
})

test('history pages forwards and backwards without a gap or a repeat', async () => {
  const channel = joinedChannel()
  for (let number = 1; number <= 250; number += 1) world.post(channel, { from: 'channel', text: String(number) })
  const client = await connected()
  const down = await texts(client, channel, { limit: 250 })
  expect(down).toEqual(Array.from({ length: 250 }, (_, index) => String(250 - index)))
  const up = await texts(client, channel, { limit: 200, reverse: true, minId: 50 })
  expect(up).toEqual(Array.from({ length: 200 }, (_, index) => String(51 + index)))
  const since = await client.invoke(new Api.messages.GetHistory({ peer: inputPeer(channel), minId: 245, limit: 100 }))
  expect('messages' in since && since.messages.map((message) => message.id)).toEqual([250, 249, 248, 247, 246])
})

test('single messages are fetched by id, with empty places for missing ones', async () => {
  const channel = joinedChannel()
  world.post(channel, { from: 'channel', text: 'есть' })
  const client = await connected()
  const answer = await client.invoke(new Api.channels.GetMessages({ channel: inputChannel(channel), id: [1, 9].map((id) => new Api.InputMessageID({ id })) }))
  expect('messages' in answer && answer.messages.map((message) => message.className)).toEqual(['Message', 'MessageEmpty'])
})

test('dialogs name every joined channel with its newest message and its pts', async () => {
  const quiet = joinedChannel({ title: 'Тихий', username: 'quiet_one' })
  const busy = joinedChannel({ title: 'Живой', username: 'busy_one' })
  joinedChannel({ title: 'Пустой', username: 'empty_one' })
  world.post(quiet, { from: 'channel', text: 'одно' }).date = new Date('2026-01-01T00:00:00Z')
  for (const text of ['раз', 'два']) world.post(busy, { from: 'channel', text })
  const client = await connected()
  const dialogs = [...(await client.getDialogs({}))]
  expect(dialogs.map((one) => [one.title, one.message?.message, one.dialog.pts])).toEqual([
    ['Живой', 'два', 3],
    ['Тихий', 'одно', 2],
  ])
  const peers = [new Api.InputDialogPeer({ peer: inputPeer(quiet) })]
  const answer = await client.invoke(new Api.messages.GetPeerDialogs({ peers }))
  expect(answer.dialogs[0]).toMatchObject({ topMessage: 1, pts: 2 })
})

test('what a dropped update told is in the channel difference', async () => {
  const channel = joinedChannel()
  const client = await connected()
  await client.getMe()
  const seen = collectUpdates(client)
  faults.add({ target: 'mtproto', kind: 'drop-update', times: 3 })
  world.post(channel, { from: 'channel', text: 'потеряно' })
  world.post(channel, { from: 'channel', text: 'удалено' })
  world.edit(channel, 1, { text: 'потеряно и исправлено' })
  world.delete(channel, [2])
  await vi.waitFor(() => expect(seen).toHaveLength(1))
  expect(seen[0]).toMatchObject({ className: 'UpdateDeleteChannelMessages', pts: 5 })
  const filter = new Api.ChannelMessagesFilterEmpty()
  const ask = (pts: number, limit = 100) => client.invoke(new Api.updates.GetChannelDifference({ channel: inputChannel(channel), filter, pts, limit }))
  const whole = await ask(1)
  expect(whole).toMatchObject({ className: 'updates.ChannelDifference', final: true, pts: 5 })
  expect(whole).toMatchObject({ newMessages: [{ id: 1, message: 'потеряно и исправлено' }] })
  expect(whole).toMatchObject({ otherUpdates: [{ className: 'UpdateEditChannelMessage', pts: 4 }, { className: 'UpdateDeleteChannelMessages', messages: [2] }] })
  expect(await ask(1, 1)).toMatchObject({ className: 'updates.ChannelDifference', final: false, pts: 2 })
  expect(await ask(5)).toMatchObject({ className: 'updates.ChannelDifferenceEmpty', final: true, pts: 5 })
  expect(await rpcError(ask(6))).toMatchObject({ message: 'PERSISTENT_TIMESTAMP_INVALID' })
})

test('a gap of more than a thousand events is too long for a difference', async () => {
  const channel = joinedChannel()
  for (let number = 0; number < 1001; number += 1) world.post(channel, { from: 'channel', text: String(number) })
  const client = await connected()
  const filter = new Api.ChannelMessagesFilterEmpty()
  const ask = (pts: number) => client.invoke(new Api.updates.GetChannelDifference({ channel: inputChannel(channel), filter, pts, limit: 100 }))
  expect(await ask(1)).toMatchObject({ className: 'updates.ChannelDifferenceTooLong', dialog: { pts: 1002, topMessage: 1001 } })
  expect(await ask(2)).toMatchObject({ className: 'updates.ChannelDifference', final: false, pts: 102 })
})

test('an album arrives as parts with one group id, and its photos download byte for byte', async () => {
  const channel = joinedChannel({ title: 'Авто', username: 'cars_feed', isProtected: true })
  const client = await connected()
  await client.getMe()
  const seen = collectUpdates(client)
  const groupedId = world.newGroupedId()
  const photos = [300_000, 50_000].map((size) => world.addFile({ kind: 'photo', mimeType: 'image/jpeg', bytes: randomBytes(size), width: 1280, height: 960 }))
  for (const file of photos) world.post(channel, { from: 'channel', groupedId, file, text: file === photos[0] ? 'Kia Rio' : '' })
  await vi.waitFor(() => expect(seen).toHaveLength(2))
  const messages = seen.flatMap((update) => ('message' in update && update.message instanceof Api.Message ? [update.message] : []))
  expect(messages.map((message) => [message.groupedId?.toString(), message.noforwards])).toEqual([
    [groupedId.toString(), true],
    [groupedId.toString(), true],
  ])
  const bytes = await Promise.all(messages.map((message) => client.downloadMedia(message)))
  expect(bytes).toEqual(photos.map((photo) => photo.bytes))
  expect(server.maxConnectionsPerKey().get(sandboxSessionKeyId())).toBe(1)
  expect(server.connections()).toHaveLength(2)
})

test('videos and files download byte for byte, and parts that break the rules are refused', async () => {
  const channel = joinedChannel()
  const video = world.addFile({ kind: 'video', mimeType: 'video/mp4', bytes: randomBytes(1_500_000), width: 1920, height: 1080 })
  const picture = world.addFile({ kind: 'document', mimeType: 'image/png', bytes: randomBytes(10_000), width: 640, height: 480 })
  for (const file of [video, picture]) world.post(channel, { from: 'channel', file })
  const client = await connected()
  const messages = [...(await client.getMessages(inputPeer(channel), { limit: 2 }))].reverse()
  expect(messages.map((message) => message.document?.attributes.map((one) => one.className))).toEqual([
    ['DocumentAttributeVideo', 'DocumentAttributeFilename'],
    ['DocumentAttributeImageSize', 'DocumentAttributeFilename'],
  ])
  const bytes = await Promise.all(messages.map((message) => client.downloadMedia(message)))
  expect(bytes.map((one) => Buffer.isBuffer(one) && one.equals(one.length === 10_000 ? picture.bytes : video.bytes))).toEqual([true, true])
  const document = messages[0]?.document
  if (!document) throw new Error('the video has no document')
  const { id, accessHash, fileReference } = document
  const location = new Api.InputDocumentFileLocation({ id, accessHash, fileReference, thumbSize: '' })
  const part = (offset: number, limit: number) => client.invoke(new Api.upload.GetFile({ location, offset: bigInt(offset), limit }))
  expect(await rpcError(part(0, 1000))).toEqual({ code: 400, message: 'LIMIT_INVALID' })
  expect(await rpcError(part(1_048_576 - 4096, 8192))).toEqual({ code: 400, message: 'LIMIT_INVALID' })
  expect(await rpcError(part(100, 4096))).toEqual({ code: 400, message: 'OFFSET_INVALID' })
})

test('an expired file reference stays useless until the message is fetched again', async () => {
  const channel = joinedChannel()
  const photo = world.addFile({ kind: 'photo', mimeType: 'image/jpeg', bytes: randomBytes(5_000), width: 800, height: 600 })
  world.post(channel, { from: 'channel', file: photo })
  const client = await connected()
  const [stale] = await client.getMessages(inputPeer(channel), { limit: 1 })
  faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FILE_REFERENCE_EXPIRED', method: 'upload.getFile', times: 1 })
  if (!stale) throw new Error('the history is empty')
  expect(await rpcError(client.downloadMedia(stale))).toMatchObject({ message: 'FILE_REFERENCE_EXPIRED' })
  expect(await rpcError(client.downloadMedia(stale))).toMatchObject({ message: 'FILE_REFERENCE_EXPIRED' })
  const [fresh] = await client.getMessages(inputPeer(channel), { ids: [1] })
  if (!fresh) throw new Error('the message is gone')
  expect(await client.downloadMedia(fresh)).toEqual(photo.bytes)
})

test('entities, buttons, forward and contact come through as MTProto has them', async () => {
  const channel = joinedChannel()
  const seller = world.addUser({ id: 501, firstName: 'Пётр' })
  const user = { id: seller.id, is_bot: false, first_name: 'Пётр' }
  world.post(channel, {
    from: 'channel',
    text: '🚗 Kia Пётр сайт',
    author: 'Редактор',
    entities: [
      { type: 'bold', offset: 3, length: 3 },
      { type: 'text_mention', offset: 7, length: 4, user },
      { type: 'text_link', offset: 12, length: 4, url: 'https://example.com/kia' },
    ],
    buttons: [[{ text: 'Написать', url: 'https://t.me/seller_example' }]],
    forwardedFrom: { channelId: 1_999_999_999n, messageId: 7, title: 'Источник' },
  })
  world.post(channel, { from: 'channel', contact: { phone: '+79000000001', firstName: 'Пётр' } })
  const client = await connected()
  const [contact, ad] = await client.getMessages(inputPeer(channel), { limit: 2 })
  expect(ad?.entities?.map((one) => [one.className, one.offset, one.length])).toEqual([
    ['MessageEntityBold', 3, 3],
    ['MessageEntityMentionName', 7, 4],
    ['MessageEntityTextUrl', 12, 4],
  ])
  expect(ad).toMatchObject({ postAuthor: 'Редактор', fwdFrom: { channelPost: 7 }, replyMarkup: { rows: [{ buttons: [{ url: 'https://t.me/seller_example' }] }] } })
  expect(contact?.media).toMatchObject({ className: 'MessageMediaContact', phoneNumber: '+79000000001' })
})

test('FLOOD_WAIT reaches the client with its seconds, on the method it is set for only', async () => {
  const channel = world.addChannel({ title: 'Авто', username: 'cars_feed' })
  faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FLOOD_WAIT_30', method: 'channels.joinChannel', times: 1 })
  const client = await connected()
  await client.getMe()
  const join = () => client.invoke(new Api.channels.JoinChannel({ channel: inputChannel(channel) }))
  await expect(join()).rejects.toMatchObject({ code: 420, seconds: 30 })
  await join()
  expect(requests.of('mtproto').filter((request) => request.method === 'channels.joinChannel').map((request) => request.status)).toEqual([420, 200])
})

test('a delayed answer comes late and a swallowed one never, while other requests go on', async () => {
  faults.add({ target: 'mtproto', kind: 'delay', delayMs: 120, method: 'updates.getState', times: 1 })
  faults.add({ target: 'mtproto', kind: 'hang', method: 'updates.getState', times: 1 })
  const client = await connected()
  const startedAt = performance.now()
  await client.invoke(new Api.updates.GetState())
  expect(performance.now() - startedAt).toBeGreaterThan(110)
  let isAnswered = false
  void client.invoke(new Api.updates.GetState()).then(() => (isAnswered = true))
  await vi.waitFor(() => expect(requests.of('mtproto').at(-1)).toMatchObject({ method: 'updates.getState', status: 0 }))
  await client.getMe()
  expect(isAnswered).toBe(false)
})

test('a client that was cut off comes back with a new session and is no second client', async () => {
  const channel = joinedChannel()
  const client = await connected()
  await client.getMe()
  const seen = collectUpdates(client)
  faults.add({ target: 'mtproto', kind: 'disconnect', method: 'updates.getState', times: 1 })
  const state = await client.invoke(new Api.updates.GetState())
  expect(state).toBeInstanceOf(Api.updates.State)
  world.post(channel, { from: 'channel', text: 'после обрыва' })
  await vi.waitFor(() => expect(seen).toHaveLength(1))
  expect(server.maxConnectionsPerKey().get(sandboxSessionKeyId())).toBe(1)
})

test('one session in two clients at once is dead for both until it is revived', async () => {
  const first = await connected()
  await first.getMe()
  const duplicated = { code: 406, message: 'AUTH_KEY_DUPLICATED' }
  expect(await rpcError(connected())).toEqual(duplicated)
  expect(await rpcError(first.invoke(new Api.updates.GetState()))).toEqual(duplicated)
  expect(server.maxConnectionsPerKey().get(sandboxSessionKeyId())).toBe(2)
  for (const client of clients.splice(0)) await client.destroy()
  expect(await rpcError(connected())).toEqual(duplicated)
  for (const client of clients.splice(0)) await client.destroy()
  server.revive(0)
  await vi.waitFor(() => expect(server.connections()).toEqual([]))
  const again = await connected()
  expect((await again.getMe()).self).toBe(true)
})

test('a client with an unknown key is told 404, and one that talks nonsense is cut off, to nobody else\'s harm', async () => {
  const client = await connected()
  const stranger = connect(server.port, '127.0.0.1')
  stranger.write(fullPacket(randomBytes(104)))
  const [answer] = await once(stranger, 'data')
  expect(answer.readInt32LE(8)).toBe(-404)
  const nonsense = connect(server.port, '127.0.0.1')
  nonsense.write(fullPacket(Buffer.concat([Buffer.alloc(8), randomBytes(64)])))
  await once(nonsense, 'close')
  stranger.destroy()
  expect((await client.getMe()).self).toBe(true)
})

test('a post that cannot be told in MTProto does not fail the one who posts', async () => {
  const channel = joinedChannel()
  const client = await connected()
  await client.getMe()
  const seen = collectUpdates(client)
  const entities = [{ type: 'custom_emoji' as const, offset: 0, length: 1, custom_emoji_id: 'no number' }]
  expect(world.post(channel, { from: 'bot', text: 'x', entities }).id).toBe(1)
  world.post(channel, { from: 'bot', text: 'y' })
  await vi.waitFor(() => expect(seen).toHaveLength(1))
  expect(seen[0]?.pts).toBe(3)
})

test('different accounts use their sessions side by side', async () => {
  const both = await Promise.all([connected(sandboxSession(0)), connected(sandboxSession(1))])
  const ids = await Promise.all(both.map(async (client) => (await client.getMe()).id.toString()))
  expect(ids).toEqual([0, 1].map((account) => String(sandboxAccount(account).userId)))
})
