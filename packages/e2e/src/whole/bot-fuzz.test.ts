import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, testRedis, type TestDatabase, type TestRedis } from '@cars-bot/platform/testkit'
import { fuzzBot, isTight } from './bot-fuzz.js'

let database: TestDatabase
let redis: TestRedis

beforeAll(async () => {
  ;[database, redis] = await Promise.all([testDatabase(), testRedis()])
})

afterAll(() => Promise.all([database.close(), redis.close()]))

test('800 random updates, altered, forwarded and malformed, bring no contact to a person without subscription and never stop the bot', async () => {
  const figures = await fuzzBot({ databaseUrl: database.url, redisUrl: redis.url, db: database.db }, { updates: 800, seed: 20_261_123 })
  expect({ ...figures, isTight: isTight(figures) }).toMatchObject({ leaks: 0, loggedContacts: 0, faults: [], isTight: true })
  expect(figures.subscriberCards).toBeGreaterThan(0)
}, 120_000)
