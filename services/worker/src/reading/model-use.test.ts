import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { RateLimitedError } from '@cars-bot/adapters/errors'
import { ModelRefusal } from '@cars-bot/adapters/openai'
import { settingNames } from '@cars-bot/domain'
import { processPost } from '../posts/process-post.js'
import { requeueStuckPosts } from '../posts/requeue-stuck-posts.js'
import { aPost, camryText, later, postsTestApp, type PostsTestApp } from '../posts/test-posts.js'
import { camryAnswer, usage } from './test-answers.js'

let app: PostsTestApp
beforeAll(async () => {
  app = await postsTestApp({ withModel: true })
})
beforeEach(async () => {
  await app.clear()
  await Promise.all([app.db.aiUsage.deleteMany(), app.db.setting.deleteMany()])
  app.clock.now = new Date('2026-12-01T09:00:00Z')
})
afterAll(() => app.close())

let nextCar = 0

/** An ad of another car each time. */
async function anAd(): Promise<string> {
  nextCar += 1
  return (await aPost(app, { text: camryText.replace('95 000', String(30_000 + nextCar * 2_100)).replace('00-01', String(nextCar).padStart(4, '0').replace(/(..)$/, '-$1')) })).id
}

const stored = async (id: string) => app.db.post.findUniqueOrThrow({ where: { id }, include: { car: true } })

async function read(id: string) {
  await processPost(app, { postId: id })
  return stored(id)
}

async function alerts(): Promise<string[]> {
  return (await app.db.logEvent.findMany({ orderBy: { id: 'asc' } })).map(({ message }) => message)
}

async function set(settings: Partial<Record<keyof typeof settingNames, string>>): Promise<void> {
  for (const [key, value] of Object.entries(settings)) await app.db.setting.create({ data: { key: settingNames[key as keyof typeof settingNames], value } })
}

test('every call is counted on its Moscow day, also that of an answer nobody could use', async () => {
  app.answers.push(camryAnswer(), { kind: 'refused', reason: 'refusal', usage }, { kind: 'cut', usage })
  await read(await anAd())
  await read(await anAd())
  app.clock.now = new Date('2026-12-01T21:00:00Z')
  app.answers.push(camryAnswer())
  await read(await anAd())
  expect(await app.db.aiUsage.findMany({ orderBy: { day: 'asc' } })).toEqual([
    { day: new Date('2026-12-01'), calls: 3, promptTokens: 3_000, cachedTokens: 1_800, completionTokens: 600, costMicroUsd: 810n },
    { day: new Date('2026-12-02'), calls: 1, promptTokens: 1_000, cachedTokens: 600, completionTokens: 200, costMicroUsd: 270n },
  ])
})

test('calls at the same moment are all counted', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, anAd))
  app.answers.push(...ids.map(() => camryAnswer()))
  await Promise.all(ids.map((id) => processPost(app, { postId: id })))
  expect(await app.db.aiUsage.findMany()).toMatchObject([{ calls: 8, costMicroUsd: 2_160n }])
})

test('once the budget of the day is spent rules read, marked so, and the owner is told once; the next day has its own', async () => {
  await set({ aiDailyBudgetMicroUsd: '0.0005' })
  app.answers.push(camryAnswer(), camryAnswer())
  await read(await anAd())
  await read(await anAd())
  expect(await read(await anAd())).toMatchObject({ status: 'READY', extractionSource: 'rules', extraction: { notes: ['бюджет ИИ на день исчерпан, прочитано правилами'] } })
  await read(await anAd())
  expect(app.questions).toHaveLength(2)
  expect(await alerts()).toEqual([expect.stringContaining('Бюджет ИИ на сегодня исчерпан: 0.0005 $')])
  later(app, 12 * 3_600_000)
  app.answers.push(camryAnswer())
  expect(await read(await anAd())).toMatchObject({ extractionSource: 'model' })
})

test('where the owner chose so ads wait for the next day, cost no try, are not asked about before, and are taken up after midnight', async () => {
  await set({ aiDailyBudgetMicroUsd: '0,0002', aiOverBudget: 'ждать' })
  app.answers.push(camryAnswer())
  await read(await anAd())
  const id = await anAd()
  expect(await read(id)).toMatchObject({ status: 'NEW', attempts: 0, statusReason: 'Бюджет ИИ на день исчерпан: объявление ждёт полуночи (Москва)' })
  const other = await aPost(app)
  later(app, 3_600_000)
  await requeueStuckPosts(app)
  expect(await app.waiting('processPost')).toEqual([other.id])
  app.clock.now = new Date('2026-12-01T21:00:30Z')
  await requeueStuckPosts(app)
  expect((await app.waiting('processPost')).sort()).toEqual([id, other.id].sort())
  app.answers.push(camryAnswer())
  expect(await read(id)).toMatchObject({ status: 'READY', statusReason: null, extractionSource: 'model' })
})

test('a joke and a sold car wait for no budget', async () => {
  await set({ aiDailyBudgetMicroUsd: '0,0002', aiOverBudget: 'ждать' })
  app.answers.push(camryAnswer())
  await read(await anAd())
  const sold = await aPost(app, { text: `ПРОДАНО!\n${camryText}` })
  expect(await read(sold.id)).toMatchObject({ status: 'REJECTED' })
})

test('ads wait for a model that fails, and after the time allowed rules read them all, until one that asks all the same is answered', async () => {
  const failing = await anAd()
  for (const minute of [0, 4, 5]) {
    later(app, minute * 60_000)
    app.answers.push(new Error('OpenAI did not answer'))
    await expect(read(failing)).rejects.toThrow('OpenAI did not answer')
  }
  later(app, 60_000)
  app.answers.push(new Error('OpenAI did not answer'))
  expect(await read(failing)).toMatchObject({ status: 'READY', extractionSource: 'rules', extraction: { notes: ['модель недоступна, прочитано правилами'] } })
  const asked = app.questions.length
  for (let n = 0; n < 3; n += 1) expect(await read(await anAd())).toMatchObject({ extractionSource: 'rules' })
  expect(app.questions).toHaveLength(asked)
  later(app, 60_000)
  app.answers.push(camryAnswer())
  expect(await read(await anAd())).toMatchObject({ extractionSource: 'model' })
  app.answers.push(camryAnswer())
  expect(await read(await anAd())).toMatchObject({ extractionSource: 'model' })
  expect(await alerts()).toEqual([expect.stringContaining('давно не отвечает'), expect.stringContaining('снова отвечает')])
})

test('an answer between failures starts the time anew', async () => {
  app.answers.push(new Error('OpenAI answered 500'), camryAnswer(), new Error('OpenAI answered 500'))
  const id = await anAd()
  await expect(read(id)).rejects.toThrow('500')
  later(app, 9 * 60_000)
  await read(await anAd())
  later(app, 2 * 60_000)
  await expect(read(id)).rejects.toThrow('500')
  expect(await alerts()).toEqual([])
})

test.each([
  ['access', 'Модель ИИ не пускает нас'],
  ['credit', 'не осталось денег'],
] as const)('a refusal of %s is told once, and rules read at once; nobody waits', async (reason, words) => {
  app.answers.push(new ModelRefusal('OpenAI answered 4xx', reason))
  const ids = await Promise.all(Array.from({ length: 4 }, anAd))
  for (const id of ids) expect(await read(id)).toMatchObject({ status: 'READY', extractionSource: 'rules', attempts: 0 })
  expect(app.questions).toHaveLength(1)
  expect(await alerts()).toEqual([expect.stringContaining(words)])
})

test('an ad that the model does not take is read by rules, and the next one by the model', async () => {
  app.answers.push(new ModelRefusal('OpenAI answered 400: too long', 'request'), camryAnswer())
  expect(await read(await anAd())).toMatchObject({ status: 'READY', extractionSource: 'rules', extraction: { notes: [expect.stringContaining('400')] } })
  expect(await read(await anAd())).toMatchObject({ extractionSource: 'model' })
})

test('429 is waited for as asked; one that goes on for too long counts as a model that is away, and is not asked before its time', async () => {
  const id = await anAd()
  app.answers.push(new RateLimitedError('OpenAI asks to wait', { retryAfterMs: 20_000 }))
  await expect(read(id)).rejects.toMatchObject({ retryAfterMs: 20_000 })
  expect(await stored(id)).toMatchObject({ status: 'NEW', attempts: 0 })
  later(app, app.modelFallbackAfterMs)
  app.answers.push(new RateLimitedError('OpenAI asks to wait', { retryAfterMs: 3_600_000 }))
  expect(await read(id)).toMatchObject({ extractionSource: 'rules' })
  later(app, 3_000_000)
  expect(await read(await anAd())).toMatchObject({ extractionSource: 'rules' })
  later(app, 600_000)
  app.answers.push(camryAnswer())
  expect(await read(await anAd())).toMatchObject({ extractionSource: 'model' })
})

test('a repair that does not come costs the ad nothing: the facts are there already', async () => {
  app.answers.push(camryAnswer({ description: 'Пишите в WhatsApp.' }), new Error('OpenAI did not answer'))
  const post = await read(await anAd())
  expect(post).toMatchObject({ status: 'READY', extractionSource: 'model', aiTokens: 1_200 })
  expect(post.car?.description).not.toMatch(/WhatsApp/)
})
