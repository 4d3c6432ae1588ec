import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testRedis, type TestRedis } from '@cars-bot/platform/testkit'
import { createModelOutage, type ModelOutage } from './model-outage.js'

let redis: TestRedis
let copies: [ModelOutage, ModelOutage]
beforeAll(async () => {
  redis = await testRedis()
})
beforeEach(async () => {
  await redis.redis.flushdb()
  const copy = (): ModelOutage => createModelOutage(redis.redis, { fallbackAfterMs: 60_000 })
  copies = [copy(), copy()]
})
afterAll(() => redis.close())

const at = (seconds: number): Date => new Date(Date.parse('2026-12-01T09:00:00Z') + seconds * 1_000)
const passing = { isLasting: false }

test('what one worker learns all know: since when the model is away, that it was told of, and that it is back', async () => {
  const [one, other] = copies
  expect(await one.failed({ now: at(0), ...passing })).toEqual({ isAway: false, isFirst: false })
  expect(await other.mayAsk(at(59))).toBe(true)
  expect(await other.failed({ now: at(60), ...passing })).toEqual({ isAway: true, isFirst: true })
  expect(await one.failed({ now: at(61), ...passing })).toEqual({ isAway: true, isFirst: false })
  expect(await one.mayAsk(at(90))).toBe(false)
  expect(await other.answered()).toBe(true)
  expect(await one.mayAsk(at(91))).toBe(true)
  expect(await one.answered()).toBe(false)
})

test('of many that may ask at once while the model is away one does', async () => {
  const [one, other] = copies
  await one.failed({ now: at(0), isLasting: true })
  const asked = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? one : other).mayAsk(at(61))))
  expect(asked.filter(Boolean)).toHaveLength(1)
})
