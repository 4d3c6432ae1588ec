import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newsChannelId } from '@cars-bot/sandbox'
import { processPost } from './process-post.js'
import { publishPost } from './publish-post.js'
import { requeueStuckPosts } from './requeue-stuck-posts.js'
import { aPublishedPost, editSource, newsTestApp, phoneOf, stored, type NewsTestApp } from './test-news.js'
import { aPost, camryText, later } from './test-posts.js'
import { updateListing } from './update-listing.js'
import { withdrawListing } from './withdraw-listing.js'

let app: NewsTestApp
beforeAll(async () => {
  app = await newsTestApp()
})
beforeEach(() => app.clear())
afterAll(() => app.close())

const gone = { status: 'WITHDRAWN', withdrawalReason: 'DELETED' } as const

async function deleteSource(post: { id: string }): Promise<void> {
  await app.db.post.update({ where: { id: post.id }, data: { ...gone, sourceDeletedAt: app.now(), statusChangedAt: app.now() } })
}

test('the listing of a deleted ad keeps its photos and its car, says that it is gone, and leads to nobody', async () => {
  const post = await aPublishedPost(app, { photos: 3 })
  await deleteSource(post)
  await withdrawListing(app, { postId: post.id })
  const message = await app.shown(post)
  expect(message?.text).toBe('⛔️ Снято с продажи\n\n🚗 Toyota Camry\n\n📋 2.5 л • автомат • 2018 • Москва\n\n📊 1 владелец\nПробег: 95\u00a0000 км\n\n💰 2\u00a0150\u00a0000\u00a0₽')
  expect(message?.entities.map(({ type }) => type)).toEqual(['bold', 'bold', 'strikethrough'])
  expect(message?.file).not.toBeNull()
  expect((await stored(app, post)).deliveries).toMatchObject([{ status: 'WITHDRAWN', attemptToken: null, editedAt: app.now() }])
  await withdrawListing(app, { postId: post.id })
  expect(app.edits()).toHaveLength(1)
})

test('a listing sold by an edit says so, in a text of its own as in a caption', async () => {
  const post = await aPublishedPost(app)
  await editSource(app, post, { text: `Продано. ${camryText}`, kinds: ['sold'] })
  await updateListing(app, { postId: post.id })
  await withdrawListing(app, { postId: post.id })
  const message = await app.shown(post)
  expect(message?.text).toMatch(/^✅ Продано\n\n🚗 Toyota Camry/)
  expect(JSON.stringify(message?.entities)).not.toContain('contact_')
})

test('a withdrawn listing is revived by no edit and no late job', async () => {
  const post = await aPublishedPost(app)
  await deleteSource(post)
  await withdrawListing(app, { postId: post.id })
  await editSource(app, post, { text: camryText.replace('2 150 000', '1 990 000'), kinds: ['price'] })
  await updateListing(app, { postId: post.id })
  await publishPost(app, { postId: post.id })
  expect((await stored(app, post)).status).toBe('WITHDRAWN')
  expect((await app.shown(post))?.text).toContain('Снято с продажи')
})

test('a post that is still live is not marked by a stray job', async () => {
  const post = await aPublishedPost(app)
  await withdrawListing(app, { postId: post.id })
  expect(app.edits()).toEqual([])
  expect((await stored(app, post)).deliveries).toMatchObject([{ status: 'SENT', attemptToken: null }])
})

test('an edit under way and a withdrawal end with the withdrawal', async () => {
  const post = await aPublishedPost(app)
  await editSource(app, post, { text: camryText.replace('2 150 000', '1 990 000'), kinds: ['price'] })
  const bot: typeof app.bot = {
    ...app.bot,
    async editText(input) {
      await deleteSource(post)
      await expect(withdrawListing(app, { postId: post.id })).rejects.toThrow('edited by another run')
      await app.bot.editText(input)
    },
  }
  await updateListing({ ...app, bot }, { postId: post.id })
  expect(await app.waiting('withdrawListing')).toEqual([post.id])
  await withdrawListing(app, { postId: post.id })
  expect((await app.shown(post))?.text).toContain('Снято с продажи')
})

test('an ad deleted while it was published is withdrawn right after, one deleted before is not published', async () => {
  const post = await aPost(app)
  await processPost(app, { postId: post.id })
  const bot: typeof app.bot = {
    ...app.bot,
    async sendText(input) {
      await app.db.post.update({ where: { id: post.id }, data: { sourceDeletedAt: app.now() } })
      return app.bot.sendText(input)
    },
  }
  await publishPost({ ...app, bot }, { postId: post.id })
  expect(await stored(app, post)).toMatchObject({ status: 'WITHDRAWN', withdrawalReason: 'DELETED' })
  expect(await app.waiting('withdrawListing')).toEqual([post.id])
  const early = await aPost(app, { text: camryText.replace('95 000', '45 000') })
  await processPost(app, { postId: early.id })
  await app.db.post.update({ where: { id: early.id }, data: { sourceDeletedAt: app.now() } })
  await publishPost(app, { postId: early.id })
  expect(await stored(app, early)).toMatchObject({ status: 'WITHDRAWN', deliveries: [] })
})

test('an ad gone with many others neither comes out nor is withdrawn until the owner has decided', async () => {
  const published = await aPublishedPost(app)
  const ready = await aPost(app, { text: camryText.replace('95 000', '45 000') })
  await processPost(app, { postId: ready.id })
  await app.db.post.updateMany({ data: { sourceDeletedAt: app.now(), isWithdrawalHeld: true } })
  for (const { id } of [published, ready]) {
    await updateListing(app, { postId: id })
    await publishPost(app, { postId: id })
  }
  expect([(await stored(app, published)).status, (await stored(app, ready)).status]).toEqual(['PUBLISHED', 'READY'])
  expect(app.edits()).toEqual([])
})

test('a car that another source still offers stays: its listing, link and readers pass to that source with its contacts', async () => {
  const post = await aPublishedPost(app, { photos: 1 })
  const other = await aPost(app, { text: `Срочно! ${camryText.replace('+7 900 000-00-01', '+7 900 000-00-01, +7 900 000-00-02').replace('@seller_ivan', '@seller_petr')}` })
  const third = await aPost(app, { text: `Внимание. ${camryText}` })
  for (const { id } of [other, third]) await processPost(app, { postId: id })
  expect([(await stored(app, other)).status, (await stored(app, third)).status]).toEqual(['DUPLICATE', 'DUPLICATE'])
  await app.db.delivery.create({ data: { postId: other.id, chatId: app.newsChannelId, status: 'PENDING' } })
  const user = await app.db.user.create({ data: { telegramId: 700_000_001n, favourites: { create: { postId: post.id } }, contactRequests: { create: { postId: post.id } } } })
  await deleteSource(post)
  await withdrawListing(app, { postId: post.id })
  const heir = await stored(app, other)
  expect(heir).toMatchObject({ status: 'PUBLISHED', duplicateOfId: null, publicId: post.publicId, deliveries: [{ status: 'SENT', messageIds: post.deliveries[0]?.messageIds }] })
  expect(heir.sellerContact?.telegramUsername).toBe('seller_petr')
  expect(phoneOf(app, heir.sellerContact)).toBe('+79000000001')
  expect(await stored(app, post)).toMatchObject({ status: 'WITHDRAWN', deliveries: [] })
  expect((await stored(app, third)).duplicateOfId).toBe(other.id)
  expect(await app.db.user.findUnique({ where: { id: user.id }, include: { favourites: true, contactRequests: true } })).toMatchObject({ favourites: [{ postId: other.id }], contactRequests: [{ postId: other.id }] })
  expect(await app.waiting('updateListing')).toEqual([other.id])
  await updateListing(app, { postId: other.id })
  const link = (await app.shown(other))?.entities.flatMap((entity) => (entity.type === 'text_link' ? [entity.url] : []))
  expect(link).toEqual([`https://t.me/cars_test_bot?start=contact_${post.publicId}`])
  await app.db.user.delete({ where: { id: user.id } })
})

test('the last source that goes takes the listing with it, and a sold car is sold in every source', async () => {
  const post = await aPublishedPost(app)
  const other = await aPost(app, { text: `Срочно! ${camryText}` })
  await processPost(app, { postId: other.id })
  await deleteSource(post)
  await withdrawListing(app, { postId: post.id })
  await deleteSource(other)
  await withdrawListing(app, { postId: other.id })
  expect((await app.shown(other))?.text).toContain('Снято с продажи')
  const sold = await aPublishedPost(app, { text: camryText.replace('95 000', '45 000') })
  const again = await aPost(app, { text: `Срочно! ${camryText.replace('95 000', '45 000')}` })
  await processPost(app, { postId: again.id })
  await app.db.post.update({ where: { id: sold.id }, data: { status: 'WITHDRAWN', withdrawalReason: 'SOLD' } })
  await withdrawListing(app, { postId: sold.id })
  expect((await app.shown(sold))?.text).toContain('Продано')
  expect((await stored(app, again)).status).toBe('DUPLICATE')
})

test('a deleted message cannot be marked: noted, told once, never tried again', async () => {
  const post = await aPublishedPost(app)
  const news = app.sandbox.context.world.channels.get(newsChannelId)
  if (news) app.sandbox.context.world.delete(news, post.deliveries[0]?.messageIds ?? [])
  await deleteSource(post)
  await withdrawListing(app, { postId: post.id })
  later(app, 3_600_000)
  await requeueStuckPosts(app)
  await withdrawListing(app, { postId: post.id })
  expect(app.edits()).toHaveLength(1)
  expect((await stored(app, post)).deliveries).toMatchObject([{ status: 'FAILED' }])
  expect(await app.db.logEvent.findMany()).toMatchObject([{ count: 1 }])
})

test('facts that hold a contact are left out of a withdrawn listing too', async () => {
  const post = await aPublishedPost(app)
  await app.db.car.updateMany({ data: { city: 'спросить seller_ivan' } })
  await deleteSource(post)
  await withdrawListing(app, { postId: post.id })
  expect((await app.shown(post))?.text).toBe('⛔️ Снято с продажи\n\n🚗 Автомобиль')
})
