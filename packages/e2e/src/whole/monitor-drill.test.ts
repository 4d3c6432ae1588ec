import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, testRedis, type TestDatabase, type TestRedis } from '@cars-bot/platform/testkit'
import { isExact, monitorDrill } from './monitor-drill.js'

let database: TestDatabase
let redis: TestRedis

beforeAll(async () => {
  ;[database, redis] = await Promise.all([testDatabase(), testRedis()])
})

afterAll(() => Promise.all([database.close(), redis.close()]))

test('with cut connections, lost and doubled updates and a SIGKILL every ad of 8 channels is stored once, in order, with every edit and deletion', async () => {
  const options = { messages: 150, albums: 10, channels: 8, cuts: 5, kills: 1, perSecond: 40, seed: 20_261_123 }
  const figures = await monitorDrill({ databaseUrl: database.url, redisUrl: redis.url, db: database.db }, options)
  expect({ ...figures, isExact: isExact(figures, options) }).toMatchObject({ isExact: true })
}, 180_000)
