import { until } from '@cars-bot/platform/testkit'
import { sandboxAccount, sandboxSession, type WorldChannel } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adText, monitorBench, type MonitorBench } from './test-monitor.js'

let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

const me = sandboxAccount().userId

async function stored(channel: WorldChannel, rowId: number): Promise<void> {
  const before = await bench.db.post.count({ where: { channelId: rowId } })
  bench.world.post(channel, { from: 'channel', text: adText })
  await until('the post is stored', async () => (await bench.db.post.count({ where: { channelId: rowId } })) > before)
}

test('a renamed channel keeps its row, its key and its updates, and the row tells the new name', async () => {
  const { channel, rowId } = await bench.source({ username: 'old_cars' })
  await bench.start()
  await bench.untilActive(rowId)
  bench.world.changeChannel(channel, { username: 'new_cars', title: 'Новое имя' })
  await until('the row follows', () => bench.db.channel.findFirst({ where: { id: rowId, username: 'new_cars', title: 'Новое имя', reference: '@old_cars', status: 'ACTIVE' } }))
  await stored(channel, rowId)
  expect(bench.asked('contacts.resolveUsername')).toBe(1)
})

test('a new name whose update was lost is noticed by the sweep', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start({ times: { sweepIntervalMs: 200 } })
  await bench.untilActive(rowId)
  bench.faults.add({ target: 'mtproto', kind: 'drop-update', method: 'updateChannel' })
  bench.world.changeChannel(channel, { username: null, title: 'Без имени' })
  await until('the row follows', () => bench.db.channel.findFirst({ where: { id: rowId, username: null, title: 'Без имени', status: 'ACTIVE' } }))
  expect(bench.asked('channels.getChannels')).toBe(0)
})

test('another channel that took over the name is not mistaken for the one that had it', async () => {
  const { channel, rowId } = await bench.source({ username: 'wanted_cars' })
  await bench.start()
  await bench.untilActive(rowId)
  bench.world.remove(channel, me, { ban: true })
  await until('it is marked', () => bench.db.channel.findFirst({ where: { id: rowId, status: 'UNAVAILABLE' } }))
  channel.username = null
  const impostor = bench.world.addChannel({ username: 'wanted_cars', title: 'Самозванец' })
  await bench.db.channel.update({ where: { id: rowId }, data: { nextAttemptAt: null } })
  const row = await until('the name was looked up', () => bench.db.channel.findFirst({ where: { id: rowId, statusReason: { contains: 'другой канал' } } }))
  expect(row).toMatchObject({ status: 'UNAVAILABLE', telegramId: -1_000_000_000_000n - channel.id })
  expect(impostor.members.has(me)).toBe(false)
})

test('a channel that bans the account is marked and its listings stay; let in again it is caught up from where it was', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  await stored(channel, rowId)
  await bench.db.post.updateMany({ data: { status: 'PUBLISHED' } })
  bench.world.remove(channel, me, { ban: true })
  const marked = await until('it is marked', () => bench.db.channel.findFirst({ where: { id: rowId, status: 'UNAVAILABLE' } }))
  expect(marked.statusReason).toContain('закрыт')
  expect(await bench.db.post.findFirst()).toMatchObject({ status: 'PUBLISHED', sourceDeletedAt: null, withdrawalReason: null })
  bench.world.post(channel, { from: 'channel', text: `${adText}\nпока нас не было` })
  channel.banned.delete(me)
  bench.world.join(channel, me)
  await until('it is watched again', () => bench.db.channel.findFirst({ where: { id: rowId, status: 'ACTIVE' } }))
  await until('what came meanwhile is stored', async () => (await bench.db.post.count()) === 2)
})

test('a channel that the account was removed from gives no updates, so it is marked even where it can still be read', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  bench.world.remove(channel, me)
  const marked = await until('it is marked', () => bench.db.channel.findFirst({ where: { id: rowId, status: 'UNAVAILABLE' } }))
  expect(marked.statusReason).toContain('вышел из канала')
})

test('a restart looks up and joins nothing again', async () => {
  const open = await bench.source()
  const closed = await bench.source({ isPrivate: true })
  const first = await bench.start()
  for (const { rowId } of [open, closed]) await bench.untilActive(rowId)
  await first.close()
  const methods = ['contacts.resolveUsername', 'channels.joinChannel', 'messages.checkChatInvite', 'messages.importChatInvite', 'channels.getChannels', 'messages.getDialogs']
  const before = methods.map((method) => bench.asked(method))
  await bench.start()
  for (const { channel, rowId } of [open, closed]) await stored(channel, rowId)
  expect(methods.map((method) => bench.asked(method))).toEqual(before)
})

test('a private channel of an account that is gone goes to another one only if that is in it', async () => {
  const { channel, rowId } = await bench.source({ isPrivate: true })
  const first = await bench.start()
  await bench.untilActive(rowId)
  await first.close()
  const second = await bench.start({ sessions: [sandboxSession(1)] })
  const marked = await until('it is marked', () => bench.db.channel.findFirst({ where: { id: rowId, status: 'UNAVAILABLE' } }))
  expect(marked.statusReason).toContain('не состоит')
  expect(bench.asked('messages.importChatInvite')).toBe(1)
  await second.close()
  channel.members.add(sandboxAccount(1).userId)
  await bench.db.channel.update({ where: { id: rowId }, data: { nextAttemptAt: null } })
  await bench.start({ sessions: [sandboxSession(1)] })
  await bench.untilActive(rowId)
  await stored(channel, rowId)
})

test('a channel that begins to forbid copying gives text without media from then on', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  bench.world.changeChannel(channel, { isProtected: true })
  await until('the row tells it', () => bench.db.channel.findFirst({ where: { id: rowId, isProtected: true } }))
  const file = bench.world.addFile({ kind: 'photo', mimeType: 'image/jpeg', bytes: Buffer.from('jpeg'), width: 10, height: 10 })
  bench.world.post(channel, { from: 'channel', text: adText, file })
  const media = await until('the photo is passed over', () => bench.db.postMedia.findFirst())
  expect(media).toMatchObject({ status: 'SKIPPED', statusReason: expect.stringContaining('запрещает') })
  expect(bench.asked('upload.getFile')).toBe(0)
})
