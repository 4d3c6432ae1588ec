import { afterAll, beforeAll, expect, test } from 'vitest'
import { producerRedis } from '@cars-bot/platform'
import { testLog, testRedis, until, type TestRedis } from '@cars-bot/platform/testkit'
import { createRateBudget, type RateBudget } from './rate-budget.js'

let server: TestRedis
let other: ReturnType<typeof producerRedis>
beforeAll(async () => {
  server = await testRedis()
  other = producerRedis(server.url, testLog())
})
afterAll(async () => {
  other.disconnect()
  await server.close()
})

function budgets(key: string, amount: number, periodMs: number): [RateBudget, RateBudget] {
  return [createRateBudget(server.redis, { key, amount, periodMs }), createRateBudget(other, { key, amount, periodMs })]
}

test('two workers together never take more than the amount', async () => {
  const [one, two] = budgets('shared', 20, 60_000)
  const taken = await Promise.all(Array.from({ length: 40 }, async (_, index) => (index % 2 ? one : two).take(3)))
  expect(taken.filter(({ ok }) => ok)).toHaveLength(6)
  expect(await one.take(2)).toEqual({ ok: true })
  expect(await two.take(1)).toMatchObject({ ok: false })
})

test('a refusal takes nothing and says when the wanted units will be free', async () => {
  const [one, two] = budgets('waiting', 10, 60_000)
  await one.take(8)
  const refused = await two.take(5)
  expect(refused).toMatchObject({ ok: false })
  expect(refused.ok ? 0 : refused.retryAfterMs).toBeGreaterThan(55_000)
  expect(refused.ok ? 0 : refused.retryAfterMs).toBeLessThanOrEqual(60_000)
  expect(await two.take(2)).toEqual({ ok: true })
})

test('the window slides: units come back one period after they were taken, no earlier', async () => {
  const [one, two] = budgets('sliding', 4, 400)
  const startedAt = performance.now()
  await one.take(4)
  await until('a unit that is free again', async () => (await two.take(1)).ok)
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(399)
  expect(await two.take(4)).toMatchObject({ ok: false })
})

test('a cost above the whole amount waits for the whole window, but not for ever', async () => {
  const [one] = budgets('small', 5, 60_000)
  expect(await one.take(10)).toEqual({ ok: true })
  expect(await one.take(1)).toMatchObject({ ok: false })
})

test('budgets of different keys do not meet', async () => {
  const [one] = budgets('left', 1, 60_000)
  const [two] = budgets('right', 1, 60_000)
  expect(await one.take(1)).toEqual({ ok: true })
  expect(await two.take(1)).toEqual({ ok: true })
})
