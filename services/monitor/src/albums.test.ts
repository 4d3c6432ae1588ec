import { until } from '@cars-bot/platform/testkit'
import type { WorldChannel, WorldFile, WorldMessage } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adText, monitorBench, type MonitorBench } from './test-monitor.js'

let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

function photo(fill: number): WorldFile {
  return bench.world.addFile({ kind: 'photo', mimeType: 'image/jpeg', bytes: Buffer.alloc(2_000, fill), width: 800, height: 600 })
}

function part(channel: WorldChannel, groupedId: bigint, text = ''): WorldMessage {
  return bench.world.post(channel, { from: 'channel', text, file: photo(bench.world.files.size % 250), groupedId })
}

type Push = Parameters<Parameters<typeof bench.world.on<'channel'>>[1]>

/** Posts without anybody being told; the updates are given back, to be sent in any order. */
function unsent(act: () => void): { send: (push: Push) => void; pushes: Push[] } {
  const [send] = bench.world.listeners('channel')
  if (!send) throw new Error('the server does not listen to the world')
  const pushes: Push[] = []
  const collect = (...push: Push): void => void pushes.push(push)
  bench.world.off('channel', send).on('channel', collect)
  act()
  bench.world.off('channel', collect).on('channel', send)
  return { send: (push) => send(...push), pushes }
}

/** Fisher and Yates's shuffle over mulberry32, the same for the same seed. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const left = [...list]
  let state = seed
  return list.flatMap(() => {
    state = (state + 0x6d2b_79f5) >>> 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    return left.splice(((mixed ^ (mixed >>> 14)) >>> 0) % left.length, 1)
  })
}

async function albums(count: number) {
  return await until('all albums are handed over and downloaded', async () => {
    const posts = await bench.db.post.findMany({ include: { media: { orderBy: { position: 'asc' } } }, orderBy: { messageId: 'asc' } })
    const isDone = posts.length === count && posts.every((post) => post.media.every((medium) => medium.status === 'STORED'))
    return isDone && (await bench.jobsOf('processPost')).length === count ? posts : null
  })
}

test('parts that come in any order, late, twice or not at all make one post each, with every part and the captions in their order', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start({ times: { albumQuietMs: 600 } })
  await bench.untilActive(rowId)
  const sent: { ids: number[]; text: string }[] = []
  const { send, pushes } = unsent(() => {
    for (const size of [2, 10, 3, 5]) {
      const groupedId = bench.world.newGroupedId()
      const captions = Array.from({ length: size }, (_, index) => (index === size - 1 ? `${adText}\nальбом из ${size}` : index === 0 && size > 2 ? 'Срочно!' : ''))
      sent.push({ ids: captions.map((caption) => part(channel, groupedId, caption).id), text: captions.filter(Boolean).join('\n') })
    }
  })
  const lost = pushes[4]
  for (const [index, push] of shuffled([...pushes, ...pushes.slice(0, 6)], 7).entries()) {
    if (push !== lost) send(push)
    if (index % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 40))
  }
  const posts = await albums(4)
  expect(posts.map((post) => ({ ids: post.messageIds, text: post.text }))).toEqual(sent)
  expect(posts.map((post) => post.media.map((medium) => medium.messageId))).toEqual(sent.map(({ ids }) => ids))
  expect(posts.map((post) => post.messageId)).toEqual(sent.map(({ ids }) => ids[0]))
})

test('albums whose parts alternate with each other and with single ads are kept apart', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start()
  await bench.untilActive(rowId)
  const [one, other] = [bench.world.newGroupedId(), bench.world.newGroupedId()]
  for (const [index, groupedId] of [one, other, one, other, one].entries()) part(channel, groupedId, index < 2 ? `${adText}\n${groupedId}` : '')
  bench.world.post(channel, { from: 'channel', text: `${adText}\nодно` })
  part(channel, other)
  const posts = await albums(3)
  expect(posts.map((post) => post.messageIds)).toEqual([[1, 3, 5], [2, 4, 7], [6]])
  expect(posts.map((post) => post.text)).toEqual([`${adText}\n${one}`, `${adText}\n${other}`, `${adText}\nодно`])
})

test('an album of which the monitor hears nothing at all comes through the sweep', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start({ times: { sweepIntervalMs: 200 } })
  await bench.untilActive(rowId)
  const groupedId = bench.world.newGroupedId()
  unsent(() => ['', adText, ''].map((text) => part(channel, groupedId, text)))
  const [post] = await albums(1)
  expect(post).toMatchObject({ messageIds: [1, 2, 3], text: adText })
})

test('a restart inside an album leaves it one post with the parts of before, of meanwhile and of after', async () => {
  const { channel, rowId } = await bench.source()
  const before = await bench.start({ times: { albumQuietMs: 60_000 } })
  await bench.untilActive(rowId)
  const groupedId = bench.world.newGroupedId()
  part(channel, groupedId)
  part(channel, groupedId)
  await until('two parts are stored', () => bench.db.post.findFirst({ where: { messageIds: { equals: [1, 2] } } }))
  await before.close()
  part(channel, groupedId, adText)
  await bench.start({ times: { albumQuietMs: 1_500 } })
  await until('the third part is stored', () => bench.db.post.findFirst({ where: { messageIds: { has: 3 } } }))
  part(channel, groupedId)
  const [post] = await albums(1)
  expect(post).toMatchObject({ messageIds: [1, 2, 3, 4], text: adText })
})

test('a part that comes after its album was closed joins it, and so does its caption while nobody has read the post', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start({ times: { albumQuietMs: 100 } })
  await bench.untilActive(rowId)
  const groupedId = bench.world.newGroupedId()
  part(channel, groupedId, adText)
  await albums(1)
  part(channel, groupedId, 'Торг у капота')
  const [joined] = await until('the second part has joined', async () => {
    const posts = await albums(1)
    return posts[0]?.messageIds.length === 2 && posts[0].media.length === 2 ? posts : null
  })
  expect(joined?.text).toBe(`${adText}\nТорг у капота`)
  await bench.db.post.updateMany({ data: { status: 'PROCESSING' } })
  part(channel, groupedId)
  const post = await until('the third part is downloaded', async () => {
    const found = await bench.db.post.findFirst({ include: { media: true } })
    return found?.media.length === 3 && found.media.every((medium) => medium.status === 'STORED') ? found : null
  })
  expect(post.messageIds).toEqual([1, 2, 3])
  expect(await bench.db.post.count()).toBe(1)
})

test.each(['PROCESSING', 'PUBLISHED', 'REJECTED'] as const)('a caption that comes with a late part of an album that is %s already is an edit of it', async (status) => {
  const { channel, rowId } = await bench.source()
  await bench.start({ times: { albumQuietMs: 100 } })
  await bench.untilActive(rowId)
  const groupedId = bench.world.newGroupedId()
  part(channel, groupedId, adText)
  await albums(1)
  await bench.db.post.updateMany({ data: { status } })
  part(channel, groupedId, 'Цена снижена до 1 700 000 руб.')
  const post = await until('the caption is taken in', () => bench.db.post.findFirst({ where: { revision: 1 } }))
  expect(post).toMatchObject({ text: `${adText}\nЦена снижена до 1 700 000 руб.`, messageIds: [1, 2], status: status === 'REJECTED' ? 'NEW' : status })
  await until('the worker is told', async () => (await bench.jobsOf(status === 'REJECTED' ? 'processPost' : 'updateListing')).includes(post.id))
})

test('photos that were unwanted for want of a text become a post when the part with the text comes', async () => {
  const { channel, rowId } = await bench.source({ keywords: ['toyota'] })
  await bench.start({ times: { albumQuietMs: 100 } })
  await bench.untilActive(rowId)
  const groupedId = bench.world.newGroupedId()
  part(channel, groupedId)
  part(channel, groupedId)
  await until('the photos are counted as unwanted', () => bench.db.dailyCounter.findFirst({ where: { name: 'filtered' } }))
  expect(await bench.db.post.count()).toBe(0)
  part(channel, groupedId, adText)
  const [post] = await albums(1)
  expect(post).toMatchObject({ messageIds: [1, 2, 3], text: adText })
})

test('an album that loses a part at the source goes on with the others, and is withdrawn with its last', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start({ times: { albumQuietMs: 500 } })
  await bench.untilActive(rowId)
  const groupedId = bench.world.newGroupedId()
  const parts = ['', adText, ''].map((text) => part(channel, groupedId, text))
  await until('the parts are stored', () => bench.db.post.findFirst({ where: { messageIds: { equals: [1, 2, 3] } } }))
  bench.world.delete(channel, [3])
  const [post] = await albums(1)
  expect(post).toMatchObject({ messageIds: [1, 2], text: adText })
  bench.world.delete(channel, parts.slice(0, 2).map(({ id }) => id))
  await until('the post is withdrawn', () => bench.db.post.findFirst({ where: { status: 'WITHDRAWN' } }))
})

test('a text keeps its line breaks, blank lines, indents and everything a contact can hide in', async () => {
  const { channel, rowId } = await bench.source()
  channel.discussionId = 1_499_000_001n
  await bench.start()
  await bench.untilActive(rowId)
  const groupedId = bench.world.newGroupedId()
  const text = `${adText}\n\n\n  — кондиционер\n\t— люк\r\nЗвоните 👍🏽 сюда`
  const seller = bench.world.addUser({ id: 5_000_001, firstName: 'Продавец' })
  const origin = bench.world.addChannel({ title: 'Авто из рук в руки', username: 'cars_origin' })
  const at = (words: string) => ({ offset: text.indexOf(words), length: words.length })
  bench.world.post(channel, {
    from: 'channel',
    text,
    entities: [
      { type: 'text_link', ...at('кондиционер'), url: 'https://t.me/hidden_seller' },
      { type: 'text_mention', ...at('люк'), user: { id: seller.id, is_bot: false, first_name: 'Продавец' } },
    ],
    file: photo(1),
    groupedId,
    buttons: [[{ text: 'Написать', url: 'https://t.me/seller_button' }]],
    author: 'Иван',
    forwardedFrom: { channelId: origin.id, messageId: 77, title: origin.title },
  })
  part(channel, groupedId)
  await until('the album is handed over', async () => (await bench.jobsOf('processPost')).length > 0)
  const post = await bench.db.post.findFirstOrThrow({ where: { groupedId } })
  expect(post.text).toBe(text)
  expect(post.origin).toMatchObject({
    links: [{ text: 'кондиционер', url: 'https://t.me/hidden_seller' }],
    mentions: [{ text: 'люк', userId: String(seller.id) }],
    buttons: [{ text: 'Написать', url: 'https://t.me/seller_button' }],
    author: 'Иван',
    discussionId: '-1001499000001',
    forwardedFrom: { name: origin.title, username: 'cars_origin', channelId: `-100${origin.id}`, messageId: 77 },
  })
})
