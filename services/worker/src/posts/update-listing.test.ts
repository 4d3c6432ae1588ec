import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { RateLimitedError } from '@cars-bot/adapters/errors'
import { newsChannelId } from '@cars-bot/sandbox'
import { visibleLength } from '@cars-bot/domain'
import { until } from '@cars-bot/platform/testkit'
import { processPost } from './process-post.js'
import { publishPost } from './publish-post.js'
import { requeueStuckPosts } from './requeue-stuck-posts.js'
import { aPublishedPost, editSource, newsTestApp, phoneOf, stored, type NewsTestApp } from './test-news.js'
import { aPost, camryText, later } from './test-posts.js'
import { updateListing } from './update-listing.js'

let app: NewsTestApp
beforeAll(async () => {
  app = await newsTestApp()
})
beforeEach(() => app.clear())
afterAll(() => app.close())

const cheaper = camryText.replace('2 150 000', '1 990 000')
const spaced = (digits: string) => digits.replaceAll(' ', '\u00a0')

async function alerts(): Promise<string[]> {
  return (await app.db.logEvent.findMany()).map(({ message }) => message)
}

test('a lower price is read by rules alone and shown in the caption with the one before, without any new message', async () => {
  const post = await aPublishedPost(app, { photos: 2 })
  const messages = app.sandbox.context.world.channels.get(newsChannelId)?.messages.size
  await editSource(app, post, { text: cheaper, kinds: ['price'] })
  const questions: string[] = []
  await updateListing({ ...app, adReader: { readAd: async ({ user }) => Promise.reject(new Error(`asked ${questions.push(user)}`)) } }, { postId: post.id })
  expect(questions).toEqual([])
  const message = await app.shown(post)
  expect(message?.text).toContain(`цена снижена: ${spaced('2 150 000')} → ${spaced('1 990 000 ₽')}`)
  expect(message?.groupedId).not.toBeNull()
  expect(app.sandbox.context.world.channels.get(newsChannelId)?.messages.size).toBe(messages)
  const { car, deliveries, readRevision, editKinds, extractionSource } = await stored(app, post)
  expect(car).toMatchObject({ priceKopecks: 1_990_000_00n, previousPriceKopecks: 2_150_000_00n, priceChangedAt: app.now(), mileageKm: 95_000, brand: 'Toyota' })
  expect(car?.description).not.toMatch(/2.150.000/)
  expect({ readRevision, editKinds, extractionSource }).toEqual({ readRevision: 1, editKinds: [], extractionSource: 'rules' })
  expect(deliveries).toMatchObject([{ status: 'SENT', attemptToken: null, editedAt: app.now(), text: app.edits()[0]?.html }])
})

test('a price that rose is shown alone, and an old price that the new text still names gets into no sentence of ours', async () => {
  const post = await aPublishedPost(app)
  await editSource(app, post, { text: camryText.replace('Цена 2 150 000 ₽', 'Было 2 150 000 ₽, теперь цена 2 250 000 ₽'), kinds: ['price'] })
  await updateListing(app, { postId: post.id })
  const text = (await app.shown(post))?.text ?? ''
  expect(text).toContain(spaced('2 250 000 ₽'))
  expect(text).not.toContain(spaced('2 150 000'))
})

test('two prices side by side are never taken for a phone number, whatever they are', async () => {
  for (const [before, after] of [['8 950 000', '8 900 000'], ['9 500 000', '8 900 000'], ['7 950 000', '7 900 000']] as const) {
    const post = await aPublishedPost(app, { text: camryText.replace('2 150 000', before).replace('95 000', `${before.slice(2, 4)} 0${before.charAt(0)}0`) })
    await editSource(app, post, { text: post.text.replace(before, after), kinds: ['price'] })
    await updateListing(app, { postId: post.id })
    expect((await app.shown(post))?.text).toContain('цена снижена')
  }
})

test('new contacts change what is handed out and nothing in the channel', async () => {
  const post = await aPublishedPost(app)
  await editSource(app, post, { text: camryText.replace('+7 900 000-00-01', '+7 900 000-00-02').replace('@seller_ivan', '@seller_petr'), kinds: ['contact'] })
  await updateListing(app, { postId: post.id })
  const { sellerContact, car, readRevision } = await stored(app, post)
  expect(phoneOf(app, sellerContact)).toBe('+79000000002')
  expect(sellerContact?.telegramUsername).toBe('seller_petr')
  expect(car).toMatchObject({ priceKopecks: 2_150_000_00n, previousPriceKopecks: null, description: post.car?.description })
  expect(readRevision).toBe(1)
  expect(app.edits()).toEqual([])
})

test('contacts that the seller removed are handed out no more', async () => {
  const post = await aPublishedPost(app)
  await editSource(app, post, { text: camryText.replace(/Телефон.*/, ''), kinds: ['contact'] })
  await updateListing(app, { postId: post.id })
  expect((await stored(app, post)).sellerContact).toBeNull()
})

test('another text is read as a whole', async () => {
  const post = await aPublishedPost(app)
  await editSource(app, post, { text: camryText.replace('пробег 95 000', 'пробег 96 500').replace('автомат', 'автомат, полный привод'), kinds: ['text'] })
  await updateListing(app, { postId: post.id })
  expect((await stored(app, post)).car).toMatchObject({ mileageKm: 96_500, priceKopecks: 2_150_000_00n })
  expect((await app.shown(post))?.text).toContain(spaced('96 500'))
})

test('an edit says it was sold: the listing says so without price link or contact, and nothing revives it', async () => {
  const post = await aPublishedPost(app, { photos: 1 })
  await editSource(app, post, { text: `ПРОДАНО!\n${camryText}`, kinds: ['sold', 'text'] })
  await updateListing(app, { postId: post.id })
  expect(await stored(app, post)).toMatchObject({ status: 'WITHDRAWN', withdrawalReason: 'SOLD', readRevision: 1 })
  expect(await app.waiting('withdrawListing')).toEqual([post.id])
  expect(app.edits()).toEqual([])
  await updateListing(app, { postId: post.id })
  expect((await stored(app, post)).status).toBe('WITHDRAWN')
})

test('a text that is no ad any more withdraws the listing', async () => {
  const post = await aPublishedPost(app)
  const joke = 'Анекдот: приходит мужик в автосервис и говорит: «Стучит что-то». А ему мастер: «Открыто!» Всем хорошего настроения и удачной пятницы, друзья!'
  await editSource(app, post, { text: joke, kinds: ['text', 'price', 'contact'] })
  await updateListing(app, { postId: post.id })
  expect(await stored(app, post)).toMatchObject({ status: 'WITHDRAWN', withdrawalReason: 'NO_AD', statusReason: expect.stringContaining('Не продажа') as string })
  expect(await app.waiting('withdrawListing')).toEqual([post.id])
})

test('a doubtful edit of a published ad shows what is certain, and the owner is told where', async () => {
  await app.db.setting.create({ data: { key: 'Обязательные поля', value: 'марка, цена' } })
  const post = await aPublishedPost(app)
  await editSource(app, post, { text: camryText.replace('Цена 2 150 000 ₽, торг.', 'Цена по телефону.'), kinds: ['price'] })
  await updateListing(app, { postId: post.id })
  await app.db.setting.deleteMany()
  expect(await stored(app, post)).toMatchObject({ status: 'PUBLISHED', car: { priceKopecks: null, previousPriceKopecks: 2_150_000_00n } })
  const text = (await app.shown(post))?.text ?? ''
  expect(text).toContain('уточняйте у продавца')
  expect(text).not.toContain(spaced('2 150 000'))
  expect(await alerts()).toMatchObject([expect.stringMatching(/https:\/\/t\.me\/c\/1000000001\/\d+\).*цена/) as string])
})

test('of edits that come one upon another the newest stands in the channel, whoever comes first', async () => {
  const post = await aPublishedPost(app)
  for (const price of ['2 100 000', '2 050 000', '1 900 000']) await editSource(app, post, { text: camryText.replace('2 150 000', price), kinds: ['price'] })
  app.sandbox.context.faults.add({ target: 'bot-api', kind: 'delay', delayMs: 150, method: 'editMessageText' })
  const runs = await Promise.allSettled(Array.from({ length: 4 }, () => updateListing(app, { postId: post.id })))
  expect(runs.some(({ status }) => status === 'fulfilled')).toBe(true)
  expect(runs.flatMap((run) => (run.status === 'rejected' ? [String(run.reason)] : [])).every((reason) => reason.includes('edited by another run'))).toBe(true)
  const running = updateListing(app, { postId: post.id })
  await editSource(app, post, { text: camryText.replace('2 150 000', '1 800 000'), kinds: ['price'] })
  await running
  await updateListing(app, { postId: post.id })
  expect((await app.shown(post))?.text).toContain(spaced('1 800 000 ₽'))
  expect(await stored(app, post)).toMatchObject({ revision: 4, readRevision: 4, car: { priceKopecks: 1_800_000_00n } })
})

test('an edit that comes while the listing is being edited is read by the same run', async () => {
  const post = await aPublishedPost(app)
  await editSource(app, post, { text: cheaper, kinds: ['price'] })
  const editText = app.bot.editText.bind(app.bot)
  let count = 0
  const bot: typeof app.bot = {
    ...app.bot,
    async editText(input) {
      if ((count += 1) === 1) await editSource(app, post, { text: camryText.replace('2 150 000', '1 850 000'), kinds: ['price'] })
      await editText(input)
    },
  }
  await updateListing({ ...app, bot }, { postId: post.id })
  expect(count).toBe(2)
  expect((await app.shown(post))?.text).toContain(spaced('1 850 000 ₽'))
})

test('an edit while the post is published waits, and comes after', async () => {
  const post = await aPost(app)
  await processPost(app, { postId: post.id })
  let isUnderWay = false
  const bot: typeof app.bot = {
    ...app.bot,
    async sendText(input) {
      isUnderWay = true
      await editSource(app, post, { text: cheaper, kinds: ['price'] })
      await expect(updateListing(app, { postId: post.id })).rejects.toThrow('is PUBLISHING')
      return app.bot.sendText(input)
    },
  }
  await publishPost({ ...app, bot }, { postId: post.id })
  expect(isUnderWay).toBe(true)
  expect(await app.waiting('updateListing')).toEqual([post.id])
  await updateListing(app, { postId: post.id })
  expect((await app.shown(post))?.text).toContain('цена снижена')
})

test('a ready post that was edited is read again before it comes out', async () => {
  const post = await aPost(app)
  await processPost(app, { postId: post.id })
  await editSource(app, post, { text: cheaper, kinds: ['price'] })
  await publishPost(app, { postId: post.id })
  expect((await stored(app, post)).status).toBe('READY')
  expect(await app.waiting('updateListing')).toEqual([post.id])
  await updateListing(app, { postId: post.id })
  await publishPost(app, { postId: post.id })
  expect((await app.shown(post))?.text).toContain(spaced('1 990 000 ₽'))
})

test('an edit during the first reading is not lost: what was read is the old text, and it is read again before it comes out', async () => {
  const post = await aPost(app)
  let isEdited = false
  const usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, costMicroUsd: 0 }
  const adReader: typeof app.adReader = {
    async readAd() {
      if (!isEdited) await editSource(app, post, { text: cheaper, kinds: ['price'] })
      isEdited = true
      return { kind: 'refused', reason: 'refusal', usage }
    },
  }
  await processPost({ ...app, adReader }, { postId: post.id })
  expect(await stored(app, post)).toMatchObject({ revision: 1, readRevision: 0, editKinds: ['price'], car: { priceKopecks: 2_150_000_00n } })
  await publishPost(app, { postId: post.id })
  await updateListing(app, { postId: post.id })
  expect(await stored(app, post)).toMatchObject({ status: 'READY', readRevision: 1, editKinds: [], car: { priceKopecks: 1_990_000_00n } })
})

test('a post in moderation becomes ready by the edit it lacked, a ready one goes to a person by the edit that spoils it, a duplicate stays one', async () => {
  await app.db.setting.create({ data: { key: 'Обязательные поля', value: 'марка, цена' } })
  const waiting = await aPost(app, { text: camryText.replace('Цена 2 150 000 ₽, торг.', 'Цена по телефону.') })
  await processPost(app, { postId: waiting.id })
  expect((await stored(app, waiting)).status).toBe('MODERATION')
  await editSource(app, waiting, { text: camryText, kinds: ['price'] })
  await updateListing(app, { postId: waiting.id })
  expect((await stored(app, waiting)).status).toBe('READY')
  expect(await app.waiting('publishPost')).toEqual([waiting.id])
  const duplicate = await aPost(app)
  await processPost(app, { postId: duplicate.id })
  await editSource(app, duplicate, { text: cheaper, kinds: ['price'] })
  await updateListing(app, { postId: duplicate.id })
  expect(await stored(app, duplicate)).toMatchObject({ status: 'DUPLICATE', duplicateOfId: waiting.id, readRevision: 1, car: { priceKopecks: 1_990_000_00n } })
  await editSource(app, waiting, { text: camryText.replace('Цена 2 150 000 ₽, торг.', 'Цена по телефону.'), kinds: ['price'] })
  await updateListing(app, { postId: waiting.id })
  expect(await stored(app, waiting)).toMatchObject({ status: 'MODERATION', statusReason: expect.stringContaining('цена') as string })
  await app.db.setting.deleteMany()
})

test('an ad rejected while it was edited gets another chance, unless a person rejected it', async () => {
  const [missed, refused] = [await aPost(app, { status: 'REJECTED', statusReason: 'Не продажа одной машины', revision: 1 }), await aPost(app, { status: 'REJECTED', statusReason: 'отклонено владельцем', revision: 1 })]
  for (const { id } of [missed, refused]) await updateListing(app, { postId: id })
  expect([(await stored(app, missed)).status, (await stored(app, refused)).status]).toEqual(['NEW', 'REJECTED'])
  expect(await app.waiting('processPost')).toEqual([missed.id])
})

test('a message that is gone is noted on its delivery, told once and never tried again', async () => {
  const post = await aPublishedPost(app)
  const { world } = app.sandbox.context
  const news = world.channels.get(newsChannelId)
  if (news) world.delete(news, post.deliveries[0]?.messageIds ?? [])
  await editSource(app, post, { text: cheaper, kinds: ['price'] })
  await updateListing(app, { postId: post.id })
  expect(await stored(app, post)).toMatchObject({ status: 'PUBLISHED', readRevision: 1, deliveries: [{ status: 'FAILED', attemptToken: null }] })
  expect(await alerts()).toMatchObject([expect.stringContaining('message to edit not found') as string])
  await editSource(app, post, { text: camryText.replace('2 150 000', '1 850 000'), kinds: ['price'] })
  later(app, 3_600_000)
  await requeueStuckPosts(app)
  await updateListing(app, { postId: post.id })
  await requeueStuckPosts(app)
  expect(app.edits()).toHaveLength(1)
  expect(await stored(app, post)).toMatchObject({ readRevision: 2, car: { priceKopecks: 1_850_000_00n } })
})

test('a message that says so already is done, and a 429 is the queue’s to wait for', async () => {
  const post = await aPublishedPost(app)
  await app.db.delivery.updateMany({ data: { text: null } })
  await updateListing(app, { postId: post.id })
  expect(app.edits()).toMatchObject([{ status: 400 }])
  expect((await stored(app, post)).deliveries).toMatchObject([{ status: 'SENT', text: post.deliveries[0]?.text }])
  await editSource(app, post, { text: cheaper, kinds: ['price'] })
  app.sandbox.context.faults.add({ target: 'bot-api', kind: 'error', status: 429, retryAfterSeconds: 7, method: 'editMessageText', times: 1 })
  const waited = await updateListing(app, { postId: post.id }).catch((error: unknown) => error)
  expect(waited).toBeInstanceOf(RateLimitedError)
  expect(waited).toMatchObject({ retryAfterMs: 7_000 })
  await updateListing(app, { postId: post.id })
  expect((await app.shown(post))?.text).toContain('цена снижена')
  expect(await alerts()).toEqual([])
})

test('an edit whose answer was lost is made again, also when the price went back meanwhile', async () => {
  const post = await aPublishedPost(app)
  await editSource(app, post, { text: cheaper, kinds: ['price'] })
  app.sandbox.context.faults.add({ target: 'bot-api', kind: 'disconnect', isAfter: true, method: 'editMessageText', times: 1 })
  await expect(updateListing(app, { postId: post.id })).rejects.toThrow('did not answer')
  expect((await app.shown(post))?.text).toContain(spaced('1 990 000'))
  await app.db.car.updateMany({ data: { priceKopecks: 2_150_000_00n, previousPriceKopecks: null, description: post.car?.description ?? null } })
  await updateListing(app, { postId: post.id })
  expect((await app.shown(post))?.text).toContain(spaced('2 150 000 ₽'))
  expect((await app.shown(post))?.text).not.toContain(spaced('1 990 000'))
})

test('a worker that dies between the rows and the channel leaves the listing to the sweep', async () => {
  const post = await aPublishedPost(app)
  await editSource(app, post, { text: cheaper, kinds: ['price'] })
  const bot: typeof app.bot = { ...app.bot, editText: async () => new Promise<never>(() => {}) }
  void updateListing({ ...app, bot }, { postId: post.id })
  await until('the rows', async () => (await stored(app, post)).deliveries[0]?.text === null)
  await requeueStuckPosts(app)
  expect(await app.waiting('updateListing')).toEqual([])
  later(app, 61_000)
  await requeueStuckPosts(app)
  expect(await app.waiting('updateListing')).toEqual([post.id])
  await updateListing(app, { postId: post.id })
  expect((await app.shown(post))?.text).toContain('цена снижена')
})

test('a channel closed to the bot costs no listing its edit: the owner is told once, and the sweep comes back to it', async () => {
  const posts = [await aPublishedPost(app), await aPublishedPost(app, { text: camryText.replace('95 000', '45 000') })]
  const news = app.sandbox.context.world.channels.get(newsChannelId)
  const admins = [...(news?.adminBotIds ?? [])]
  news?.adminBotIds.clear()
  for (const post of posts) {
    await editSource(app, post, { text: post.text.replace('2 150 000', '1 990 000'), kinds: ['price'] })
    await updateListing(app, { postId: post.id })
  }
  expect(await alerts()).toMatchObject([expect.stringContaining('администратор канала') as string])
  for (const id of admins) news?.adminBotIds.add(id)
  await requeueStuckPosts(app)
  expect(await app.waiting('updateListing')).toEqual([])
  later(app, 601_000)
  await requeueStuckPosts(app)
  expect((await app.waiting('updateListing')).sort()).toEqual(posts.map(({ id }) => id).sort())
  for (const { id } of posts) await updateListing(app, { postId: id })
  for (const post of posts) expect((await app.shown(post))?.text).toContain('цена снижена')
})

test('no edit brings the seller into the channel, and a long text stays within a caption', async () => {
  const post = await aPublishedPost(app, { photos: 2 })
  await app.db.car.updateMany({ data: { description: 'Ухоженная машина с историей. '.repeat(60) } })
  await app.db.delivery.updateMany({ data: { text: null } })
  await updateListing(app, { postId: post.id })
  expect(visibleLength(app.edits()[0]?.html ?? '')).toBeLessThanOrEqual(1_024)
  await app.db.car.updateMany({ data: { description: 'Звоните +7 (900) 000-00-01, спросить seller_ivan.' } })
  await updateListing(app, { postId: post.id })
  expect((await app.shown(post))?.text).not.toMatch(/Звоните|seller_ivan|900/)
  await app.db.car.updateMany({ data: { city: 'seller_ivan' } })
  await updateListing(app, { postId: post.id })
  expect(JSON.stringify(app.edits())).not.toContain('seller_ivan')
  expect(await alerts()).toMatchObject([expect.stringContaining('остался контакт') as string])
  expect(JSON.stringify(app.log.lines)).not.toMatch(/seller_ivan|9000000001/)
})

test('other pictures at the source are no reason to read the ad anew', async () => {
  const post = await aPublishedPost(app, { photos: 1 })
  await editSource(app, post, { text: camryText, kinds: ['media'] })
  await updateListing({ ...app, adReader: { readAd: async () => Promise.reject(new Error('the model was asked')) } }, { postId: post.id })
  expect(await stored(app, post)).toMatchObject({ readRevision: 1, aiTokens: 0 })
  expect(app.edits()).toEqual([])
})

test('an edit waits for a model that does not answer, and is read by rules once that is away for long', async () => {
  const post = await aPublishedPost(app)
  await editSource(app, post, { text: camryText.replace('пробег 95 000', 'пробег 96 500'), kinds: ['text'] })
  const away = { ...app, adReader: { readAd: async () => Promise.reject(new Error('OpenAI did not answer')) } }
  for (let attempt = 1; attempt <= 5; attempt += 1) await expect(updateListing(away, { postId: post.id })).rejects.toThrow('OpenAI did not answer')
  expect(await stored(app, post)).toMatchObject({ readRevision: 0, attempts: 5, deliveries: [{ attemptToken: null }] })
  later(app, app.modelFallbackAfterMs)
  await updateListing(away, { postId: post.id })
  expect(await stored(app, post)).toMatchObject({ readRevision: 1, attempts: 0, car: { mileageKm: 96_500 } })
})

test('a slow reading of an older text never overwrites what a newer one said', async () => {
  const post = await aPost(app)
  await processPost(app, { postId: post.id })
  await editSource(app, post, { text: camryText.replace('2 150 000', '2 100 000'), kinds: ['text'] })
  let isOvertaken = false
  const usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, costMicroUsd: 0 }
  const adReader: typeof app.adReader = {
    async readAd() {
      if (!isOvertaken) {
        isOvertaken = true
        await editSource(app, post, { text: cheaper, kinds: ['price'] })
        await updateListing(app, { postId: post.id })
      }
      return { kind: 'refused', reason: 'refusal', usage }
    },
  }
  await updateListing({ ...app, adReader }, { postId: post.id })
  expect(await stored(app, post)).toMatchObject({ revision: 2, readRevision: 2, car: { priceKopecks: 1_990_000_00n, previousPriceKopecks: 2_150_000_00n } })
})
