import { until } from '@cars-bot/platform/testkit'
import { sandboxAccount } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { watchedChannels } from './metrics.js'
import { adText, monitorBench, type MonitorBench } from './test-monitor.js'

let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

test('a private channel is entered by its invite, and not again after a restart', async () => {
  const { channel, rowId } = await bench.source({ isPrivate: true })
  const first = await bench.start()
  await bench.untilActive(rowId)
  expect(channel.members.has(sandboxAccount().userId)).toBe(true)
  bench.world.post(channel, { from: 'channel', text: adText })
  await until('the post is stored', () => bench.db.post.findFirst())
  await first.close()
  await bench.start()
  bench.world.post(channel, { from: 'channel', text: `${adText}\nещё` })
  await until('the second post is stored', async () => (await bench.db.post.count()) === 2)
  expect(bench.asked('messages.importChatInvite')).toBe(1)
})

test('a channel entered by its number is found among the channels the account is in', async () => {
  const channel = bench.world.addChannel({ title: 'Закрытый', isPrivate: true })
  channel.members.add(sandboxAccount().userId)
  bench.world.post(channel, { from: 'channel', text: adText })
  const row = await bench.db.channel.create({ data: { reference: `-100${channel.id}` } })
  await bench.start()
  await bench.untilActive(row.id)
  expect(await bench.db.post.count()).toBe(1)
})

test('a channel that does not exist is marked with a reason in Russian and left alone', async () => {
  const row = await bench.db.channel.create({ data: { reference: '@no_such_channel' } })
  await bench.start()
  const marked = await until('the channel is marked', () => bench.db.channel.findFirst({ where: { id: row.id, status: 'UNAVAILABLE' } }))
  expect(marked.statusReason).toBe('в Telegram нет канала с таким именем')
  expect(marked.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 60_000)
  await until('other work went on', () => bench.asked('updates.getState') > 0)
  expect(bench.asked('contacts.resolveUsername')).toBe(1)
})

test('the same channel under a second reference is not read twice', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  bench.world.post(channel, { from: 'channel', text: adText })
  await until('the post is stored', () => bench.db.post.findFirst())
  const second = await bench.db.channel.create({ data: { reference: `-100${channel.id}` } })
  const marked = await until('the second row is marked', () => bench.db.channel.findFirst({ where: { id: second.id, status: 'UNAVAILABLE' } }))
  expect(marked.statusReason).toContain(`@${channel.username}`)
  expect(await bench.db.post.count()).toBe(1)
})

test('a new channel is read back for the hours of the backfill and no further', async () => {
  const { channel, rowId } = await bench.source()
  for (const [hours, word] of [[30, 'старое'], [10, 'вчера'], [1, 'сегодня']] as const) {
    const message = bench.world.post(channel, { from: 'channel', text: `${adText}\n${word}` })
    message.date = new Date(Date.now() - hours * 3_600_000)
  }
  await bench.start({ times: { backfillHours: 24 } })
  await bench.untilActive(rowId)
  const posts = await bench.db.post.findMany({ orderBy: { createdAt: 'asc' }, select: { messageId: true } })
  expect(posts.map((post) => post.messageId)).toEqual([2, 3])
})

test('FLOOD_WAIT_30 on join delays the joins and nothing else: look-ups, invites, history, differences and updates go on', async () => {
  const watched = await bench.source()
  await bench.start({ times: { sweepIntervalMs: 200 } })
  await bench.untilActive(watched.rowId)
  bench.faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FLOOD_WAIT_30', method: 'channels.joinChannel', times: 1 })
  const [waiting, waitingToo] = [await bench.source(), await bench.source()]
  const row = await until('the join is put off', () => bench.db.channel.findFirst({ where: { id: waiting.rowId, nextAttemptAt: { not: null } } }))
  expect(row.status).toBe('PENDING')
  expect(Math.abs((row.nextAttemptAt?.getTime() ?? 0) - Date.now() - 30_000)).toBeLessThan(3_000)

  const invited = await bench.source({ isPrivate: true })
  const entered = await bench.source()
  bench.world.join(entered.channel, sandboxAccount().userId)
  bench.world.post(entered.channel, { from: 'channel', text: adText })
  await bench.untilActive(invited.rowId)
  await bench.untilActive(entered.rowId)
  await until('its history is read', () => bench.db.post.findFirst({ where: { channelId: entered.rowId } }))
  bench.world.post(watched.channel, { from: 'channel', text: adText })
  await until('an update is applied', () => bench.db.post.findFirst({ where: { channelId: watched.rowId } }))
  bench.faults.add({ target: 'mtproto', kind: 'drop-update', times: 1 })
  bench.world.post(watched.channel, { from: 'channel', text: `${adText}!` })
  await until('a lost update is repaired', async () => (await bench.db.post.count({ where: { channelId: watched.rowId } })) === 2)
  expect(bench.asked('channels.joinChannel')).toBe(2)
  expect(await bench.db.channel.count({ where: { id: { in: [waiting.rowId, waitingToo.rowId] }, status: 'ACTIVE' } })).toBe(0)
})

test('a channel that closes to us is marked, the others go on', async () => {
  const closing = await bench.source({ isPrivate: true })
  const other = await bench.source()
  await bench.start({ times: { sweepIntervalMs: 200 } })
  await bench.untilActive(closing.rowId)
  await bench.untilActive(other.rowId)
  closing.channel.members.delete(sandboxAccount().userId)
  const marked = await until('the channel is marked', () => bench.db.channel.findFirst({ where: { id: closing.rowId, status: 'UNAVAILABLE' } }))
  expect(marked.statusReason).toContain('закрыт')
  bench.world.post(other.channel, { from: 'channel', text: adText })
  await until('the other channel is read', () => bench.db.post.findFirst({ where: { channelId: other.rowId } }))
})

test('a disabled channel is not read any more', async () => {
  const off = await bench.source()
  const on = await bench.source()
  await bench.start()
  await bench.untilActive(off.rowId)
  await bench.untilActive(on.rowId)
  await bench.db.channel.update({ where: { id: off.rowId }, data: { isEnabled: false } })
  await until('it is let go', async () => (await watchedChannels.get()).values[0]?.value === 1)
  bench.world.post(off.channel, { from: 'channel', text: adText })
  bench.world.post(on.channel, { from: 'channel', text: adText })
  await until('the post of the other is stored', () => bench.db.post.findFirst({ where: { channelId: on.rowId } }))
  expect(await bench.db.post.count({ where: { channelId: off.rowId } })).toBe(0)
})
