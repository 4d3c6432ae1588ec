import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PostMediaStatus } from '@cars-bot/platform'
import { testApp, type TestApp } from '../payments/test-app.js'
import { aPost } from '../payments/test-rows.js'
import { cleanUp } from './clean-up.js'

const dayMs = 86_400_000
let app: TestApp
let files: Set<string>

beforeAll(async () => {
  app = await testApp()
})
beforeEach(async () => {
  files = new Set(['old', 'shared', 'fresh'])
  app.media = {
    put: () => Promise.reject(new Error('nothing is stored here')),
    path: (hash) => hash,
    has: async (hash) => Promise.resolve(files.has(hash)),
    remove: async (hash) => Promise.resolve(files.delete(hash)),
  }
  await app.db.post.deleteMany()
  await Promise.all([app.db.logEvent.deleteMany(), app.db.deadLetter.deleteMany(), app.db.lease.deleteMany()])
})
afterAll(() => app.close())

function daysAgo(days: number): Date {
  return new Date(app.now().getTime() - days * dayMs)
}

async function aMedium(postId: string, contentHash: string | null, ageDays: number, status: PostMediaStatus = 'STORED'): Promise<string> {
  const { id } = await app.db.postMedia.create({ data: { postId, messageId: Math.trunc(Math.random() * 1e9), position: 0, kind: 'PHOTO', status, contentHash, createdAt: daysAgo(ageDays) } })
  return id
}

test('media past their retention are purged with their files; a file that a younger post uses stays', async () => {
  const [older, younger] = [await aPost(app), await aPost(app)]
  const [old, shared] = [await aMedium(older.id, 'old', 31), await aMedium(older.id, 'shared', 31)]
  const [stillShared, fresh] = [await aMedium(younger.id, 'shared', 29), await aMedium(younger.id, 'fresh', 29)]
  await cleanUp(app)
  expect([...files].sort()).toEqual(['fresh', 'shared'])
  const media = new Map((await app.db.postMedia.findMany()).map((medium) => [medium.id, medium.status]))
  expect([old, shared, stillShared, fresh].map((id) => media.get(id))).toEqual(['PURGED', 'PURGED', 'STORED', 'STORED'])
})

test('media of a post that still waits to come out are kept, however old, also where another post has the same file', async () => {
  const published = await aPost(app)
  for (const status of ['READY', 'MODERATION', 'PUBLISHING', 'PROCESSING', 'NEW'] as const) await aMedium((await aPost(app, status)).id, status, 90)
  await aMedium((await aPost(app, 'MODERATION')).id, 'shared', 90)
  await aMedium(published.id, 'shared', 90)
  for (const name of ['READY', 'MODERATION', 'PUBLISHING', 'PROCESSING', 'NEW']) files.add(name)
  await cleanUp(app)
  expect([...files].sort()).toEqual(['MODERATION', 'NEW', 'PROCESSING', 'PUBLISHING', 'READY', 'fresh', 'old', 'shared'])
  await app.db.post.updateMany({ data: { status: 'PUBLISHED' } })
  await cleanUp(app)
  expect([...files].sort()).toEqual(['fresh', 'old'])
})

test('two old rows of one file leave no file', async () => {
  const post = await aPost(app)
  await aMedium(post.id, 'shared', 40)
  await aMedium(post.id, 'shared', 35)
  await cleanUp(app)
  expect(files.has('shared')).toBe(false)
})

test('a clean-up cut off before a file was removed removes it the next time', async () => {
  const { id } = await aPost(app)
  await aMedium(id, 'old', 31)
  const media = app.media
  app.media = { ...media, remove: () => Promise.reject(new Error('disk is gone')) }
  await expect(cleanUp(app)).rejects.toThrow('disk is gone')
  app.media = media
  await cleanUp(app)
  expect(files.has('old')).toBe(false)
})

test('an ad refused a month ago keeps no text, origin or contact; any other keeps them all', async () => {
  const [refused, recent, published] = [await aPost(app, 'REJECTED'), await aPost(app, 'REJECTED'), await aPost(app)]
  await app.db.post.updateMany({ data: { origin: { author: 'Продавец' }, extraction: { city: 'Москва' } } })
  await app.db.post.update({ where: { id: refused.id }, data: { statusChangedAt: daysAgo(31) } })
  await app.db.post.update({ where: { id: recent.id }, data: { statusChangedAt: daysAgo(29) } })
  await app.db.post.update({ where: { id: published.id }, data: { statusChangedAt: daysAgo(300) } })
  await cleanUp(app)
  const posts = new Map((await app.db.post.findMany({ include: { sellerContact: true } })).map((post) => [post.id, post]))
  expect(posts.get(refused.id)).toMatchObject({ text: '', origin: {}, extraction: null, sellerContact: null })
  for (const { id } of [recent, published]) expect(posts.get(id)).toMatchObject({ text: 'Toyota Camry', origin: { author: 'Продавец' }, sellerContact: { telegramUsername: 'seller_ivan' } })
})

test('log lines and settled dead letters go after 90 days; unsettled ones and leases stay', async () => {
  const event = { level: 'INFO' as const, component: 'worker', message: 'Событие' }
  await app.db.logEvent.createMany({ data: [{ ...event, createdAt: daysAgo(91) }, { ...event, createdAt: daysAgo(89) }] })
  const letter = { queue: 'ai', name: 'unknown', payload: {}, reason: 'unknown', createdAt: daysAgo(200) }
  await app.db.deadLetter.createMany({ data: [{ ...letter, resolvedAt: daysAgo(91) }, { ...letter, resolvedAt: daysAgo(89) }, { ...letter, resolvedAt: null }] })
  await app.db.lease.create({ data: { name: 'bot', holder: 'x', renewedAt: daysAgo(200), expiresAt: daysAgo(200) } })
  await cleanUp(app)
  expect([await app.db.logEvent.count(), await app.db.deadLetter.count(), await app.db.lease.count()]).toEqual([1, 2, 1])
})

test('a line that its channel has not written for 90 days is forgotten', async () => {
  const { channelId } = await app.db.post.findUniqueOrThrow({ where: { id: (await aPost(app)).id } })
  await app.db.channelPhrase.createMany({ data: [{ channelId, lineHash: 'old', lastSeenAt: daysAgo(91) }, { channelId, lineHash: 'fresh', seenCount: 5, lastSeenAt: daysAgo(89) }] })
  await cleanUp(app)
  expect((await app.db.channelPhrase.findMany()).map(({ lineHash }) => lineHash)).toEqual(['fresh'])
})

test('a second run the same night changes nothing', async () => {
  const { id } = await aPost(app, 'REJECTED')
  await app.db.post.update({ where: { id }, data: { statusChangedAt: daysAgo(31) } })
  await aMedium(id, 'old', 31)
  await cleanUp(app)
  const before = await app.db.post.findMany({ include: { media: true } })
  await cleanUp(app)
  expect(await app.db.post.findMany({ include: { media: true } })).toEqual(before)
})
