import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { RateLimitedError } from '@cars-bot/adapters/errors'
import type { Reading } from '@cars-bot/adapters/openai'
import type { AiAnswer } from '@cars-bot/domain'
import type { Prisma } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import { processPost } from './process-post.js'
import { aChannel, aPost, camryText, later, postsTestApp, type PostsTestApp } from './test-posts.js'

let app: PostsTestApp
/** The same database, read by rules alone. */
let plain: PostsTestApp
beforeAll(async () => {
  app = await postsTestApp({ withModel: true })
  plain = { ...app, adReader: null }
})
beforeEach(() => app.clear())
afterAll(() => app.close())

const jokeText = 'Анекдот: приходит мужик в автосервис и говорит: «Стучит что-то». А ему мастер: «Открыто!» Всем хорошего настроения и удачной пятницы, друзья!'
const goodDescription = 'Состояние аккуратное: салон обшит кожей, есть камера и тёплые сиденья. Вместе с машиной отдают второй набор колёс.'
const usage = { promptTokens: 1_000, cachedTokens: 0, completionTokens: 200, costMicroUsd: 270 }

function answer(given: { facts?: Partial<AiAnswer['facts']> } & Partial<Omit<AiAnswer, 'facts'>> = {}): Reading {
  const facts: AiAnswer['facts'] = {
    brand: 'Toyota', model: 'Camry', year: 2018, engineVolumeCc: 2_500, powerHp: null, fuel: null, transmission: 'AUTOMATIC', drive: null, mileageKm: 95_000,
    owners: 1, autotekaStatus: null, city: 'Москва', priceRubles: 2_150_000, marketPriceRubles: null, priceJustification: 'торг', ...given.facts,
  }
  return {
    kind: 'answer',
    usage,
    json: { evidence: 'продаю, цена', class: 'SELLING', kind: 'car-sale', confidence: 0.97, condition: null, equipment: 'кожаный салон, камера заднего вида', description: goodDescription, ...given, facts },
  }
}

const stored = async (id: string) => app.db.post.findUniqueOrThrow({ where: { id }, include: { car: true, sellerContact: true } })

async function processed(given: Partial<Prisma.PostUncheckedCreateInput> = {}, by: PostsTestApp = app) {
  const { id } = await aPost(app, given)
  await processPost(by, { postId: id })
  return stored(id)
}

test('an ad becomes a ready post with its car, its seller encrypted, and a job to publish it', async () => {
  app.answers.push(answer())
  const post = await processed()
  expect(post).toMatchObject({ status: 'READY', statusReason: null, extractionSource: 'model', aiTokens: 1_200, aiCostMicroUsd: 270, attempts: 0 })
  expect(post.car).toMatchObject({ brand: 'Toyota', model: 'Camry', year: 2018, mileageKm: 95_000, owners: 1, transmission: 'AUTOMATIC', priceKopecks: 2_150_000_00n, city: 'Москва', description: goodDescription })
  const { phoneCiphertext, phoneHash, telegramUsername } = post.sellerContact ?? {}
  expect(app.phones.decrypt(phoneCiphertext ?? new Uint8Array())).toBe('+79000000001')
  expect(phoneHash).toBe(app.phones.hash('+79000000001'))
  expect(telegramUsername).toBe('seller_ivan')
  expect(await app.waiting('publishPost')).toEqual([post.id])
  expect(JSON.stringify(app.log.lines)).not.toMatch(/900 ?000|seller_ivan/)
})

test('a joke is rejected with a reason in Russian, and the model is never asked', async () => {
  const post = await processed({ text: jokeText })
  expect(post).toMatchObject({ status: 'REJECTED', statusReason: expect.stringMatching(/^Не продажа одной машины: /) as string, aiTokens: 0, car: null, sellerContact: null })
  expect(app.questions).toEqual([])
  expect(await app.waiting('publishPost')).toEqual([])
})

test('a car that is sold already when its ad is read is not published, and no model is asked', async () => {
  expect(await processed({ text: `ПРОДАНО!\n${camryText}` })).toMatchObject({ status: 'REJECTED', statusReason: 'Продавец написал, что машина продана' })
  expect(app.questions).toEqual([])
})

test('the model never sees a phone, a name or a link of the seller', async () => {
  app.answers.push(answer())
  await processed({ text: `${camryText}\nhttps://t.me/seller_ivan/5 ivan@example.ru` })
  expect(app.questions).toHaveLength(1)
  expect(app.questions[0]?.user).toContain('[PHONE_1]')
  expect(app.questions[0]?.user).not.toMatch(/900 ?000|seller_ivan|ivan@/)
})

test('what the model invents is dropped and noted, what the text says stays', async () => {
  app.answers.push(answer({ facts: { powerHp: 249, city: 'Казань', autotekaStatus: 'GREEN', drive: 'полный привод', marketPriceRubles: 2_600_000 }, equipment: 'панорамная крыша, вентиляция, массаж' }))
  const { car, extraction } = await processed()
  expect(car).toMatchObject({ powerHp: null, city: 'Москва', autotekaStatus: null, drive: null, marketPriceKopecks: null })
  expect(car?.equipment ?? '').not.toContain('панорамная')
  expect(JSON.stringify(extraction)).toContain('powerHp')
})

test('a price, a year or a mileage that rules and model read differently goes to a person', async () => {
  const text = camryText.replace('пробег 95 000 км', 'пробег 95 000 км, по документам 120 000 км')
  app.answers.push(answer({ facts: { mileageKm: 120_000 } }))
  const post = await processed({ text })
  expect(post).toMatchObject({ status: 'MODERATION', statusReason: expect.stringContaining('пробег') as string })
  expect(await app.waiting('publishPost')).toEqual([])
})

test('a faulty description is asked for once more with its faults named, and both calls are paid for', async () => {
  app.answers.push(answer({ description: 'Отличный автомобиль без ДТП, пробег всего 40 000 км, звоните +7 900 000-00-01.' }), answer())
  const { car, aiTokens, aiCostMicroUsd } = await processed()
  expect(car?.description).toBe(goodDescription)
  expect({ aiTokens, aiCostMicroUsd }).toEqual({ aiTokens: 2_400, aiCostMicroUsd: 540 })
  expect(app.questions[1]?.user).toMatch(/не принят.*контакт/s)
})

test('a model that lies twice gets no third call: the description is made of the facts', async () => {
  const lie = answer({ description: 'Пишите в WhatsApp 8 900 000 00 01, скидка 300 000 рублей.' })
  app.answers.push(lie, lie)
  const { status, car } = await processed()
  expect(status).toBe('READY')
  expect(app.questions).toHaveLength(2)
  expect(car?.description).toMatch(/95.000 км/)
  expect(car?.description).not.toMatch(/WhatsApp|300.000|900/)
})

test('an answer that is none, twice over, leaves the rules alone', async () => {
  app.answers.push({ kind: 'refused', reason: 'refusal', usage }, { kind: 'answer', json: { class: 'SELLING' }, usage })
  expect(await processed()).toMatchObject({ status: 'READY', extractionSource: 'rules', aiTokens: 2_400, car: { brand: 'Toyota', mileageKm: 95_000 } })
})

test('an ad that alone fails again and again is read by rules, once it has waited as long as for a model that is away', async () => {
  const { id } = await aPost(app)
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    app.answers.push(new Error('OpenAI answered 500'))
    await expect(processPost(app, { postId: id })).rejects.toThrow('OpenAI answered 500')
    expect(await stored(id)).toMatchObject({ status: 'NEW', attempts: attempt })
  }
  later(app, app.modelFallbackAfterMs)
  await processPost(app, { postId: id })
  expect(await stored(id)).toMatchObject({ status: 'READY', extractionSource: 'rules', extraction: { notes: ['модель недоступна, прочитано правилами'] } })
})

test('waiting as the model asks costs no try', async () => {
  const { id } = await aPost(app)
  app.answers.push(new RateLimitedError('OpenAI asks to wait', { retryAfterMs: 1_000 }))
  await expect(processPost(app, { postId: id })).rejects.toThrow(RateLimitedError)
  expect(await stored(id)).toMatchObject({ status: 'NEW', attempts: 0 })
})

test('two workers read one post once; the job of a post held by a dead one comes again until it can be taken over, after 12 s', async () => {
  app.answers.push(answer())
  const { id } = await aPost(app)
  await Promise.allSettled([processPost(app, { postId: id }), processPost(app, { postId: id })])
  expect(app.questions).toHaveLength(1)
  const held = await aPost(app, { status: 'PROCESSING' })
  await expect(processPost(plain, { postId: held.id })).rejects.toThrow('being read by another run')
  expect(await stored(held.id)).toMatchObject({ status: 'PROCESSING' })
  later(app, 12_001)
  await processPost(plain, { postId: held.id })
  expect(await stored(held.id)).not.toMatchObject({ status: 'PROCESSING' })
})

test('however long the model takes, nobody else reads the post meanwhile', async () => {
  const { id } = await aPost(app)
  const slow = Promise.withResolvers<Reading>()
  const reading = processPost({ ...app, adReader: { readAd: () => slow.promise } }, { postId: id })
  await until('the claim is held', async () => (await stored(id)).status === 'PROCESSING')
  later(app, 12_001)
  await until('the claim is renewed', async () => (await stored(id)).statusChangedAt.getTime() === app.now().getTime())
  await expect(processPost(plain, { postId: id })).rejects.toThrow('being read by another run')
  slow.resolve(answer())
  await reading
  expect(await stored(id)).toMatchObject({ status: 'READY', extractionSource: 'model' })
})

test('one car in two channels is one listing: the first live post wins, with the evidence kept', async () => {
  const first = await processed({}, plain)
  const second = await processed({ text: `🔥 Свежее! ${camryText}` }, plain)
  expect(first.status).toBe('READY')
  expect(second).toMatchObject({ status: 'DUPLICATE', duplicateOfId: first.id, statusReason: expect.stringMatching(/^Та же машина: /) as string })
  expect(await app.waiting('publishPost')).toEqual([first.id])
})

test('of twins read at the same moment exactly one becomes a listing', async () => {
  const posts = await Promise.all(Array.from({ length: 5 }, () => aPost(app)))
  await Promise.all(posts.map(({ id }) => processPost(plain, { postId: id })))
  const statuses = (await app.db.post.findMany()).map(({ status }) => status).sort()
  expect(statuses).toEqual(['DUPLICATE', 'DUPLICATE', 'DUPLICATE', 'DUPLICATE', 'READY'])
})

test('a duplicate of a post that was rejected or is older than two weeks is a listing of its own', async () => {
  const old = await processed({}, plain)
  later(app, 15 * 86_400_000)
  expect(await processed({}, plain)).toMatchObject({ status: 'READY', duplicateOfId: null })
  await app.db.post.updateMany({ data: { status: 'WITHDRAWN' } })
  expect(await processed({}, plain)).toMatchObject({ status: 'READY', duplicateOfId: null })
  expect(old.status).toBe('READY')
})

test('two cars of one dealer are never merged, however alike their ads are', async () => {
  const channelId = (await aChannel(app)).id
  const first = await processed({ channelId }, plain)
  const second = await processed({ channelId, text: camryText.replace('95 000', '120 000').replace('2 150 000', '2 050 000') }, plain)
  expect([first.status, second.status]).toEqual(['READY', 'READY'])
})

test("the owner's phone and name for a channel win over those of the ad", async () => {
  const channel = await aChannel(app, { phoneCiphertext: app.phones.encrypt('+79000000099'), phoneHash: app.phones.hash('+79000000099'), sellerTelegramUsername: 'dealer_office' })
  const { sellerContact } = await processed({ channelId: channel.id }, plain)
  expect(app.phones.decrypt(sellerContact?.phoneCiphertext ?? new Uint8Array())).toBe('+79000000099')
  expect(sellerContact?.telegramUsername).toBe('dealer_office')
})

test('a contact behind a button is found; other ways to the seller are kept where there is no phone and no name', async () => {
  const silent = camryText.replace(/Телефон.*/, '')
  const hidden = await processed({ text: silent, origin: { buttons: [{ text: 'Написать продавцу', url: 'https://t.me/button_seller' }] } }, plain)
  expect(hidden.sellerContact).toMatchObject({ telegramUsername: 'button_seller', phoneHash: null, otherContacts: null })
  const mailed = await processed({ text: `${silent.replace('95 000', '45 000')} auto@example.ru` }, plain)
  expect(mailed.sellerContact).toMatchObject({ telegramUsername: null, phoneHash: null, otherContacts: 'auto@example.ru' })
})

test('an ad without any way to its seller goes to a person, unless its own channel can be visited', async () => {
  const text = camryText.replace(/Телефон.*/, '')
  const closed = await aChannel(app, { username: null })
  expect(await processed({ text, channelId: closed.id }, plain)).toMatchObject({ status: 'MODERATION', statusReason: 'Нет контактов продавца: ни в объявлении, ни в строке канала' })
  expect(await processed({ text: text.replace('95 000', '45 000') }, plain)).toMatchObject({ status: 'READY', sellerContact: null })
})

test("the owner's settings decide: price range, excluded words, required fields", async () => {
  await app.db.setting.createMany({ data: [{ key: 'Минимальная цена, ₽', value: '3 000 000' }, { key: 'Исключающие слова', value: 'такси' }, { key: 'Обязательные поля', value: 'марка, город' }] })
  expect(await processed({}, plain)).toMatchObject({ status: 'REJECTED', statusReason: expect.stringContaining('ниже минимальной') as string })
  const dear = camryText.replace('2 150 000', '3 150 000')
  expect(await processed({ text: `${dear} Не такси.` }, plain)).toMatchObject({ status: 'REJECTED', statusReason: 'В тексте есть исключающее слово «такси»' })
  expect(await processed({ text: dear.replace(' Москва.', '') }, plain)).toMatchObject({ status: 'MODERATION', statusReason: 'В тексте не нашлось: город' })
  await app.db.setting.deleteMany()
})

test('a post whose media are on their way is left for the last one to publish', async () => {
  const { id } = await aPost(app)
  await app.db.postMedia.create({ data: { postId: id, messageId: 1, position: 1, kind: 'PHOTO' } })
  await processPost(plain, { postId: id })
  expect((await stored(id)).status).toBe('READY')
  expect(await app.waiting('publishPost')).toEqual([])
})
