import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, testRedis, type TestDatabase, type TestRedis } from '@cars-bot/platform/testkit'
import { startSystem, type System } from '../system/start-system.js'
import { isEachAtMostOnce, killBroadcast } from './broadcast-kills.js'

const adminId = 609_000_001
let database: TestDatabase
let redis: TestRedis
let system: System

beforeAll(async () => {
  ;[database, redis] = await Promise.all([testDatabase(), testRedis()])
  system = await startSystem({ databaseUrl: database.url, redisUrl: redis.url, overrides: { ADMIN_USER_IDS: String(adminId) } })
  await system.untilReady(['bot', 'worker'])
}, 90_000)

afterAll(async () => {
  await system.close()
  await Promise.all([database.close(), redis.close()])
})

test('a broadcast whose worker is killed in the middle goes on, reaches exactly its audience, and nobody twice', async () => {
  const options = { people: 60, kills: 1, adminId, seed: 20_261_123 }
  const figures = await killBroadcast(system, database.db, options)
  expect({ ...figures, isEachAtMostOnce: isEachAtMostOnce(figures, options) }).toMatchObject({ isEachAtMostOnce: true })
}, 180_000)
