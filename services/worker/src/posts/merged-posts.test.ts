import { carPicture } from '@cars-bot/sandbox'
import type { PostModel, Prisma } from '@cars-bot/platform'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { processPost } from './process-post.js'
import { publishPost } from './publish-post.js'
import { requeueStuckPosts } from './requeue-stuck-posts.js'
import { splitDuplicate } from './split-duplicate.js'
import { aPublishedPost, editSource, newsTestApp, stored, type NewsTestApp, type StoredPost } from './test-news.js'
import { aChannel, aPost, camryText } from './test-posts.js'
import { updateListing } from './update-listing.js'
import { withdrawPost } from './withdraw-post.js'

let app: NewsTestApp
beforeAll(async () => {
  app = await newsTestApp()
})
beforeEach(() => app.clear())
afterAll(() => app.close())

const priced = (price: string): string => camryText.replace('2 150 000', price)
const spaced = (digits: string): string => digits.replaceAll(' ', '\u00a0')
const fall = (from: string, to: string): string => `цена снижена: ${spaced(from)} → ${spaced(`${to} ₽`)}`

async function read(given: Partial<Prisma.PostUncheckedCreateInput>): Promise<StoredPost> {
  const { id } = await aPost(app, given)
  await processPost({ ...app, adReader: null }, { postId: id })
  return stored(app, { id })
}

/** Runs what waits to be done about listings. */
async function follow(): Promise<void> {
  for (const postId of new Set(await app.waiting('updateListing'))) await updateListing({ ...app, adReader: null }, { postId })
  for (const queue of app.jobs.queues) await queue.obliterate({ force: true })
}

async function withPhotos(post: PostModel, seeds: readonly number[], size: 'whole' | 'small' = 'whole'): Promise<void> {
  for (const [position, seed] of seeds.entries()) {
    const { contentHash, sizeBytes } = await app.media.put(size === 'small' ? carPicture(seed, 400, 300) : carPicture(seed))
    await app.db.postMedia.create({ data: { postId: post.id, messageId: position, position, kind: 'PHOTO', status: 'STORED', contentHash, sizeBytes, mimeType: 'image/png' } })
  }
}

test('a lower price in another channel is shown in the listing with the one before; a higher one changes nothing', async () => {
  const first = await aPublishedPost(app, { text: priced('1 250 000') })
  const dear = await read({ text: priced('1 300 000') })
  await follow()
  expect(dear).toMatchObject({ status: 'DUPLICATE', duplicateOfId: first.id, duplicateEvidence: expect.arrayContaining(['тот же контакт']) as string[] })
  expect(app.edits()).toEqual([])
  await read({ text: priced('1 190 000') })
  await follow()
  expect((await app.shown(first))?.text).toContain(fall('1 250 000', '1 190 000'))
  expect((await stored(app, first)).car).toMatchObject({ priceKopecks: 1_190_000_00n, previousPriceKopecks: 1_250_000_00n, priceChangedAt: app.now() })
  expect((await stored(app, first)).car?.description).not.toContain(spaced('1 250 000'))
})

test('a duplicate that is edited to a lower price lowers the listing; sold or dearer again, it no longer counts', async () => {
  const first = await aPublishedPost(app, { text: priced('1 250 000') })
  const twin = await read({ text: priced('1 250 000') })
  await editSource(app, twin, { text: priced('1 190 000'), kinds: ['price'] })
  await updateListing(app, { postId: twin.id })
  await follow()
  expect((await app.shown(first))?.text).toContain(fall('1 250 000', '1 190 000'))
  const { id, revision } = await stored(app, twin)
  expect(await withdrawPost(app, { id, status: 'DUPLICATE', revision }, { reason: 'SOLD', words: 'продана' })).toBe(true)
  await follow()
  expect((await stored(app, first)).car?.priceKopecks).toBe(1_250_000_00n)
  expect((await app.shown(first))?.text).not.toContain('снижена')
})

test('a duplicate deleted at its source takes its lower price with it', async () => {
  const first = await aPublishedPost(app, { text: priced('1 250 000') })
  const twin = await read({ text: priced('1 190 000') })
  await follow()
  await app.db.post.update({ where: { id: twin.id }, data: { status: 'WITHDRAWN', withdrawalReason: 'DELETED', sourceDeletedAt: app.now(), statusChangedAt: app.now() } })
  await requeueStuckPosts(app)
  await follow()
  expect((await app.shown(first))?.text).toContain(spaced('1 250 000 ₽'))
  expect((await app.shown(first))?.text).not.toContain('снижена')
})

test('a listing whose own ad is edited keeps the lower price of another source', async () => {
  const first = await aPublishedPost(app, { text: priced('1 250 000') })
  await read({ text: priced('1 190 000') })
  await follow()
  await editSource(app, first, { text: priced('1 240 000'), kinds: ['price'] })
  await updateListing(app, { postId: first.id })
  expect((await stored(app, first)).car?.priceKopecks).toBe(1_190_000_00n)
  await editSource(app, first, { text: priced('1 150 000'), kinds: ['price'] })
  await updateListing(app, { postId: first.id })
  expect((await app.shown(first))?.text).toContain(fall('1 190 000', '1 150 000'))
})

test('a price that falls by more than 40 % is not believed: the owner is told, the listing stays', async () => {
  const first = await aPublishedPost(app, { text: `${priced('1 250 000')}\nVIN Z94CB41AAER123456` })
  const bait = await read({ text: `${priced('250 000')}\nVIN Z94CB41AAER123456` })
  await follow()
  expect(bait).toMatchObject({ status: 'DUPLICATE', duplicateEvidence: ['тот же VIN'], car: { vinHash: first.car?.vinHash } })
  expect(first.car?.vinHash).toMatch(/^[0-9a-f]{64}$/)
  expect((await stored(app, first)).car?.priceKopecks).toBe(1_250_000_00n)
  expect((await app.db.logEvent.findMany()).map(({ message }) => message)).toEqual([expect.stringContaining(`за ту же машину ${spaced('250 000 ₽')} при цене ${spaced('1 250 000 ₽')}`)])
  expect(JSON.stringify([app.log.lines, await app.db.post.findMany({ select: { statusReason: true, duplicateEvidence: true } })])).not.toContain('Z94CB41AAER')
})

test('a forward of a post that is live already is no listing of its own, whatever its words were', async () => {
  const channel = await aChannel(app, { telegramId: -1_001_500_000_001n })
  const first = await aPublishedPost(app, { post: { channelId: channel.id, messageId: 40, messageIds: [40, 41] } })
  const origin = { forwardedFrom: { channelId: '-1001500000001', messageId: 41 } }
  expect(await read({ text: 'Продаю Toyota Camry, звоните', origin })).toMatchObject({ status: 'DUPLICATE', duplicateOfId: first.id, duplicateEvidence: ['переслано одно и то же сообщение'] })
  const elsewhere = { forwardedFrom: { channelId: '-1001500000009', messageId: 7 } }
  const forward = await read({ text: camryText.replace('95 000', '45 000'), origin: elsewhere })
  expect(await read({ text: 'Продаю Toyota Camry 2018, 700 000 ₽', origin: elsewhere })).toMatchObject({ status: 'DUPLICATE', duplicateOfId: forward.id })
})

test('like photos betray the car of another seller before it is published; a sign under several cars does not', async () => {
  const told = 'Продается Toyota Camry, 2018 год\nЦена 2 290 000 ₽\nТелефон +7 900 000-00-02'
  const first = await aPublishedPost(app)
  await withPhotos(first, [1, 2, 3])
  await app.db.postMedia.updateMany({ where: { postId: first.id }, data: { status: 'STORED' } })
  await app.db.post.update({ where: { id: first.id }, data: { status: 'READY' } })
  await app.db.delivery.deleteMany()
  await publishPost({ ...app, adReader: null }, { postId: first.id })
  const second = await read({ text: told, hasSourceMedia: true })
  await withPhotos(second, [2, 3, 9], 'small')
  expect(second.status).toBe('READY')
  await publishPost(app, { postId: second.id })
  expect(await stored(app, second)).toMatchObject({ status: 'DUPLICATE', duplicateOfId: first.id, duplicateEvidence: expect.arrayContaining(['одинаковых фото: 2']) as string[], deliveries: [] })
  const another = await read({ text: camryText.replace('95 000', '30 000'), hasSourceMedia: true })
  await withPhotos(another, [1, 2, 30])
  await publishPost(app, { postId: another.id })
  const third = await read({ text: told.replace('00-02', '00-03').replace('2 290', '2 400'), hasSourceMedia: true })
  await withPhotos(third, [1, 2, 40])
  await publishPost(app, { postId: third.id })
  expect([(await stored(app, another)).status, (await stored(app, third)).status]).toEqual(['PUBLISHED', 'PUBLISHED'])
})

test('of two twins published at the same moment, known by their photos alone, one comes out', async () => {
  const texts = ['Продается Toyota Camry, 2018 год\nЦена 2 290 000 ₽\nТелефон +7 900 000-00-02', 'Камри 2018, 2 250 000 руб, 8 900 000 00 03']
  const posts = await Promise.all(texts.map((text) => read({ text, hasSourceMedia: true })))
  for (const post of posts) await withPhotos(post, [51, 52, 53])
  await Promise.all(posts.map(({ id }) => publishPost(app, { postId: id })))
  await follow()
  const statuses = (await Promise.all(posts.map((post) => stored(app, post)))).map(({ status }) => status)
  expect(statuses.toSorted()).toEqual(['DUPLICATE', 'PUBLISHED'])
})

test('an ad that waits for a person gives way to one of the same car that needs nobody', async () => {
  const closed = await aChannel(app, { username: null })
  const text = `${camryText.replace(/Телефон.*/, '')}VIN Z94CB41AAER123456`
  const waiting = await read({ text, channelId: closed.id })
  expect(waiting.status).toBe('MODERATION')
  const clear = await read({ text: `${camryText}\nVIN Z94CB41AAER123456` })
  expect(clear).toMatchObject({ status: 'READY', duplicateOfId: null })
  expect(await stored(app, waiting)).toMatchObject({ status: 'DUPLICATE', duplicateOfId: clear.id, duplicateEvidence: ['тот же VIN'] })
})

test('a merge that a person takes back is published by itself, gives its price back and is never merged again', async () => {
  const first = await aPublishedPost(app, { text: priced('1 250 000') })
  const twin = await read({ text: priced('1 190 000') })
  await follow()
  expect([await splitDuplicate(app, twin.id), await splitDuplicate(app, twin.id)]).toEqual([true, false])
  expect(await app.waiting('publishPost')).toEqual([twin.id])
  await follow()
  expect((await stored(app, first)).car?.priceKopecks).toBe(1_250_000_00n)
  await publishPost(app, { postId: twin.id })
  expect(await stored(app, twin)).toMatchObject({ status: 'PUBLISHED', isSplit: true, duplicateOfId: null, duplicateEvidence: expect.arrayContaining(['тот же контакт']) as string[] })
  await editSource(app, twin, { text: `${priced('1 180 000')} Торг.`, kinds: ['text', 'price'] })
  await updateListing({ ...app, adReader: null }, { postId: twin.id })
  await app.db.post.update({ where: { id: twin.id }, data: { status: 'NEW' } })
  await processPost({ ...app, adReader: null }, { postId: twin.id })
  expect(await stored(app, twin)).toMatchObject({ status: 'READY', duplicateOfId: null })
})
