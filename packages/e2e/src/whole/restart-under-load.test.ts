import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, testRedis, type TestDatabase, type TestRedis } from '@cars-bot/platform/testkit'
import { startSystem, type System } from '../system/start-system.js'
import { restartUnderLoad } from './restart-under-load.js'

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

test('killing each service and starting it again in the middle of 18 posts loses none and doubles none', async () => {
  const report = await restartUnderLoad(system, database.db, 18)
  expect(report).toMatchObject({ posts: 18, listings: 18, doubled: 0 })
}, 240_000)
