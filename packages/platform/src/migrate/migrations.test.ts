import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../testkit/index.js'
import { applyMigrations, diffFromMigrations } from './migrations.js'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('the migrations make exactly the tables that schema.prisma describes', async () => {
  expect(await diffFromMigrations(database.url)).toContain('This is an empty migration')
})

test('applying the migrations a second time applies nothing', async () => {
  expect(await applyMigrations(database.url)).toEqual([])
})

test('the database refuses two overlapping active periods of one user', async () => {
  const user = await database.db.user.create({ data: { telegramId: 9_007_199_254_740_993n } })
  const period = { userId: user.id, plan: 'MONTHLY', source: 'PAYMENT', startsAt: new Date('2026-01-01'), endsAt: new Date('2026-02-01') } as const
  await database.db.subscription.create({ data: period })
  await expect(database.db.subscription.create({ data: { ...period, startsAt: new Date('2026-01-31'), endsAt: new Date('2026-03-01') } })).rejects.toThrow('Subscription_no_overlap')
  await database.db.subscription.create({ data: { ...period, startsAt: new Date('2026-02-01'), endsAt: new Date('2026-03-01') } })
})
