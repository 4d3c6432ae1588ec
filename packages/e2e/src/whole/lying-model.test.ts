import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, testRedis, type TestDatabase, type TestRedis } from '@cars-bot/platform/testkit'
import { startSystem, type System } from '../system/start-system.js'
import { lyingModel } from './lying-model.js'

let database: TestDatabase
let redis: TestRedis
let system: System

beforeAll(async () => {
  ;[database, redis] = await Promise.all([testDatabase(), testRedis()])
  system = await startSystem({ databaseUrl: database.url, redisUrl: redis.url, overrides: { NEWS_CHANNEL_MESSAGES_PER_MINUTE: '100000' } })
  await system.untilReady()
}, 90_000)

afterAll(async () => {
  await system.close()
  await Promise.all([database.close(), redis.close()])
})

test('of 60 ads that the model lies about no listing shows a false number or a contact, and each ends in a listing or with a reason', async () => {
  const report = await lyingModel(system, database.db, 60)
  expect(report).toMatchObject({ ads: 60, unsettled: [], faults: [] })
  expect(report.liesTold).toBeGreaterThanOrEqual(60)
  expect(report.published).toBeGreaterThanOrEqual(30)
}, 180_000)
