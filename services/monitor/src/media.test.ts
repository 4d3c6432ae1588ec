import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { until } from '@cars-bot/platform/testkit'
import type { WorldFile } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adText, monitorBench, type MonitorBench } from './test-monitor.js'

const mebibyte = 1_048_576
let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

function file(options: Partial<Omit<WorldFile, 'id'>> = {}): WorldFile {
  return bench.world.addFile({ kind: 'photo', mimeType: 'image/jpeg', bytes: randomBytes(2_000), width: 800, height: 600, ...options })
}

async function watched(options: Parameters<MonitorBench['source']>[0] = {}) {
  const { channel, rowId } = await bench.source(options)
  const monitor = await bench.start()
  await bench.untilActive(rowId)
  return { channel, monitor, post: (...files: WorldFile[]) => postAll(files) }

  function postAll(files: WorldFile[]): number[] {
    const groupedId = files.length > 1 ? bench.world.newGroupedId() : null
    return files.map((one, index) => bench.world.post(channel, { from: 'channel', text: index === 0 ? adText : '', file: one, groupedId }).id)
  }
}

/** The media in order once none of `count` is waited for any more. */
async function settled(count: number) {
  return await until('all media are settled', async () => {
    const media = await bench.db.postMedia.findMany({ orderBy: [{ postId: 'asc' }, { position: 'asc' }] })
    return media.length === count && media.every((medium) => medium.status !== 'PENDING') ? media : null
  })
}

async function stored(contentHash: string | null): Promise<Buffer> {
  return await readFile(bench.media.path(contentHash ?? ''))
}

function onFirst(method: string, act: () => void): void {
  const stop = bench.requests.subscribe((request) => {
    if (request.target !== 'mtproto' || request.method !== method) return
    stop()
    act()
  })
}

test('photos, videos and pictures sent as files are stored byte by byte', async () => {
  const { post } = await watched()
  const files = [
    file({ bytes: randomBytes(700_001) }),
    file({ kind: 'video', mimeType: 'video/mp4', bytes: randomBytes(3 * mebibyte) }),
    file({ kind: 'document', mimeType: 'image/png', bytes: randomBytes(256 * 1024) }),
  ]
  post(...files)
  const media = await settled(3)
  expect(media.map(({ kind, status, mimeType }) => ({ kind, status, mimeType }))).toEqual([
    { kind: 'PHOTO', status: 'STORED', mimeType: 'image/jpeg' },
    { kind: 'VIDEO', status: 'STORED', mimeType: 'video/mp4' },
    { kind: 'PHOTO', status: 'STORED', mimeType: 'image/png' },
  ])
  for (const [index, { bytes }] of files.entries()) {
    expect((await stored(media[index]?.contentHash ?? null)).equals(bytes)).toBe(true)
    expect(media[index]?.sizeBytes).toBe(bytes.length)
  }
})

test('what is no picture and no video is left alone, the text of its post is not', async () => {
  const { post } = await watched()
  post(file({ kind: 'document', mimeType: 'application/pdf' }))
  const found = await until('the post is stored', () => bench.db.post.findFirst())
  expect(found).toMatchObject({ text: adText, hasSourceMedia: false })
  expect(await bench.db.postMedia.count()).toBe(0)
  expect(bench.asked('upload.getFile')).toBe(0)
})

test('files too large to publish are skipped with the reason, none of their bytes are fetched', async () => {
  const { post } = await watched()
  post(file({ kind: 'video', mimeType: 'video/mp4', bytes: Buffer.alloc(51 * mebibyte) }), file({ kind: 'document', mimeType: 'image/png', bytes: Buffer.alloc(11 * mebibyte) }), file())
  const media = await settled(3)
  expect(media.map(({ status, statusReason }) => ({ status, statusReason }))).toEqual([
    { status: 'SKIPPED', statusReason: 'файл слишком большой: 51,0 МБ при пределе 50,0 МБ' },
    { status: 'SKIPPED', statusReason: 'файл слишком большой: 11,0 МБ при пределе 10,0 МБ' },
    { status: 'STORED', statusReason: null },
  ])
  expect(bench.asked('upload.getFile')).toBe(1)
})

test('one photo posted in two ads is one file', async () => {
  const { post } = await watched()
  const bytes = randomBytes(5_000)
  post(file({ bytes }))
  post(file({ bytes }), file())
  const media = await settled(3)
  expect(new Set(media.map((medium) => medium.contentHash)).size).toBe(2)
  for (const { contentHash } of media) expect(await bench.media.has(contentHash ?? '')).toBe(true)
})

test('three files are fetched at a time, never more', async () => {
  const { post } = await watched()
  const delayMs = 300
  bench.faults.add({ target: 'mtproto', kind: 'delay', delayMs, method: 'upload.getFile' })
  post(...Array.from({ length: 9 }, () => file()))
  await settled(9)
  const starts = bench.requests.of('mtproto').filter(({ method }) => method === 'upload.getFile').map(({ at }) => Date.parse(at)).sort((one, other) => one - other)
  // Each is under way for `delayMs` at least: those begun within that time of one another were so at once.
  const atOnce = starts.map((start) => starts.filter((other) => other >= start && other < start + delayMs).length)
  expect(Math.max(...atOnce)).toBe(3)
})

test('a file reference that expires between two parts of a file is renewed, and the file is whole', async () => {
  const { post } = await watched()
  onFirst('upload.getFile', () => bench.faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FILE_REFERENCE_EXPIRED', method: 'upload.getFile', times: 1 }))
  const video = file({ kind: 'video', mimeType: 'video/mp4', bytes: randomBytes(mebibyte) })
  post(video)
  const [medium] = await settled(1)
  expect(medium?.status).toBe('STORED')
  expect((await stored(medium?.contentHash ?? null)).equals(video.bytes)).toBe(true)
})

test('a file reference that expires again and again is renewed as often', async () => {
  const { post } = await watched()
  bench.faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FILE_REFERENCE_EXPIRED', method: 'upload.getFile', times: 3 })
  post(file())
  const [medium] = await settled(1)
  expect(medium?.status).toBe('STORED')
})

test('a connection that breaks in the middle of a file leaves no half of it', async () => {
  const { post } = await watched()
  onFirst('upload.getFile', () => bench.faults.add({ target: 'mtproto', kind: 'disconnect', method: 'upload.getFile', times: 1 }))
  const photo = file({ bytes: randomBytes(900_000) })
  post(photo)
  const [medium] = await settled(1)
  expect(medium?.status).toBe('STORED')
  expect((await stored(medium?.contentHash ?? null)).equals(photo.bytes)).toBe(true)
})

test('an answer with fewer bytes than the file has is not taken for the file', async () => {
  const { post } = await watched()
  bench.faults.add({ target: 'mtproto', kind: 'wrong-answer', answer: 'short', method: 'upload.getFile', times: 1 })
  const photo = file({ bytes: randomBytes(300_000) })
  post(photo)
  const [medium] = await settled(1)
  expect(medium?.status).toBe('STORED')
  expect((await stored(medium?.contentHash ?? null)).equals(photo.bytes)).toBe(true)
})

test('a photo whose message is deleted while it is fetched fails with the reason, the rest of its album does not', async () => {
  const { channel, post } = await watched()
  bench.faults.add({ target: 'mtproto', kind: 'drop-update', method: 'updateDeleteChannelMessages' })
  onFirst('upload.getFile', () => {
    bench.world.delete(channel, [1])
    bench.faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FILE_REFERENCE_EXPIRED', method: 'upload.getFile', times: 1 })
  })
  post(file({ bytes: randomBytes(300_000) }), file())
  const media = await settled(2)
  expect(media.map(({ status, statusReason }) => ({ status, statusReason }))).toEqual([
    { status: 'FAILED', statusReason: 'сообщение удалено в источнике' },
    { status: 'STORED', statusReason: null },
  ])
})

test('what was under way when the monitor stopped is fetched after its start, while the post is read already', async () => {
  const { monitor, post } = await watched()
  bench.faults.add({ target: 'mtproto', kind: 'hang', method: 'upload.getFile' })
  post(file(), file())
  await until('downloads are under way', () => bench.asked('upload.getFile') === 2)
  await bench.db.post.updateMany({ data: { status: 'READY' } })
  await monitor.close()
  bench.faults.clear()
  await bench.start()
  const media = await settled(2)
  expect(media.map(({ status }) => status)).toEqual(['STORED', 'STORED'])
  await until('publishing is enqueued', async () => (await bench.jobsOf('publishPost')).length > 0)
})

test('of a channel that forbids copying no byte is fetched, unless the owner wants its media', async () => {
  const { channel, post } = await watched({ isProtected: true })
  post(file(), file())
  const media = await settled(2)
  expect(media.map(({ status, statusReason }) => `${status}: ${statusReason}`)).toEqual(Array(2).fill('SKIPPED: канал запрещает копирование: публикуется только текст'))
  expect(bench.asked('upload.getFile')).toBe(0)
  await bench.db.channel.updateMany({ where: { username: channel.username }, data: { protectedContentPolicy: 'WITH_MEDIA' } })
  await until('the decision is known', async () => {
    post(file())
    return await bench.db.postMedia.findFirst({ where: { status: 'STORED' } })
  })
})

/** GramJS takes the keys of Telegram's servers, which a first connection to a further data centre needs, from a map of its own. */
function trustServer(): void {
  const require = createRequire(createRequire(import.meta.url).resolve('@cars-bot/adapters/mtproto'))
  const { n, e, fingerprint } = bench.server.publicKey
  require('telegram/crypto/RSA.js')._serverKeys.set(fingerprint, { n: require('big-integer')(n), e })
}

test('photos of other data centres are fetched there, with one transfer of the login each', async () => {
  trustServer()
  const { post } = await watched()
  const files = [4, 2, 4, 1, 4, 1].map((dcId) => file({ dcId, bytes: randomBytes(300_000) }))
  post(...files)
  const media = await settled(6)
  for (const [index, { bytes }] of files.entries()) expect((await stored(media[index]?.contentHash ?? null)).equals(bytes)).toBe(true)
  expect(bench.asked('auth.exportAuthorization')).toBe(2)
})

test('a flood wait on the transfer of the login is honoured, photos of the own data centre come meanwhile', async () => {
  trustServer()
  bench.faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FLOOD_WAIT_3', method: 'auth.exportAuthorization', times: 1 })
  const { post } = await watched()
  post(file({ dcId: 4 }), file({ dcId: 4 }), file())
  await until('the own photo is stored', () => bench.db.postMedia.findFirst({ where: { messageId: 3, status: 'STORED' } }))
  expect(await bench.db.postMedia.count({ where: { status: 'PENDING' } })).toBe(2)
  const media = await settled(3)
  expect(media.map(({ status }) => status)).toEqual(['STORED', 'STORED', 'STORED'])
  const transfers = bench.requests.of('mtproto').filter(({ method }) => method === 'auth.exportAuthorization').map(({ at }) => Date.parse(at))
  expect(transfers).toHaveLength(2)
  expect((transfers[1] ?? 0) - (transfers[0] ?? 0)).toBeGreaterThanOrEqual(3_000)
})

test('a connection to another data centre that breaks is made anew', async () => {
  trustServer()
  const { post } = await watched()
  onFirst('upload.getFile', () => bench.faults.add({ target: 'mtproto', kind: 'disconnect', method: 'upload.getFile', times: 1 }))
  const photo = file({ dcId: 4, bytes: randomBytes(900_000) })
  post(photo)
  const [medium] = await settled(1)
  expect((await stored(medium?.contentHash ?? null)).equals(photo.bytes)).toBe(true)
})

test('another data centre that has forgotten the login is told again, and the account stays at work', async () => {
  trustServer()
  const { post, monitor } = await watched()
  bench.faults.add({ target: 'mtproto', kind: 'error', rpcError: 'AUTH_KEY_UNREGISTERED', method: 'upload.getFile', times: 1 })
  post(file({ dcId: 4 }))
  const [medium] = await settled(1)
  expect(medium?.status).toBe('STORED')
  expect(bench.asked('auth.exportAuthorization')).toBe(2)
  expect(monitor.state()).toBe('running')
})
