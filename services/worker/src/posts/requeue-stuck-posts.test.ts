import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PostStatus } from '@cars-bot/platform'
import { requeueStuckPosts } from './requeue-stuck-posts.js'
import { aPost, aReadyPost, later, postsTestApp, type PostsTestApp } from './test-posts.js'

let app: PostsTestApp
beforeAll(async () => {
  app = await postsTestApp()
})
beforeEach(() => app.clear())
afterAll(() => app.close())

test('a post in work whose claim nobody renews is read after half a minute, a new one whose job was lost after a minute', async () => {
  const lost = await aPost(app)
  const dead = await aPost(app, { status: 'PROCESSING' })
  later(app, 29_000)
  await requeueStuckPosts(app)
  expect(await app.waiting('processPost')).toEqual([])
  later(app, 2_000)
  await requeueStuckPosts(app)
  expect(await app.waiting('processPost')).toEqual([dead.id])
  later(app, 30_000)
  await requeueStuckPosts(app)
  expect((await app.waiting('processPost')).sort()).toEqual([lost.id, dead.id].sort())
})

test('a ready post whose job was lost is published after a minute, once its media are settled', async () => {
  const ready = await aReadyPost(app)
  const incomplete = await aReadyPost(app)
  await app.db.postMedia.create({ data: { postId: incomplete.id, messageId: 999, position: 9, kind: 'PHOTO', createdAt: app.now() } })
  later(app, 61_000)
  await requeueStuckPosts(app)
  expect(await app.waiting('publishPost')).toEqual([ready.id])
})

test('media that have not come in ten minutes are given up, and the post goes out without them', async () => {
  const { id } = await aReadyPost(app)
  await app.db.postMedia.create({ data: { postId: id, messageId: 999, position: 9, kind: 'PHOTO', createdAt: app.now() } })
  later(app, 601_000)
  await requeueStuckPosts(app)
  expect(await app.db.postMedia.findFirst({ where: { messageId: 999 } })).toMatchObject({ status: 'FAILED', statusReason: 'не загрузилось за 10 минут' })
  expect(await app.waiting('publishPost')).toEqual([id])
})

test('swept again and again, a stuck post waits in the queue once', async () => {
  await aPost(app)
  await aReadyPost(app)
  later(app, 61_000)
  for (let sweep = 0; sweep < 3; sweep += 1) await requeueStuckPosts(app)
  expect(await app.waiting('processPost')).toHaveLength(1)
  expect(await app.waiting('publishPost')).toHaveLength(1)
})

test('posts that are settled, or on their way into the channel, are left alone', async () => {
  const settled: PostStatus[] = ['PUBLISHING', 'PUBLISHED', 'MODERATION', 'DUPLICATE', 'REJECTED', 'FAILED', 'WITHDRAWN']
  for (const status of settled) await aPost(app, { status })
  later(app, 86_400_000)
  await requeueStuckPosts(app)
  expect(await Promise.all((['processPost', 'publishPost', 'updateListing', 'withdrawListing'] as const).map((name) => app.waiting(name)))).toEqual([[], [], [], []])
})

test('edits that nobody has read, deletions that nobody has carried out and listings not marked are found', async () => {
  const delivery = (given: object) => ({ deliveries: { create: { chatId: app.newsChannelId, messageIds: [5], text: 'как есть', updatedAt: app.now(), ...given } } })
  const due: string[] = []
  for (const status of ['READY', 'PUBLISHED', 'MODERATION', 'DUPLICATE'] as const) due.push((await aPost(app, { status, revision: 2, readRevision: 1 })).id)
  due.push((await aPost(app, { status: 'REJECTED', statusReason: 'Не продажа одной машины', revision: 1 })).id)
  due.push((await aPost(app, { status: 'PUBLISHED', sourceDeletedAt: app.now() })).id)
  due.push((await aPost(app, { status: 'PUBLISHED', ...delivery({ status: 'SENT', attemptToken: 'dead' }) })).id)
  due.push((await aPost(app, { status: 'PUBLISHED', ...delivery({ status: 'SENT', text: null }) })).id)
  const unmarked = await aPost(app, { status: 'WITHDRAWN', ...delivery({ status: 'SENT' }) })
  await aPost(app, { status: 'REJECTED', statusReason: 'отклонено владельцем', revision: 1 })
  await aPost(app, { status: 'NEW', revision: 1 })
  await aPost(app, { status: 'PUBLISHED', sourceDeletedAt: app.now(), isWithdrawalHeld: true, ...delivery({ status: 'SENT' }) })
  await aPost(app, { status: 'PUBLISHED', sourceDeletedAt: app.now(), withdrawalReason: 'DELETED', ...delivery({ status: 'SENT' }) })
  await aPost(app, { status: 'PUBLISHED', revision: 1, readRevision: 1, ...delivery({ status: 'FAILED', text: null }) })
  await aPost(app, { status: 'WITHDRAWN', revision: 3, ...delivery({ status: 'WITHDRAWN' }) })
  later(app, 601_000)
  for (let sweep = 0; sweep < 2; sweep += 1) await requeueStuckPosts(app)
  expect((await app.waiting('updateListing')).sort()).toEqual(due.sort())
  expect(await app.waiting('withdrawListing')).toEqual([unmarked.id])
})

test('a ready post whose withdrawal the owner is asked about does not come out', async () => {
  await aReadyPost(app, { post: { sourceDeletedAt: app.now(), isWithdrawalHeld: true } })
  later(app, 61_000)
  await requeueStuckPosts(app)
  expect(await app.waiting('publishPost')).toEqual([])
})
