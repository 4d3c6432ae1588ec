import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createJobs, queueNames, type Jobs } from '@cars-bot/platform'
import { testDatabase, testLog, testRedis, testService, until, type TestDatabase, type TestRedis, type TestService } from '@cars-bot/platform/testkit'
import { startScheduling } from './start-scheduling.js'
import { timetable } from './timetable.js'

let database: TestDatabase
let redis: TestRedis
let jobs: Jobs
const services: TestService[] = []

beforeAll(async () => {
  ;[database, redis] = await Promise.all([testDatabase(), testRedis()])
  jobs = createJobs(redis.redis, testLog())
})
beforeEach(async () => {
  await Promise.all([redis.redis.flushdb(), database.db.lease.deleteMany()])
})
afterEach(async () => {
  for (const service of services.splice(0)) await service.close()
})
afterAll(async () => {
  await jobs.close()
  await Promise.all([database.close(), redis.close()])
})

type Copy = { service: TestService; states: string[]; log: ReturnType<typeof testLog> }

function startCopy(reapplyEveryMs?: number): Copy {
  const copy: Copy = { service: testService(), states: [], log: testLog() }
  services.push(copy.service)
  startScheduling(copy.service, { db: database.db, jobs, log: copy.log, setState: (state) => copy.states.push(state), ...(reapplyEveryMs ? { reapplyEveryMs } : {}) }).catch(() => {})
  return copy
}

async function scheduledJobs(): Promise<string[]> {
  const schedulers = await Promise.all(jobs.queues.filter((queue) => queueNames.some((name) => name === queue.name)).map((queue) => queue.getJobSchedulers()))
  return schedulers.flat().map((scheduler) => scheduler.key)
}

test('the scheduler lays the whole timetable down in Redis', async () => {
  const { states } = startCopy()
  await until('it runs', () => states.at(-1) === 'running')
  expect((await scheduledJobs()).sort()).toEqual(timetable.map((entry) => entry.name).sort())
})

test('a second copy stands by and lays nothing down', async () => {
  const first = startCopy()
  await until('the first runs', () => first.states.at(-1) === 'running')
  const second = startCopy()
  await until('the second stands by', () => second.states.at(-1) === 'standby')
  expect(second.log.lines.map((line) => line.message)).toEqual(['standing by: another process holds the lease'])
})

test('a second copy takes over when the first has closed', async () => {
  const first = startCopy()
  await until('the first runs', () => first.states.at(-1) === 'running')
  const second = startCopy()
  await until('the second stands by', () => second.states.at(-1) === 'standby')
  await first.service.close()
  await until('the second runs', () => second.states.at(-1) === 'running', 5_000)
  expect(first.service.failures).toEqual([])
})

test('a copy that stands by takes over soon after the lease of a killed one has run out', async () => {
  await database.db.$executeRaw`INSERT INTO "Lease" (name, holder, "renewedAt", "expiresAt") VALUES ('scheduler', 'a killed process', now(), now() + interval '2 seconds')`
  const second = startCopy()
  await until('it stands by', () => second.states.at(-1) === 'standby')
  await until('it runs', () => second.states.at(-1) === 'running', 6_000)
  expect(await scheduledJobs()).toHaveLength(timetable.length)
})

test('a timetable lost with the contents of Redis comes back by itself', async () => {
  const { states } = startCopy(100)
  await until('it runs', () => states.at(-1) === 'running')
  await redis.redis.flushdb()
  await until('the timetable is back', async () => (await scheduledJobs()).length >= timetable.length)
  expect(await scheduledJobs()).toHaveLength(timetable.length)
})
