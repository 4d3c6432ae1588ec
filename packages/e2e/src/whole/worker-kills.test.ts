import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, testRedis, type TestDatabase, type TestRedis } from '@cars-bot/platform/testkit'
import { startSystem, type System } from '../system/start-system.js'
import { isEachOnce, killWorker } from './worker-kills.js'

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

test('a worker killed five times while 12 ads are published publishes each once', async () => {
  const options = { posts: 12, kills: 5, seed: 20_261_123 }
  const figures = await killWorker(system, database.db, options)
  expect({ ...figures, isEachOnce: isEachOnce(figures, options) }).toMatchObject({ isEachOnce: true })
}, 240_000)
