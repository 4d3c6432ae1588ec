import { until } from '@cars-bot/platform/testkit'
import type { PostModel } from '@cars-bot/platform'
import type { WorldChannel, WorldFile } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adText, monitorBench, type MonitorBench } from './test-monitor.js'

let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

async function watched(): Promise<{ channel: WorldChannel; rowId: number }> {
  const source = await bench.source()
  await bench.start()
  await bench.untilActive(source.rowId)
  return source
}

function photo(fill: number): WorldFile {
  return bench.world.addFile({ kind: 'photo', mimeType: 'image/jpeg', bytes: Buffer.alloc(2_000 + fill, fill), width: 800, height: 600 })
}

/** The stored post of a message, in the status that the worker would have given it. */
async function postIn(status: PostModel['status'], messageId: number, statusReason: string | null = null): Promise<PostModel> {
  const { id } = await until('the post is stored', () => bench.db.post.findFirst({ where: { messageIds: { has: messageId } } }))
  return await bench.db.post.update({ where: { id }, data: { status, statusReason } })
}

async function untilRevision(id: string, revision: number): Promise<PostModel> {
  return await until(`revision ${revision}`, () => bench.db.post.findFirst({ where: { id, revision } }))
}

async function untilCursor(channel: WorldChannel): Promise<void> {
  await until('everything was seen', () => bench.db.channel.findFirst({ where: { telegramId: -1_000_000_000_000n - channel.id, pts: channel.pts } }))
}

const cheaper = adText.replace('1 850 000', '1 790 000')

test('a new price reaches the row and a job within seconds, and is known as nothing but a price', async () => {
  const { channel } = await watched()
  const { id } = bench.world.post(channel, { from: 'channel', text: adText })
  const post = await postIn('PUBLISHED', id)
  const editedAt = Date.now()
  bench.world.edit(channel, id, { text: cheaper })
  const edited = await untilRevision(post.id, 1)
  expect(edited).toMatchObject({ text: cheaper, editKinds: ['price'], readRevision: 0, status: 'PUBLISHED' })
  expect(edited.editedAt).not.toBeNull()
  await until('its job waits', async () => (await bench.jobsOf('updateListing')).length > 0)
  expect(Date.now() - editedAt).toBeLessThan(3_000)
  expect(await bench.jobsOf('updateListing')).toEqual([post.id])
})

test('an ad that is sold stays as it is for the worker to read, whatever status it has', async () => {
  const { channel } = await watched()
  for (const status of ['PROCESSING', 'READY', 'PUBLISHING', 'MODERATION', 'DUPLICATE'] as const) {
    const { id } = bench.world.post(channel, { from: 'channel', text: `${adText}\n${status}` })
    const post = await postIn(status, id)
    bench.world.edit(channel, id, { text: `ПРОДАНО\n${adText}\n${status}` })
    expect(await untilRevision(post.id, 1)).toMatchObject({ editKinds: ['sold', 'text'], status })
    await until('its job waits', async () => (await bench.jobsOf('updateListing')).includes(post.id))
  }
})

test('a post rejected by the rules gets a new chance with its new text, one turned down by the owner none', async () => {
  const { channel } = await watched()
  const [first, second] = [bench.world.post(channel, { from: 'channel', text: adText }), bench.world.post(channel, { from: 'channel', text: adText })]
  const rejected = await postIn('REJECTED', first.id, 'нет цены')
  const refused = await postIn('REJECTED', second.id, 'отклонено владельцем')
  await bench.db.post.update({ where: { id: rejected.id }, data: { attempts: 3 } })
  await Promise.all(bench.jobs.queues.map((queue) => queue.obliterate({ force: true })))
  for (const { id } of [first, second]) bench.world.edit(channel, id, { text: cheaper })
  expect(await untilRevision(rejected.id, 1)).toMatchObject({ status: 'NEW', attempts: 0, statusReason: null, text: cheaper })
  expect(await untilRevision(refused.id, 1)).toMatchObject({ status: 'REJECTED', text: cheaper })
  await until('the new chance waits', async () => (await bench.jobsOf('processPost')).length > 0)
  expect(await bench.jobsOf('processPost')).toEqual([rejected.id])
  expect(await bench.jobsOf('updateListing')).toEqual([])
})

test('rows of withdrawn posts follow without a job', async () => {
  const { channel } = await watched()
  const { id } = bench.world.post(channel, { from: 'channel', text: adText })
  const post = await postIn('WITHDRAWN', id)
  bench.world.edit(channel, id, { text: cheaper })
  expect(await untilRevision(post.id, 1)).toMatchObject({ status: 'WITHDRAWN', text: cheaper })
  expect(await bench.jobsOf('updateListing')).toEqual([])
})

test('the caption of an album edited on its second part leaves the other caption where it is', async () => {
  const { channel } = await watched()
  const groupedId = bench.world.newGroupedId()
  const first = bench.world.post(channel, { from: 'channel', text: adText, file: photo(1), groupedId })
  const second = bench.world.post(channel, { from: 'channel', text: 'Торг', file: photo(2), groupedId })
  await until('the album is handed over', async () => (await bench.jobsOf('processPost')).length > 0)
  const post = await postIn('PUBLISHED', first.id)
  expect(post.text).toBe(`${adText}\nТорг`)
  bench.world.edit(channel, second.id, { text: 'Без торга' })
  expect(await untilRevision(post.id, 1)).toMatchObject({ text: `${adText}\nБез торга`, editKinds: ['text'], messageIds: [first.id, second.id] })
})

test('reactions, blanks and the same text again change nothing', async () => {
  const { channel } = await watched()
  const { id } = bench.world.post(channel, { from: 'channel', text: adText })
  await postIn('PUBLISHED', id)
  const before = await bench.db.post.findMany()
  bench.world.edit(channel, id, { isEditHidden: true })
  bench.world.edit(channel, id, { text: `${adText}\n\n` })
  bench.world.edit(channel, id, { text: adText })
  await untilCursor(channel)
  expect(await bench.db.post.findMany()).toEqual(before)
  expect(await bench.jobsOf('updateListing')).toEqual([])
})

test('an edit older than what is stored changes nothing', async () => {
  const { channel } = await watched()
  const { id } = bench.world.post(channel, { from: 'channel', text: adText })
  const post = await postIn('PUBLISHED', id)
  await bench.db.post.update({ where: { id: post.id }, data: { editedAt: new Date(Date.now() + 60_000) } })
  bench.world.edit(channel, id, { text: cheaper })
  await untilCursor(channel)
  expect(await bench.db.post.findFirst()).toMatchObject({ text: adText, revision: 0 })
})

test('edits that come again after a cursor was set back are told once', async () => {
  const source = await bench.source()
  const first = await bench.start()
  await bench.untilActive(source.rowId)
  const { id } = bench.world.post(source.channel, { from: 'channel', text: adText })
  const post = await postIn('PUBLISHED', id)
  bench.world.edit(source.channel, id, { text: cheaper })
  bench.world.edit(source.channel, id, { text: `${cheaper}\nТорг` })
  await untilRevision(post.id, 2)
  await untilCursor(source.channel)
  await first.close()
  const before = await bench.db.post.findMany()
  await bench.db.channel.update({ where: { id: source.rowId }, data: { pts: 1 } })
  await bench.start()
  await untilCursor(source.channel)
  expect(await bench.db.post.findMany()).toEqual(before)
  expect(before).toMatchObject([{ text: `${cheaper}\nТорг`, editKinds: ['price', 'text'] }])
})

test('a contact behind a button or a link is an edit of the contacts', async () => {
  const { channel } = await watched()
  const { id } = bench.world.post(channel, { from: 'channel', text: adText })
  const post = await postIn('PUBLISHED', id)
  bench.world.edit(channel, id, { buttons: [[{ text: 'Написать', url: 'https://t.me/seller_button' }]] })
  const edited = await untilRevision(post.id, 1)
  expect(edited.editKinds).toEqual(['contact'])
  expect(edited.origin).toMatchObject({ buttons: [{ url: 'https://t.me/seller_button' }] })
})

test('a message that was passed over comes in when its edit passes the filter', async () => {
  const { channel } = await bench.source({ keywords: ['продаётся'] }).then(async (source) => {
    await bench.start()
    await bench.untilActive(source.rowId)
    return source
  })
  const { id } = bench.world.post(channel, { from: 'channel', text: 'Скоро здесь будет что-то интересное для всех' })
  await until('it was passed over', () => bench.db.dailyCounter.findFirst({ where: { name: 'filtered', count: 1 } }))
  bench.world.edit(channel, id, { text: 'Скоро здесь будет что-то ещё более интересное' })
  bench.world.edit(channel, id, { text: adText })
  const post = await until('the post is stored', () => bench.db.post.findFirst())
  expect(post).toMatchObject({ messageId: id, text: adText, status: 'NEW', revision: 0 })
  await until('its job waits', async () => (await bench.jobsOf('processPost')).length > 0)
  expect(await bench.db.dailyCounter.findFirst({ where: { name: 'filtered' } })).toMatchObject({ count: 1 })
})

test('a message too old for the backfill stays out, whatever its edit says', async () => {
  const { channel } = await bench.source()
  const message = bench.world.post(channel, { from: 'channel', text: 'Коротко' })
  message.date = new Date(Date.now() - 30 * 3_600_000)
  await bench.start()
  await until('the channel is watched', () => bench.db.channel.findFirst({ where: { status: 'ACTIVE' } }))
  bench.world.edit(channel, message.id, { text: adText })
  await untilCursor(channel)
  expect(await bench.db.post.count()).toBe(0)
})

test('a photo replaced before publication is stored anew; afterwards it is only noted', async () => {
  const { channel } = await watched()
  const { id } = bench.world.post(channel, { from: 'channel', text: adText, file: photo(1) })
  const stored = await until('the photo is stored', () => bench.db.postMedia.findFirst({ where: { status: 'STORED' } }))
  const post = await postIn('MODERATION', id)
  bench.world.edit(channel, id, { file: photo(2) })
  expect(await untilRevision(post.id, 1)).toMatchObject({ editKinds: ['media'] })
  const replaced = await until('the new photo is stored', () => bench.db.postMedia.findFirst({ where: { status: 'STORED', contentHash: { not: stored.contentHash } } }))
  expect(await bench.db.postMedia.count()).toBe(1)
  expect(await bench.media.has(replaced.contentHash ?? '')).toBe(true)
  await postIn('PUBLISHED', id)
  bench.world.edit(channel, id, { file: photo(3) })
  await untilRevision(post.id, 2)
  expect(await bench.db.postMedia.findMany()).toEqual([replaced])
})

test('edits missed while away are found by the difference', async () => {
  const source = await bench.source()
  const first = await bench.start()
  await bench.untilActive(source.rowId)
  const { id } = bench.world.post(source.channel, { from: 'channel', text: adText })
  const post = await postIn('PUBLISHED', id)
  await first.close()
  bench.world.edit(source.channel, id, { text: cheaper })
  await bench.start()
  expect(await untilRevision(post.id, 1)).toMatchObject({ text: cheaper, editKinds: ['price'] })
  await until('its job waits', async () => (await bench.jobsOf('updateListing')).includes(post.id))
})
