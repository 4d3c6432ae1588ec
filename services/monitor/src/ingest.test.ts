import { until } from '@cars-bot/platform/testkit'
import type { WorldFile, WorldMessage } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adText, monitorBench, type MonitorBench } from './test-monitor.js'

let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

function photo(fill = 1, sizeBytes = 2_000): WorldFile {
  return bench.world.addFile({ kind: 'photo', mimeType: 'image/jpeg', bytes: Buffer.alloc(sizeBytes, fill), width: 800, height: 600 })
}

test('a text ad becomes one NEW post, verbatim, with one job', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  const message = bench.world.post(channel, {
    from: 'channel',
    text: adText,
    entities: [{ type: 'text_link', offset: 0, length: 9, url: 'https://t.me/seller_test' }],
    buttons: [[{ text: 'Написать', url: 'https://t.me/seller_button' }]],
    author: 'Автор',
  })
  const post = await until('the post is stored', () => bench.db.post.findFirst())
  expect(post).toMatchObject({ channelId: rowId, messageId: message.id, messageIds: [message.id], text: adText, status: 'NEW', hasSourceMedia: false })
  expect(post.origin).toMatchObject({ links: [{ url: 'https://t.me/seller_test' }], buttons: [{ url: 'https://t.me/seller_button' }], author: 'Автор' })
  await until('its job waits', async () => (await bench.jobsOf('processPost')).length > 0)
  expect(await bench.jobsOf('processPost')).toEqual([post.id])
  const row = await bench.db.channel.findUniqueOrThrow({ where: { id: rowId } })
  expect(row).toMatchObject({ lastMessageId: message.id, pts: channel.pts, telegramId: -1_000_000_000_000n - channel.id, username: channel.username })
})

test('an album with its caption on the third part is one post with four stored photos', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  const groupedId = bench.world.newGroupedId()
  const parts = [1, 2, 3, 4].map((n) => bench.world.post(channel, { from: 'channel', text: n === 3 ? adText : '', file: photo(n), groupedId }))
  const post = await until('four photos are stored', async () => {
    const found = await bench.db.post.findFirst({ include: { media: { orderBy: { position: 'asc' } } } })
    return found?.media.length === 4 && found.media.every((medium) => medium.status === 'STORED') ? found : null
  })
  expect(await bench.db.post.count()).toBe(1)
  expect(post).toMatchObject({ text: adText, messageIds: parts.map((part) => part.id), messageId: parts[0]?.id, hasSourceMedia: true })
  expect(post.media.map((medium) => medium.messageId)).toEqual(parts.map((part) => part.id))
  for (const medium of post.media) expect(await bench.media.has(medium.contentHash ?? '')).toBe(true)
  expect(await bench.jobsOf('processPost')).toEqual([post.id])
})

test('an album part that never came as an update is there all the same', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  const groupedId = bench.world.newGroupedId()
  bench.world.post(channel, { from: 'channel', text: adText, file: photo(1), groupedId })
  bench.faults.add({ target: 'mtproto', kind: 'drop-update', times: 1 })
  bench.world.post(channel, { from: 'channel', text: '', file: photo(2), groupedId })
  await until('the album is handed over', async () => (await bench.jobsOf('processPost')).length > 0)
  expect(await bench.db.post.findMany({ select: { messageIds: true } })).toEqual([{ messageIds: [1, 2] }])
  expect(await bench.db.postMedia.count()).toBe(2)
})

test('an unwanted message leaves a counter and no row, an unwanted album too', async () => {
  const { channel, rowId } = await bench.source({ keywords: ['продаётся'] })
  await bench.start()
  await bench.untilActive(rowId)
  bench.world.post(channel, { from: 'channel', text: 'Доброе утро всем читателям нашего канала' })
  const groupedId = bench.world.newGroupedId()
  bench.world.post(channel, { from: 'channel', text: 'Фотографии с прогулки по набережной', file: photo(), groupedId })
  bench.world.post(channel, { from: 'channel', text: '', file: photo(), groupedId })
  const counter = await until('both are counted', () => bench.db.dailyCounter.findFirst({ where: { name: 'filtered', count: 2 } }))
  expect(counter.count).toBe(2)
  expect(await bench.db.post.count()).toBe(0)
  expect(await bench.jobsOf('processPost')).toEqual([])
})

test('a file too large to publish is skipped with the reason, and a protected channel gives text only', async () => {
  const open = await bench.source()
  const guarded = await bench.source({ isProtected: true })
  await bench.start()
  await bench.untilActive(open.rowId)
  await bench.untilActive(guarded.rowId)
  bench.world.post(open.channel, { from: 'channel', text: adText, file: photo(1, 11 * 1_048_576) })
  bench.world.post(guarded.channel, { from: 'channel', text: adText, file: photo() })
  await until('both posts are stored', async () => (await bench.db.post.count()) === 2)
  const media = await bench.db.postMedia.findMany({ orderBy: { createdAt: 'asc' } })
  expect(media.map((medium) => medium.status)).toEqual(['SKIPPED', 'SKIPPED'])
  expect(media.map((medium) => medium.statusReason).join()).toContain('слишком большой')
  expect(media.map((medium) => medium.statusReason).join()).toContain('запрещает копирование')
})

test('an expired file reference is renewed', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  bench.faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FILE_REFERENCE_EXPIRED', method: 'upload.getFile', times: 1 })
  bench.world.post(channel, { from: 'channel', text: adText, file: photo() })
  const medium = await until('the photo is stored', () => bench.db.postMedia.findFirst({ where: { status: 'STORED' } }))
  expect(await bench.media.has(medium.contentHash ?? '')).toBe(true)
})

test('the last medium of a post that is READY by then enqueues its publishing', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  bench.faults.add({ target: 'mtproto', kind: 'delay', delayMs: 400, method: 'upload.getFile', times: 1 })
  bench.world.post(channel, { from: 'channel', text: adText, file: photo() })
  const post = await until('the post is stored', () => bench.db.post.findFirst())
  await bench.db.post.update({ where: { id: post.id }, data: { status: 'READY' } })
  expect(await bench.jobsOf('publishPost')).toEqual([])
  await until('publishing is enqueued', async () => (await bench.jobsOf('publishPost')).length > 0)
  expect(await bench.db.postMedia.findMany({ select: { status: true } })).toEqual([{ status: 'STORED' }])
})

test('an edit reaches a post that nobody has read yet, and is told to the worker where somebody has', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  const [first, second] = ['первое', 'второе'].map((word) => bench.world.post(channel, { from: 'channel', text: `${adText}\n${word}` }))
  await until('both posts are stored', async () => (await bench.db.post.count()) === 2)
  await bench.db.post.updateMany({ where: { messageId: idOf(second) }, data: { status: 'PROCESSING' } })
  for (const message of [first, second]) bench.world.edit(channel, idOf(message), { text: `${adText}\nТорг` })
  await until('both edits are noted', async () => (await bench.db.post.count({ where: { revision: 1 } })) === 2)
  const posts = await bench.db.post.findMany({ orderBy: { messageId: 'asc' } })
  expect(posts.map((post) => post.text)).toEqual([`${adText}\nТорг`, `${adText}\nТорг`])
  await until('the worker is told', async () => (await bench.jobsOf('updateListing')).length > 0)
  expect(await bench.jobsOf('updateListing')).toEqual([posts[1]?.id])
})

test('an ad deleted at the source before it is published is withdrawn', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  const message = bench.world.post(channel, { from: 'channel', text: adText })
  await until('the post is stored', () => bench.db.post.findFirst())
  bench.world.delete(channel, [message.id])
  const withdrawn = await until('the post is withdrawn', () => bench.db.post.findFirst({ where: { status: 'WITHDRAWN' } }))
  expect(withdrawn.statusReason).toBe('удалено в источнике')
})

function idOf(message: WorldMessage | undefined): number {
  if (!message) throw new Error('no message')
  return message.id
}
