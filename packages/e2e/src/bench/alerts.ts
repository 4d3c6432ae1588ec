import { randomUUID } from 'node:crypto'
import { searchStems } from '@cars-bot/domain'
import { matchingAlertsQuery, type Database, type MatchedCar } from '@cars-bot/platform'
import { seededRandom } from '../system/seeded-random.js'
import type { Servers } from '../system/with-servers.js'
import { percentiles, type Percentiles } from './percentiles.js'

const people = 2_000
const alertsEach = 5
const makes = 40
const modelsOfMake = 15
const cities = ['Москва', 'Казань', 'Самара', 'Уфа', 'Пермь', 'Томск']
const equipment = ['люк', 'ксенон', 'фаркоп', 'камера', 'панорама']

type Timed = Percentiles & { index: boolean }

export type AlertFigures = {
  alerts: number
  /** How many alerts one listing answers. */
  matched: Percentiles
  /** In the database by its own clock, and from asking to having the rows. */
  indexed: Timed
  indexedWithRows: Percentiles
  /** The same statement, the indexes of alerts forbidden. */
  withoutIndex: Timed
  /** Every alert read and compared outside the database: what the statement saves. */
  comparedOutside: Percentiles
  /** All 10,000 alerts for the one make of the listing: no index can help. */
  everyAlertOfOneMake: Timed
}

/** The statement of the worker, on alerts spread over makes as cars are: the first of forty has every ninth, the last one in a few hundred. */
export async function benchAlerts({ db }: Servers, { listings }: { listings: number }): Promise<AlertFigures> {
  const random = seededRandom(20_261_124)
  const car = (): MatchedCar => aCar(random)
  await fill(db, random)
  const cars = Array.from({ length: listings }, car)
  const matched: number[] = []
  const outside: number[] = []
  const withRows: number[] = []
  for (const one of cars) {
    const startedAt = performance.now()
    matched.push((await db.$queryRaw<unknown[]>(matchingAlertsQuery(one, new Date()))).length)
    withRows.push(performance.now() - startedAt)
  }
  for (const one of cars.slice(0, 20)) {
    const startedAt = performance.now()
    await comparedOutside(db, one)
    outside.push(performance.now() - startedAt)
  }
  const indexed = await timed(db, cars)
  const withoutIndex = await timed(db, cars, ['SET LOCAL enable_indexscan = off', 'SET LOCAL enable_bitmapscan = off', 'SET LOCAL enable_indexonlyscan = off'])
  await db.$executeRaw`UPDATE "Alert" SET brand = 'Make0', model = NULL`
  await db.$executeRawUnsafe('ANALYZE "Alert"')
  const everyAlertOfOneMake = await timed(db, cars.map((one) => ({ ...one, brand: 'Make0' })))
  return { alerts: await db.alert.count(), matched: percentiles(matched), indexed, indexedWithRows: percentiles(withRows), withoutIndex, comparedOutside: percentiles(outside), everyAlertOfOneMake }
}

/** EXPLAIN ANALYZE of the very statement: planning and execution together. */
async function timed(db: Database, cars: readonly MatchedCar[], settings: readonly string[] = []): Promise<Timed> {
  const times: number[] = []
  let usesIndex = true
  await db.$transaction(
    async (tx) => {
      for (const setting of settings) await tx.$executeRawUnsafe(setting)
      for (const car of cars) {
        const query = matchingAlertsQuery(car, new Date())
        const rows = await tx.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN (ANALYZE, TIMING OFF) ${query.text}`, ...query.values)
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
        times.push([...plan.matchAll(/(?:Planning|Execution) Time: ([\d.]+) ms/g)].reduce((sum, [, ms]) => sum + Number(ms), 0))
        usesIndex &&= plan.includes('Alert_brand_model_idx') && !plan.includes('Seq Scan on "Alert"')
      }
    },
    { timeout: 120_000 },
  )
  return { ...percentiles(times), index: usesIndex }
}

/** As a program without the statement would do it. */
async function comparedOutside(db: Database, car: MatchedCar): Promise<number> {
  const now = new Date()
  const access = { isActive: true, plan: { not: 'FREE' as const }, startsAt: { lte: now }, endsAt: { gt: now } }
  const alerts = await db.alert.findMany({ where: { isPaused: false, user: { alertsPausedAt: null, isBlocked: false, hasBlockedBot: false, subscriptions: { some: access } } } })
  const stems = new Set(car.stems)
  return alerts.filter(
    ({ brand, model, priceToKopecks, yearFrom, words }) =>
      (brand === null || brand === car.brand) &&
      (model === null || car.models.includes(model)) &&
      (priceToKopecks === null || (car.priceKopecks !== null && car.priceKopecks <= priceToKopecks)) &&
      (yearFrom === null || (car.year !== null && car.year >= yearFrom)) &&
      words.every((word) => stems.has(word)),
  ).length
}

type Random = ReturnType<typeof seededRandom>

function aCar(random: Random): MatchedCar {
  return {
    brand: `Make${makeOf(random)}`,
    models: [`Model${random.below(modelsOfMake)}`],
    priceKopecks: BigInt(300_000 + random.below(50) * 100_000) * 100n,
    year: 2000 + random.below(25),
    mileageKm: random.below(250_000),
    transmission: random.below(2) === 0 ? 'AUTOMATIC' : 'MANUAL',
    city: pick(random, cities),
    stems: searchStems('Есть люк и ксенон, кожаный салон, один хозяин, сервисная книжка, два комплекта колёс, камера заднего вида, автозапуск, бензин, полный привод'),
  }
}

async function fill(db: Database, random: Random): Promise<void> {
  const now = new Date()
  const users = Array.from({ length: people }, (_, n) => ({ id: randomUUID(), telegramId: BigInt(720_000_000 + n) }))
  await db.user.createMany({ data: users })
  await db.subscription.createMany({ data: users.map(({ id }) => ({ userId: id, plan: 'MONTHLY', source: 'ADMIN', startsAt: new Date(now.getTime() - 86_400_000), endsAt: new Date(now.getTime() + 29 * 86_400_000) })) })
  const alerts = users.flatMap(({ id }) => Array.from({ length: alertsEach }, () => anAlert(random, id)))
  await db.alert.createMany({ data: alerts })
  await db.$executeRawUnsafe('ANALYZE "Alert", "User", "Subscription"')
}

/** One in twenty is for any make; half name a model; the rest as people ask. */
function anAlert(random: Random, userId: string) {
  const isAnyMake = random.below(20) === 0
  return {
    userId,
    brand: isAnyMake ? null : `Make${makeOf(random)}`,
    model: isAnyMake || random.below(2) === 0 ? null : `Model${random.below(modelsOfMake)}`,
    priceToKopecks: random.below(3) === 0 ? null : BigInt(500_000 + random.below(40) * 100_000) * 100n,
    yearFrom: random.below(2) === 0 ? null : 2000 + random.below(22),
    mileageToKm: random.below(4) === 0 ? 100_000 + random.below(5) * 20_000 : null,
    transmission: random.below(4) === 0 ? ('AUTOMATIC' as const) : null,
    city: random.below(4) === 0 ? pick(random, cities) : null,
    words: random.below(8) === 0 ? searchStems(pick(random, equipment)) : [],
  }
}

/** The first makes are asked for far more often than the last. */
function makeOf(random: Random): number {
  return Math.floor(makes * random.next() ** 2)
}

function pick(random: Random, items: readonly string[]): string {
  return items[random.below(items.length)] ?? ''
}
