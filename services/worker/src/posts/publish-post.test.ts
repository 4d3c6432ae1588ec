import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { BotFailure, BotRefusal } from '@cars-bot/adapters/bot-api'
import { RateLimitedError } from '@cars-bot/adapters/errors'
import { visibleLength } from '@cars-bot/domain'
import type { DeliveryModel, PostModel } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import { publishPost } from './publish-post.js'
import { carPicture } from '@cars-bot/sandbox'
import { aReadyPost, postsTestApp, type PostsTestApp } from './test-posts.js'

let app: PostsTestApp
beforeAll(async () => {
  app = await postsTestApp()
})
beforeEach(() => app.clear())
afterAll(() => app.close())

const unanswered = () => new BotFailure('Telegram did not answer sendMediaGroup: ETIMEDOUT', { mayHaveArrived: true, code: 'ETIMEDOUT' })

async function state({ id }: PostModel): Promise<{ post: PostModel; delivery: DeliveryModel | null }> {
  const post = await app.db.post.findUniqueOrThrow({ where: { id } })
  return { post, delivery: await app.db.delivery.findFirst({ where: { postId: id } }) }
}

async function alerts(): Promise<string[]> {
  return (await app.db.logEvent.findMany()).map(({ message }) => message)
}

test('a ready post comes out as one album with its contact link, and is remembered with ids and text', async () => {
  const ready = await aReadyPost(app, { photos: 3 })
  await publishPost(app, { postId: ready.id })
  expect(app.news).toHaveLength(1)
  expect(app.news[0]?.media).toHaveLength(3)
  expect(app.news[0]?.html).toContain(`https://t.me/cars_test_bot?start=contact_${ready.publicId}`)
  const { post, delivery } = await state(ready)
  expect(post).toMatchObject({ status: 'PUBLISHED', attemptToken: null })
  expect(delivery).toMatchObject({ status: 'SENT', chatId: app.newsChannelId, withMedia: true, text: app.news[0]?.html, sentAt: app.now() })
  expect(delivery?.messageIds).toHaveLength(3)
  expect(await app.db.postMedia.findMany({ where: { postId: ready.id, botFileId: { startsWith: 'file-' } } })).toHaveLength(3)
})

test('two workers at once send one listing', async () => {
  const ready = await aReadyPost(app)
  await Promise.all([publishPost(app, { postId: ready.id }), publishPost(app, { postId: ready.id }), publishPost(app, { postId: ready.id })])
  expect(app.news).toHaveLength(1)
  await publishPost(app, { postId: ready.id })
  expect(app.news).toHaveLength(1)
})

test('a listing whose answer was lost is never sent again by the worker', async () => {
  const ready = await aReadyPost(app)
  app.troubles.push({ after: unanswered() })
  await publishPost(app, { postId: ready.id })
  await publishPost(app, { postId: ready.id })
  expect(app.news).toHaveLength(1)
  const { post, delivery } = await state(ready)
  expect(post.status).toBe('PUBLISHING')
  expect(delivery).toMatchObject({ status: 'SENDING', attemptToken: post.attemptToken })
})

test('a worker that dies between sending and saving leaves the listing to the monitor', async () => {
  const ready = await aReadyPost(app)
  app.troubles.push({ silent: true })
  void publishPost(app, { postId: ready.id })
  await until('the listing in the channel', () => app.news.length === 1)
  await publishPost(app, { postId: ready.id })
  expect(app.news).toHaveLength(1)
  expect(await state(ready)).toMatchObject({ post: { status: 'PUBLISHING' }, delivery: { status: 'SENDING' } })
})

test('a 429 and a connection that never stood return the post untouched and cost it no attempt', async () => {
  const ready = await aReadyPost(app)
  const limited = new RateLimitedError('Too Many Requests', { retryAfterMs: 7_000 })
  const refused = new BotFailure('Telegram did not answer: ECONNREFUSED', { mayHaveArrived: false, code: 'ECONNREFUSED' })
  for (const trouble of [limited, refused]) {
    app.troubles.push({ before: trouble })
    await expect(publishPost(app, { postId: ready.id })).rejects.toBe(trouble)
    expect(await state(ready)).toMatchObject({ post: { status: 'READY', attempts: 0, attemptToken: null }, delivery: { status: 'PENDING', attemptToken: null } })
  }
  await publishPost(app, { postId: ready.id })
  expect(app.news).toHaveLength(1)
  expect(await alerts()).toEqual([])
})

test('a used up minute of our channel leaves the post alone and says how long to wait', async () => {
  const ready = await aReadyPost(app, { photos: 4 })
  const asked: number[] = []
  const limited = { ...app, channelBudget: { take: async (cost: number) => Promise.resolve({ ok: false as const, retryAfterMs: asked.push(cost) * 1_000 }) } }
  await expect(publishPost(limited, { postId: ready.id })).rejects.toMatchObject({ name: 'RateLimitedError', retryAfterMs: 1_000 })
  expect(asked).toEqual([4])
  expect(await state(ready)).toMatchObject({ post: { status: 'READY' }, delivery: null })
})

test('a listing that Telegram refuses fails with its words and an alert, and can be sent once a person made it ready again', async () => {
  const ready = await aReadyPost(app)
  app.troubles.push({ before: new BotRefusal('Telegram refused sendMediaGroup: 400 Bad Request: IMAGE_PROCESS_FAILED', 'other') })
  await publishPost(app, { postId: ready.id })
  const { post, delivery } = await state(ready)
  expect(post).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('IMAGE_PROCESS_FAILED') as string })
  expect(delivery).toMatchObject({ status: 'FAILED' })
  expect(await alerts()).toMatchObject([expect.stringContaining('Telegram отказал')])
  await app.db.post.update({ where: { id: ready.id }, data: { status: 'READY' } })
  await publishPost(app, { postId: ready.id })
  expect(await state(ready)).toMatchObject({ post: { status: 'PUBLISHED', statusReason: null }, delivery: { status: 'SENT' } })
})

test('a channel closed to the bot costs no listing: it waits, and the owner is told once', async () => {
  const posts = [await aReadyPost(app), await aReadyPost(app)]
  for (const ready of posts) {
    app.troubles.push({ before: new BotRefusal('Telegram refused sendMediaGroup: 403 Forbidden: bot is not a member of the channel chat', 'no-rights') })
    await publishPost(app, { postId: ready.id })
    expect(await state(ready)).toMatchObject({ post: { status: 'READY', attempts: 0 }, delivery: { status: 'PENDING' } })
  }
  expect(await alerts()).toMatchObject([expect.stringContaining('администратор канала')])
  for (const ready of posts) await publishPost(app, { postId: ready.id })
  expect(app.news).toHaveLength(2)
})

test('no listing comes out with the seller in it, wherever the contact hides', async () => {
  const descriptions = ['Звоните +7 (900) 000-00-01.', 'Номер девятьсот ноль ноль ноль ноль ноль ноль ноль ноль один.', 'Пишите @seller_ivan', 'Мой телеграм t.me/seller_ivan', 'Тел 9OO OOO OO O1', 'Спросить seller_ivan.', 'Код 900, затем 000, потом 00 и наконец 01.']
  for (const description of descriptions) {
    const ready = await aReadyPost(app, { car: { description } })
    await publishPost(app, { postId: ready.id })
    expect(await state(ready)).toMatchObject({ post: { status: 'MODERATION', statusReason: 'в готовом тексте остался контакт продавца' }, delivery: null })
  }
  const named = await aReadyPost(app, { car: { city: 'seller_ivan, 9000000001' } })
  await publishPost(app, { postId: named.id })
  expect(await state(named)).toMatchObject({ post: { status: 'MODERATION' } })
  expect(app.news).toEqual([])
  expect((await alerts()).join()).not.toContain('9000000001')
})

test('a seller whose name is that of the car does not hold the listing back', async () => {
  const ready = await aReadyPost(app)
  await app.db.sellerContact.updateMany({ where: { postId: ready.id }, data: { telegramUsername: 'camry' } })
  await publishPost(app, { postId: ready.id })
  expect((await state(ready)).post.status).toBe('PUBLISHED')
})

test('without media left the text goes out alone and points to the original', async () => {
  const ready = await aReadyPost(app, { photos: 2 })
  await app.db.postMedia.updateMany({ where: { postId: ready.id }, data: { status: 'FAILED', contentHash: null } })
  await publishPost(app, { postId: ready.id })
  expect(app.news).toMatchObject([{ media: [], html: expect.stringContaining('Получить контакты и ссылку на оригинал с медиа') as string }])
  expect((await state(ready)).delivery).toMatchObject({ status: 'SENT', withMedia: false })
  const plain = await aReadyPost(app, { photos: 0 })
  await publishPost(app, { postId: plain.id })
  expect(app.news[1]?.html).toMatch(/Получить контакты<\/a>$/)
})

test('a medium that is purged from the store is left out, one that the bot has sent before goes by its file id', async () => {
  const ready = await aReadyPost(app, { photos: 3 })
  const [first, second] = await app.db.postMedia.findMany({ where: { postId: ready.id }, orderBy: { position: 'asc' } })
  await app.media.remove(first?.contentHash ?? '')
  await app.db.postMedia.updateMany({ where: { id: second?.id ?? '' }, data: { status: 'PURGED', botFileId: 'known' } })
  await publishPost(app, { postId: ready.id })
  expect(app.news[0]?.media).toMatchObject([{ fileId: 'known' }, { path: expect.any(String) as string }])
})

test('nothing goes out while a medium is on its way, and of more than ten the first ten do', async () => {
  const ready = await aReadyPost(app, { photos: 12 })
  await app.db.postMedia.updateMany({ where: { postId: ready.id, position: 5 }, data: { status: 'PENDING' } })
  await publishPost(app, { postId: ready.id })
  expect(app.news).toEqual([])
  await app.db.postMedia.updateMany({ where: { postId: ready.id, position: 5 }, data: { status: 'STORED' } })
  await publishPost(app, { postId: ready.id })
  expect(app.news[0]?.media).toHaveLength(10)
})

test('a long description is cut to what Telegram takes, the facts and the link stay', async () => {
  const description = 'Очень ухоженный седан с полной историей обслуживания. '.repeat(40)
  const ready = await aReadyPost(app, { photos: 1, car: { description } })
  await publishPost(app, { postId: ready.id })
  const html = app.news[0]?.html ?? ''
  expect(visibleLength(html)).toBeLessThanOrEqual(1_024)
  expect(html).toContain('2 150 000'.replaceAll(' ', '\u00a0'))
  expect(html).toContain(`contact_${ready.publicId}`)
})

test('a listing that Telegram never answers goes out without its videos at last, and is given up with an alert', async () => {
  const ready = await aReadyPost(app, { photos: 1, videos: 1 })
  const attempts: number[] = []
  for (let attempt = 0; attempt < 9; attempt += 1) {
    app.troubles.push({ after: unanswered() })
    await publishPost(app, { postId: ready.id })
    attempts.push(app.news.at(-1)?.media.length ?? 0)
    // The monitor did not find it in the channel.
    await app.db.delivery.updateMany({ where: { postId: ready.id }, data: { status: 'PENDING' } })
    await app.db.post.updateMany({ where: { id: ready.id, status: 'PUBLISHING' }, data: { status: 'READY' } })
  }
  expect(attempts.slice(0, 8)).toEqual([2, 2, 2, 1, 1, 1, 1, 1])
  expect(app.news).toHaveLength(8)
  expect((await state(ready)).post).toMatchObject({ status: 'FAILED', statusReason: 'Telegram много раз не ответил на отправку' })
  expect(await alerts()).toHaveLength(1)
})

test('a photo that Telegram would refuse is encoded anew or left out with a note, the others go out', async () => {
  const ready = await aReadyPost(app, { photos: 3 })
  const [strip, words] = await app.db.postMedia.findMany({ where: { postId: ready.id }, orderBy: { position: 'asc' } })
  const tooWide = await app.media.put(carPicture(1, 9_900, 600))
  const noPicture = await app.media.put(new TextEncoder().encode('no picture'))
  await app.db.postMedia.update({ where: { id: strip?.id ?? '' }, data: tooWide })
  await app.db.postMedia.update({ where: { id: words?.id ?? '' }, data: noPicture })
  await publishPost(app, { postId: ready.id })
  expect(app.news[0]?.media).toHaveLength(2)
  const media = await app.db.postMedia.findMany({ where: { postId: ready.id }, orderBy: { position: 'asc' } })
  expect(media.map(({ status, mimeType, statusReason }) => [status, mimeType, statusReason])).toEqual([
    ['STORED', 'image/jpeg', null],
    ['SKIPPED', 'image/jpeg', 'Telegram не примет этот файл как фото'],
    ['STORED', 'image/jpeg', null],
  ])
  expect(media[0]?.contentHash).not.toBe(tooWide.contentHash)
})

test('a file that Telegram refuses does not lose the listing: file ids become uploads, uploads are left out', async () => {
  const ready = await aReadyPost(app, { photos: 2 })
  await app.db.postMedia.updateMany({ where: { postId: ready.id, position: 0 }, data: { botFileId: 'stale' } })
  app.troubles.push({ before: new BotRefusal('Telegram refused sendMediaGroup: 400 Bad Request: wrong file identifier/HTTP URL specified', 'media') })
  await publishPost(app, { postId: ready.id })
  expect((await state(ready)).post.status).toBe('READY')
  expect(await app.waiting('publishPost')).toEqual([ready.id])
  app.troubles.push({ before: new BotRefusal('Telegram refused sendMediaGroup: 400 Bad Request: PHOTO_INVALID_DIMENSIONS', 'media') })
  await publishPost(app, { postId: ready.id })
  await publishPost(app, { postId: ready.id })
  expect(app.news).toMatchObject([{ media: [], html: expect.stringContaining('ссылку на оригинал с медиа') as string }])
  expect((await state(ready)).delivery).toMatchObject({ status: 'SENT', withMedia: false })
})
