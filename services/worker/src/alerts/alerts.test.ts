import { matchingAlertsQuery, type AlertModel, type Prisma, type UserModel } from '@cars-bot/platform'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { notifyUser } from '../notices/notify-user.js'
import { requeueStuckNotices } from '../notices/requeue-stuck-notices.js'
import { testApp, type TestApp } from '../payments/test-app.js'
import { aPeriod, aPost, aUser } from '../payments/test-rows.js'
import { matchAlerts } from './match-alerts.js'
import { matchedCar } from './matching-alerts.js'
import { noteFavourites } from './note-favourites.js'
import { tellFavourites } from './tell-favourites.js'
import { requeueMatching } from './requeue-matching.js'

let app: TestApp

beforeAll(async () => {
  app = await testApp()
})

beforeEach(async () => {
  app.sent.length = 0
  app.clock.now = new Date('2026-12-01T09:00:00Z')
  await Promise.all([app.db.notice.deleteMany(), app.db.alert.deleteMany()])
  await app.db.post.deleteMany()
  for (const queue of app.jobs.queues) await queue.obliterate({ force: true })
})

afterAll(() => app.close())

async function aSubscriber(): Promise<UserModel> {
  const user = await aUser(app)
  await aPeriod(app, user, { from: -1, to: 29 })
  return user
}

async function anAlert(user: UserModel, given: Partial<Prisma.AlertUncheckedCreateInput> = { brand: 'Toyota' }): Promise<AlertModel> {
  return app.db.alert.create({ data: { userId: user.id, ...given } })
}

async function aCamry(given: Prisma.CarUpdateInput = {}): Promise<{ id: string; publicId: string }> {
  const post = await aPost(app)
  await app.db.car.update({ where: { postId: post.id }, data: { mileageKm: 90_000, transmission: 'AUTOMATIC', city: 'Москва', description: 'Есть люк и кожаный салон', ...given } })
  return post
}

/** Runs what the queue holds now and what is due later by then. */
async function deliver(): Promise<void> {
  for (const { id } of await app.db.notice.findMany({ where: { status: 'PENDING' }, orderBy: { createdAt: 'asc' } })) await notifyUser(app, { noticeId: id })
}

function later(minutes: number): void {
  app.clock.now = new Date(app.clock.now.getTime() + minutes * 60_000)
}

test.each<[string, boolean, Partial<Prisma.AlertUncheckedCreateInput>, Prisma.CarUpdateInput?]>([
  ['its make', true, { brand: 'Toyota' }],
  ['make and model', true, { brand: 'Toyota', model: 'Camry' }],
  ['another model', false, { brand: 'Toyota', model: 'Corolla' }],
  ['another make', false, { brand: 'BMW' }],
  ['its line, of many engines', true, { brand: 'Toyota', model: 'Camry' }, { model: 'Camry 35' }],
  ['a model of its line', false, { brand: 'Toyota', model: 'Camry' }, { model: 'Camry Solara' }],
  ['a price that it just has', true, { priceToKopecks: 2_150_000_00n }],
  ['a price below it', false, { brand: 'Toyota', priceToKopecks: 2_149_999_00n }],
  ['a price above it', false, { priceFromKopecks: 2_150_001_00n }],
  ['its year', true, { yearFrom: 2018, yearTo: 2018 }],
  ['younger cars', false, { yearFrom: 2019 }],
  ['older cars', false, { yearTo: 2017 }],
  ['its mileage', true, { mileageToKm: 90_000 }],
  ['less mileage', false, { mileageToKm: 89_999 }],
  ['its gearbox and city', true, { transmission: 'AUTOMATIC', city: 'Москва' }],
  ['another gearbox', false, { transmission: 'MANUAL' }],
  ['another city', false, { city: 'Казань' }],
  ['words it has', true, { words: ['люк', 'кожан'] }],
  ['a word it lacks', false, { words: ['люк', 'фаркоп'] }],
  ['its make, but paused', false, { brand: 'Toyota', isPaused: true }],
])('an alert for %s matches a Camry: %s', async (_what, isMatched, given, car = {}) => {
  await anAlert(await aSubscriber(), given)
  await matchAlerts(app, { postId: (await aCamry(car)).id })
  expect(await app.db.notice.count({ where: { kind: 'ALERT_MATCHES' } })).toBe(isMatched ? 1 : 0)
})

test('a bound fits only a listing that states the value', async () => {
  await anAlert(await aSubscriber(), { brand: 'Toyota', priceToKopecks: 5_000_000_00n })
  await matchAlerts(app, { postId: (await aCamry({ priceKopecks: null })).id })
  expect(await app.db.notice.count()).toBe(0)
})

test.each<[string, (user: UserModel) => Promise<unknown>]>([
  ['without subscription', (user) => app.db.subscription.deleteMany({ where: { userId: user.id } })],
  ['who has paused all', (user) => app.db.user.update({ where: { id: user.id }, data: { alertsPausedAt: app.now() } })],
  ['who was barred', (user) => app.db.user.update({ where: { id: user.id }, data: { isBlocked: true } })],
  ['who stopped the bot', (user) => app.db.user.update({ where: { id: user.id }, data: { hasBlockedBot: true } })],
])('a person %s is not told', async (_who, change) => {
  const user = await aSubscriber()
  await anAlert(user)
  await change(user)
  await matchAlerts(app, { postId: (await aCamry()).id })
  expect(await app.db.alertMatch.count()).toBe(0)
})

test('a listing that answers two searches of one person, matched by four workers twice, is told once, without a contact', async () => {
  const user = await aSubscriber()
  await anAlert(user)
  await anAlert(user, { priceToKopecks: 3_000_000_00n })
  const { id, publicId } = await aCamry()
  for (let n = 0; n < 2; n++) await Promise.all(Array.from({ length: 4 }, () => matchAlerts(app, { postId: id })))
  await deliver()
  expect(app.sent).toHaveLength(1)
  expect(app.sent[0]).toMatchObject({ chatId: user.telegramId, html: expect.stringContaining(`start=contact_${publicId}`) as string })
  expect(app.sent[0]?.keyboard?.flat()).toEqual(expect.arrayContaining([{ text: '1', data: `card:${publicId}` }, { text: '⏸ Приостановить', data: 'alerts:pause' }]))
  expect(app.sent[0]?.html).not.toMatch(/79000000001|seller_ivan/)
  expect(await app.db.alertMatch.count({ where: { postId: id } })).toBe(2)
})

test('the first match is told at once, the next twenty together five minutes later', async () => {
  await anAlert(await aSubscriber())
  await matchAlerts(app, { postId: (await aCamry()).id })
  await deliver()
  expect(app.sent).toHaveLength(1)
  for (let n = 0; n < 20; n++) {
    later(0.1)
    await matchAlerts(app, { postId: (await aCamry()).id })
    await deliver()
  }
  expect(app.sent).toHaveLength(1)
  expect(await app.jobs.counts()).toMatchObject({ notices: { delayed: 1 } })
  later(5)
  await deliver()
  expect(app.sent).toHaveLength(2)
  expect(app.sent[1]?.html).toContain('20 новых машин')
  expect(app.sent[1]?.html).toContain('и ещё 10')
})

test('in quiet hours matches wait for the morning, and the sweep does not send them early', async () => {
  await anAlert(await aSubscriber())
  app.clock.now = new Date('2026-12-01T21:00:00Z')
  for (let n = 0; n < 3; n++) await matchAlerts(app, { postId: (await aCamry()).id })
  later(10)
  await requeueStuckNotices(app)
  await deliver()
  expect(app.sent).toEqual([])
  expect(await app.jobs.counts()).toMatchObject({ notices: { delayed: 1, waiting: 0 } })
  app.clock.now = new Date('2026-12-02T05:00:00Z')
  await deliver()
  expect(app.sent.map(({ html }) => html)).toEqual([expect.stringContaining('3 новые машины')])
})

test('matches gathered just before the quiet hours wait for the morning too', async () => {
  await anAlert(await aSubscriber())
  app.clock.now = new Date('2026-12-01T19:58:00Z')
  for (let n = 0; n < 2; n++) await matchAlerts(app, { postId: (await aCamry()).id })
  later(6)
  await deliver()
  expect(app.sent).toHaveLength(1)
  app.clock.now = new Date('2026-12-02T05:00:00Z')
  await deliver()
  expect(app.sent).toHaveLength(2)
})

test('a listing that is gone meanwhile is not told, nor anything to who paused meanwhile', async () => {
  const [one, two] = [await aSubscriber(), await aSubscriber()]
  await anAlert(one)
  await anAlert(two, { brand: 'BMW' })
  const camry = await aCamry()
  await matchAlerts(app, { postId: camry.id })
  await matchAlerts(app, { postId: (await aCamry({ brand: 'BMW' })).id })
  await app.db.post.update({ where: { id: camry.id }, data: { status: 'WITHDRAWN' } })
  await app.db.user.update({ where: { id: two.id }, data: { alertsPausedAt: app.now() } })
  await deliver()
  expect(app.sent).toEqual([])
})

test('a job lost between publishing and matching is made up for', async () => {
  const { id } = await aCamry()
  await app.db.post.update({ where: { id }, data: { statusChangedAt: app.now() } })
  later(2)
  await requeueMatching(app)
  await requeueMatching(app)
  expect(await app.jobs.counts()).toMatchObject({ alerts: { waiting: 1 } })
})

test('a listing whose price falls into a saved search is told to whom it was not told before', async () => {
  const [rich, thrifty] = [await aSubscriber(), await aSubscriber()]
  await anAlert(rich)
  await anAlert(thrifty, { brand: 'Toyota', priceToKopecks: 2_000_000_00n })
  const { id } = await aCamry()
  await matchAlerts(app, { postId: id })
  await deliver()
  later(30)
  await app.db.car.update({ where: { postId: id }, data: { priceKopecks: 1_950_000_00n, previousPriceKopecks: 2_150_000_00n, priceChangedAt: app.now() } })
  await requeueMatching(app)
  expect(await app.jobs.counts()).toMatchObject({ alerts: { waiting: 1 } })
  await matchAlerts(app, { postId: id })
  await deliver()
  expect(app.sent.map(({ chatId }) => chatId)).toEqual([rich.telegramId, thrifty.telegramId])
})

test('a price that falls, rises and falls again to the same sum is two pieces of news', async () => {
  const user = await aUser(app)
  const { id } = await aCamry({ priceChangedAt: app.now() })
  await app.db.favourite.create({ data: { userId: user.id, postId: id, createdAt: new Date('2026-11-30T09:00:00Z') } })
  const fall = async (): Promise<unknown> => app.db.$transaction((tx) => noteFavourites(app, tx, id, 'FAVOURITE_PRICE_DROPPED'))
  expect(await fall()).toHaveLength(1)
  expect(await fall()).toHaveLength(0)
  later(60)
  await app.db.car.update({ where: { postId: id }, data: { priceChangedAt: app.now() } })
  expect(await fall()).toHaveLength(1)
})

test('a fallen price and a sale are told once to each who keeps the car, in their language', async () => {
  const [russian, english, other] = [await aUser(app), await aUser(app), await aUser(app)]
  await app.db.user.update({ where: { id: english.id }, data: { language: 'en' } })
  const { id, publicId } = await aCamry({ previousPriceKopecks: 2_300_000_00n })
  for (const { id: userId } of [russian, english]) await app.db.favourite.create({ data: { userId, postId: id } })
  for (let n = 0; n < 2; n++) await app.db.$transaction((tx) => noteFavourites(app, tx, id, 'FAVOURITE_PRICE_DROPPED'))
  await deliver()
  const of = ({ telegramId }: UserModel): string[] => app.sent.filter(({ chatId }) => chatId === telegramId).map(({ html }) => html)
  expect(of(russian)).toEqual([expect.stringContaining('Цена упала')])
  expect(of(english)).toEqual([expect.stringContaining('The price fell')])
  expect(of(other)).toEqual([])
  expect(app.sent[0]?.keyboard?.flat()[0]).toEqual({ text: expect.any(String) as string, data: `contact:${publicId}` })
  await app.db.car.update({ where: { postId: id }, data: { priceKopecks: 2_000_000_00n } })
  await app.db.$transaction((tx) => noteFavourites(app, tx, id, 'FAVOURITE_PRICE_DROPPED'))
  await app.db.$transaction((tx) => noteFavourites(app, tx, id, 'FAVOURITE_SOLD'))
  await deliver()
  expect(of(russian)).toHaveLength(3)
  expect(JSON.stringify(app.sent.map(({ html }) => html))).not.toMatch(/79000000001|seller_ivan/)
})

test('the sweep finds what happened to kept cars, tells it once, and nothing to who kept a car at its new price', async () => {
  const [early, late] = [await aUser(app), await aUser(app)]
  const cheaper = await aCamry({ previousPriceKopecks: 2_300_000_00n, priceChangedAt: app.now() })
  const dearer = await aCamry({ previousPriceKopecks: 1_300_000_00n, priceChangedAt: app.now() })
  const sold = await aCamry()
  await app.db.post.update({ where: { id: sold.id }, data: { status: 'WITHDRAWN', withdrawalReason: 'SOLD', statusChangedAt: app.now() } })
  for (const { id: postId } of [cheaper, dearer, sold]) await app.db.favourite.create({ data: { userId: early.id, postId, createdAt: new Date('2026-11-30T09:00:00Z') } })
  await app.db.favourite.create({ data: { userId: late.id, postId: cheaper.id, createdAt: new Date('2026-12-01T09:01:00Z') } })
  later(2)
  for (let n = 0; n < 2; n++) await tellFavourites(app)
  await deliver()
  expect(app.sent.map(({ chatId }) => chatId)).toEqual([early.telegramId, early.telegramId])
  expect(app.sent.map(({ html }) => html)).toEqual(expect.arrayContaining([expect.stringContaining('Цена упала'), expect.stringContaining('продана')]))
  expect(await app.jobs.counts()).toMatchObject({ notices: { waiting: 2 } })
})

test('10,000 alerts are compared with a listing through the index, within 30 ms in the database', async () => {
  await app.db.$executeRaw`INSERT INTO "User" (id, "telegramId", "updatedAt") SELECT gen_random_uuid(), 800000000 + n, now() FROM generate_series(1, 2000) n`
  await app.db.$executeRaw`
    INSERT INTO "Subscription" (id, "userId", plan, "startsAt", "endsAt", source, "updatedAt")
    SELECT gen_random_uuid(), id, 'MONTHLY', ${new Date('2026-11-01T00:00:00Z')}, ${new Date('2027-01-01T00:00:00Z')}, 'ADMIN', now() FROM "User" WHERE "telegramId" > 800000000`
  await app.db.$executeRaw`
    INSERT INTO "Alert" (id, "userId", brand, model, "priceToKopecks", "yearFrom", words, "updatedAt")
    SELECT gen_random_uuid(), u.id, CASE WHEN n = 5 THEN NULL ELSE 'Brand' || (u.rank % 50) END, CASE WHEN n % 2 = 0 THEN 'Model' || (u.rank % 7) END, (u.rank % 40) * 10000000, 2000 + u.rank % 25, CASE WHEN n = 4 THEN ARRAY['люк'] ELSE ARRAY[]::text[] END, now()
    FROM (SELECT id, row_number() OVER (ORDER BY "telegramId") AS rank FROM "User" WHERE "telegramId" > 800000000) u, generate_series(1, 5) n`
  await app.db.$executeRawUnsafe('ANALYZE "Alert", "User", "Subscription"')
  expect(await app.db.alert.count()).toBe(10_000)
  const { id } = await aCamry({ brand: 'Brand7', model: 'Model3', priceKopecks: 1_500_000_00n })
  const car = await app.db.car.findUniqueOrThrow({ where: { postId: id } })
  const query = matchingAlertsQuery(matchedCar(car), app.now())
  const times: number[] = []
  let plan = ''
  for (let n = 0; n < 20; n++) {
    const rows = await app.db.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN ANALYZE ${query.text}`, ...query.values)
    plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    times.push(Number(/Execution Time: ([\d.]+) ms/.exec(plan)?.[1]))
  }
  const median = times.toSorted((one, other) => one - other)[10]
  process.stdout.write(`one listing against 10,000 alerts: median ${median} ms, worst ${Math.max(...times)} ms in the database\n`)
  expect(plan).toContain('Alert_brand_model_idx')
  expect(plan).not.toContain('Seq Scan on "Alert"')
  expect(median).toBeLessThan(30)
})
