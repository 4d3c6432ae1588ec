import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, testRedis, until, type TestDatabase, type TestRedis } from '@cars-bot/platform/testkit'
import { startSystem, type System } from '../system/start-system.js'

let database: TestDatabase
let redis: TestRedis
let system: System

beforeAll(async () => {
  ;[database, redis] = await Promise.all([testDatabase(), testRedis()])
  system = await startSystem({ databaseUrl: database.url, redisUrl: redis.url })
  await system.untilReady()
}, 90_000)

afterAll(async () => {
  await system.close()
  await Promise.all([database.close(), redis.close()])
})

test.each(['bot', 'monitor', 'scheduler'] as const)(
  'a second %s stands by, says so, and takes over within 15 s after the first is killed',
  async (service) => {
    const second = await system.start(service, `${service}-2`)
    await until(`the second ${service} says that it stands by`, () => second.lines.some((line) => line.includes('standing by')), 20_000)
    expect(second.lines.some((line) => line.includes('lease acquired'))).toBe(false)
    const killedAt = performance.now()
    await system.kill(service)
    await until(`the second ${service} has taken over`, () => second.lines.some((line) => line.includes('lease acquired')), 15_000)
    await system.untilReady([`${service}-2`], 10_000)
    expect(performance.now() - killedAt).toBeLessThan(15_000)
  },
  60_000,
)

test('the sandbox never saw two pollers of one bot, nor one session on two connections', async () => {
  const requests = await system.sandbox.get<{ status: number; path: string }[]>('/requests?target=bot-api')
  expect(requests.filter((request) => request.status === 409)).toEqual([])
  const lines = [...system.processes.values()].flatMap((child) => child.lines)
  expect(lines.filter((line) => line.includes('AUTH_KEY_DUPLICATED'))).toEqual([])
})
