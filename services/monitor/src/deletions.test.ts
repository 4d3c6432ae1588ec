import { until } from '@cars-bot/platform/testkit'
import type { PostModel } from '@cars-bot/platform'
import { sandboxAccount, type WorldChannel } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adText, monitorBench, type MonitorBench } from './test-monitor.js'

let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

/** A watched channel with this many ads, all in the status given. */
async function channelOf(count: number, status: PostModel['status']): Promise<{ channel: WorldChannel; rowId: number }> {
  const source = await bench.source()
  await bench.start()
  await bench.untilActive(source.rowId)
  for (let n = 1; n <= count; n++) bench.world.post(source.channel, { from: 'channel', text: `${adText}\nНомер ${n}` })
  await until('all are stored', async () => (await bench.db.post.count()) === count)
  await bench.db.post.updateMany({ data: { status } })
  return source
}

async function untilCursor(channel: WorldChannel): Promise<void> {
  await until('everything was seen', () => bench.db.channel.findFirst({ where: { telegramId: -1_000_000_000_000n - channel.id, pts: channel.pts } }))
}

function ids(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

test('a published ad deleted at the source is withdrawn, and the worker is told once', async () => {
  const { channel } = await channelOf(2, 'PUBLISHED')
  bench.world.delete(channel, [1])
  const post = await until('it is withdrawn', () => bench.db.post.findFirst({ where: { messageId: 1, status: 'WITHDRAWN' } }))
  expect(post).toMatchObject({ withdrawalReason: 'DELETED', isWithdrawalHeld: false, sourceDeletedAt: expect.any(Date) })
  await until('the worker is told', async () => (await bench.jobsOf('withdrawListing')).length > 0)
  const event = channel.log.at(-1)
  if (event) bench.world.emit('channel', channel, event)
  bench.world.post(channel, { from: 'channel', text: adText })
  await until('the next ad is stored', async () => (await bench.db.post.count()) === 3)
  expect(await bench.jobsOf('withdrawListing')).toEqual([post.id])
  expect(await bench.db.post.count({ where: { status: 'PUBLISHED' } })).toBe(1)
})

test.each(['NEW', 'READY', 'MODERATION', 'DUPLICATE'] as const)('an ad that is %s is withdrawn without a word to the worker', async (status) => {
  const { channel } = await channelOf(1, status)
  bench.world.delete(channel, [1])
  await until('it is withdrawn', () => bench.db.post.findFirst({ where: { status: 'WITHDRAWN', withdrawalReason: 'DELETED' } }))
  await untilCursor(channel)
  expect(await bench.jobsOf('withdrawListing')).toEqual([])
})

test('an ad that is just being published keeps its status; that its source is gone is noted for the worker', async () => {
  const { channel } = await channelOf(1, 'PUBLISHING')
  bench.world.delete(channel, [1])
  const post = await until('it is noted', () => bench.db.post.findFirst({ where: { sourceDeletedAt: { not: null } } }))
  expect(post).toMatchObject({ status: 'PUBLISHING', withdrawalReason: null, isWithdrawalHeld: false })
})

test('thirty ads that vanish together are no thirty sold cars: they are held, and the owner is asked once', async () => {
  const { channel } = await channelOf(32, 'PUBLISHED')
  bench.world.delete(channel, ids(1, 15))
  bench.world.delete(channel, ids(16, 30))
  await until('all are held', async () => (await bench.db.post.count({ where: { isWithdrawalHeld: true, status: 'PUBLISHED', sourceDeletedAt: { not: null } } })) === 30)
  await untilCursor(channel)
  expect(await bench.jobsOf('withdrawListing')).toEqual([])
  const alerts = await bench.db.logEvent.findMany()
  expect(alerts).toHaveLength(1)
  expect(alerts[0]?.message).toMatch(/пропало \d+ объявлений.*«снять» или «оставить»/)
})

test('a handful of deletions in a small channel, and many in a large one, are sales', async () => {
  const { channel } = await channelOf(60, 'PUBLISHED')
  bench.world.delete(channel, ids(1, 12))
  await until('all twelve are withdrawn', async () => (await bench.db.post.count({ where: { status: 'WITHDRAWN' } })) === 12)
  expect(await bench.db.logEvent.count()).toBe(0)
})

test('deletions and edits that no difference tells any more are found by asking for the live ads', async () => {
  const source = await bench.source()
  const monitor = await bench.start()
  await bench.untilActive(source.rowId)
  const { channel } = source
  for (let n = 1; n <= 3; n++) bench.world.post(channel, { from: 'channel', text: `${adText}\nНомер ${n}` })
  await until('all are stored', async () => (await bench.db.post.count()) === 3)
  await bench.db.post.updateMany({ data: { status: 'PUBLISHED' } })
  await monitor.close()
  bench.world.delete(channel, [2])
  // Longer than Telegram keeps a difference, in the stand-in 1,000 events.
  for (let n = 0; n < 1_001; n++) bench.world.edit(channel, 3, { text: `${adText}\nНомер 3, версия ${n}` })
  await bench.start()
  await until('the deletion is found', () => bench.db.post.findFirst({ where: { messageId: 2, status: 'WITHDRAWN' } }))
  await until('the edit is found', () => bench.db.post.findFirst({ where: { messageId: 3, text: { endsWith: 'версия 1000' }, revision: 1 } }))
  expect(await bench.db.post.findFirst({ where: { messageId: 1 } })).toMatchObject({ status: 'PUBLISHED', revision: 0 })
  expect((await bench.jobsOf('withdrawListing')).length).toBe(1)
})

test('the look for live ads comes by itself, channel by channel, and finds what was never told', async () => {
  const source = await bench.source()
  await bench.start({ times: { postsCheckIntervalMs: 50 } })
  await bench.untilActive(source.rowId)
  const { channel } = source
  for (let n = 1; n <= 2; n++) bench.world.post(channel, { from: 'channel', text: `${adText}\nНомер ${n}` })
  await until('both are stored', async () => (await bench.db.post.count()) === 2)
  await bench.db.post.updateMany({ data: { status: 'PUBLISHED' } })
  // Gone without an event, as after a purge that no update told of.
  channel.messages.delete(1)
  await bench.db.channel.update({ where: { id: source.rowId }, data: { postsCheckedAt: new Date(Date.now() - 7 * 3_600_000) } })
  await until('it is withdrawn', () => bench.db.post.findFirst({ where: { messageId: 1, status: 'WITHDRAWN' } }))
  const row = await until('the look is noted', () => bench.db.channel.findFirst({ where: { postsCheckedAt: { gt: new Date(Date.now() - 60_000) } } }))
  expect(row.id).toBe(source.rowId)
})

test('a channel that is closed to us withdraws nothing', async () => {
  const source = await bench.source({ isPrivate: true })
  await bench.start({ times: { postsCheckIntervalMs: 50, sweepIntervalMs: 200 } })
  await bench.untilActive(source.rowId)
  bench.world.post(source.channel, { from: 'channel', text: adText })
  await until('it is stored', () => bench.db.post.findFirst())
  await bench.db.post.updateMany({ data: { status: 'PUBLISHED' } })
  source.channel.members.delete(sandboxAccount().userId)
  await bench.db.channel.update({ where: { id: source.rowId }, data: { postsCheckedAt: null } })
  await until('the channel is marked', () => bench.db.channel.findFirst({ where: { id: source.rowId, status: 'UNAVAILABLE' } }))
  expect(await bench.db.post.findFirst()).toMatchObject({ status: 'PUBLISHED', sourceDeletedAt: null, isWithdrawalHeld: false })
})
