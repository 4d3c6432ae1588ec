import { until } from '@cars-bot/platform/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adText, monitorBench, type MonitorBench } from './test-monitor.js'

let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

async function untilPosts(count: number): Promise<number[]> {
  await until(`${count} posts are stored`, async () => (await bench.db.post.count()) >= count)
  const posts = await bench.db.post.findMany({ orderBy: { createdAt: 'asc' }, select: { messageId: true } })
  return posts.map((post) => post.messageId)
}

test('what was posted while the monitor was down is stored once, in order, with one job each', async () => {
  const { channel, rowId } = await bench.source()
  const first = await bench.start()
  await bench.untilActive(rowId)
  bench.world.post(channel, { from: 'channel', text: adText })
  await untilPosts(1)
  await first.close()
  for (let n = 0; n < 5; n += 1) bench.world.post(channel, { from: 'channel', text: `${adText}\n${n}` })
  await bench.start()
  expect(await untilPosts(6)).toEqual([1, 2, 3, 4, 5, 6])
  await until('all jobs wait', async () => (await bench.jobsOf('processPost')).length === 6)
  expect(new Set(await bench.jobsOf('processPost')).size).toBe(6)
  expect(bench.asked('contacts.resolveUsername')).toBe(1)
})

test('what was posted while the connection was down is stored once, edits and deletions included', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  bench.world.post(channel, { from: 'channel', text: adText })
  bench.world.post(channel, { from: 'channel', text: `${adText}\nвторое` })
  await untilPosts(2)
  bench.server.disconnectAll()
  bench.world.post(channel, { from: 'channel', text: `${adText}\nтретье` })
  bench.world.edit(channel, 1, { text: `${adText}\nТорг` })
  bench.world.delete(channel, [2])
  expect(await untilPosts(3)).toEqual([1, 2, 3])
  await until('the edit and the deletion came too', () => bench.db.post.findFirst({ where: { messageId: 2, status: 'WITHDRAWN' } }))
  expect(await bench.db.post.findFirst({ where: { messageId: 1 } })).toMatchObject({ text: `${adText}\nТорг` })
  expect(bench.server.maxConnectionsPerKey()).toEqual(new Map([...bench.server.maxConnectionsPerKey().keys()].map((key) => [key, 1])))
})

test('a lost update is repaired by the next one of the channel', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  bench.faults.add({ target: 'mtproto', kind: 'drop-update', times: 1 })
  bench.world.post(channel, { from: 'channel', text: `${adText}\nпотеряно` })
  bench.world.post(channel, { from: 'channel', text: `${adText}\nпришло` })
  expect(await untilPosts(2)).toEqual([1, 2])
})

test('a lost update that nothing follows is repaired by the sweep', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start({ times: { sweepIntervalMs: 300 } })
  await bench.untilActive(rowId)
  bench.faults.add({ target: 'mtproto', kind: 'drop-update', times: 1 })
  bench.world.post(channel, { from: 'channel', text: adText })
  expect(await untilPosts(1)).toEqual([1])
  await until('the cursor shows it', () => bench.db.channel.findFirst({ where: { id: rowId, lastMessageId: 1, pts: channel.pts } }))
})

test('the same messages coming again change nothing', async () => {
  const { channel, rowId } = await bench.source()
  const first = await bench.start()
  await bench.untilActive(rowId)
  for (let n = 0; n < 3; n += 1) bench.world.post(channel, { from: 'channel', text: `${adText}\n${n}` })
  await untilPosts(3)
  await first.close()
  const before = await bench.db.post.findMany({ orderBy: { messageId: 'asc' } })
  await bench.db.channel.update({ where: { id: rowId }, data: { pts: 1, lastMessageId: 0 } })
  await bench.start()
  await until('the cursor is back', () => bench.db.channel.findFirst({ where: { id: rowId, lastMessageId: 3, pts: channel.pts } }))
  expect(await bench.db.post.findMany({ orderBy: { messageId: 'asc' } })).toEqual(before)
})

test('a gap too large for a difference is read from the history', async () => {
  const { channel, rowId } = await bench.source()
  const first = await bench.start()
  await bench.untilActive(rowId)
  await first.close()
  for (let n = 0; n < 130; n += 1) bench.world.post(channel, { from: 'channel', text: `${adText}\n${n}` })
  for (let n = 0; n < 900; n += 1) bench.world.edit(channel, 130, { text: `${adText}\n${n}` })
  await bench.start()
  expect(await untilPosts(130)).toEqual(Array.from({ length: 130 }, (_, index) => index + 1))
})

test('a stop in the middle of an album leaves one whole post', async () => {
  const { channel, rowId } = await bench.source()
  const first = await bench.start({ times: { albumQuietMs: 60_000 } })
  await bench.untilActive(rowId)
  const groupedId = bench.world.newGroupedId()
  const file = () => bench.world.addFile({ kind: 'photo', mimeType: 'image/jpeg', bytes: Buffer.alloc(100, 7), width: 10, height: 10 })
  bench.world.post(channel, { from: 'channel', text: '', file: file(), groupedId })
  bench.world.post(channel, { from: 'channel', text: '', file: file(), groupedId })
  await until('two parts are stored', () => bench.db.post.findFirst({ where: { messageIds: { equals: [1, 2] } } }))
  expect(await bench.jobsOf('processPost')).toEqual([])
  await first.close()
  bench.world.post(channel, { from: 'channel', text: adText, file: file(), groupedId })
  await bench.start()
  await until('the album is handed over', async () => (await bench.jobsOf('processPost')).length > 0)
  expect(await bench.db.post.findMany({ select: { text: true, messageIds: true } })).toEqual([{ text: adText, messageIds: [1, 2, 3] }])
  await until('all photos are stored', async () => (await bench.db.postMedia.count({ where: { status: 'STORED' } })) === 3)
})

test('an album stopped after its last part is handed over at the next start', async () => {
  const { channel, rowId } = await bench.source()
  const first = await bench.start({ times: { albumQuietMs: 60_000 } })
  await bench.untilActive(rowId)
  const groupedId = bench.world.newGroupedId()
  bench.world.post(channel, { from: 'channel', text: adText, groupedId })
  await until('the part is stored', () => bench.db.post.findFirst())
  await first.close()
  expect(await bench.jobsOf('processPost')).toEqual([])
  await bench.start()
  await until('the album is handed over', async () => (await bench.jobsOf('processPost')).length === 1)
})
