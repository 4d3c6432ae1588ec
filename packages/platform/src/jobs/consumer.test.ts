import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAlerts } from '../alerts.js'
import { testDatabase, testLog, testRedis, until, type TestDatabase, type TestRedis } from '../testkit/index.js'
import { jobNames, type JobName } from './catalog.js'
import { startConsumers, type Failure, type JobHandlers } from './consumer.js'
import { createJobs, type Jobs } from './producer.js'

class RateLimited extends Error {}
class Refused extends Error {}

let database: TestDatabase
let redis: TestRedis
let jobs: Jobs
let consumers: ReturnType<typeof startConsumers> | null = null

beforeAll(async () => {
  ;[database, redis] = await Promise.all([testDatabase(), testRedis()])
  jobs = createJobs(redis.redis, testLog())
})
beforeEach(async () => {
  await Promise.all([database.db.deadLetter.deleteMany(), database.db.logEvent.deleteMany(), redis.redis.flushdb()])
})
afterEach(async () => {
  await consumers?.close()
  consumers = null
})
afterAll(async () => {
  await jobs.close()
  await Promise.all([database.close(), redis.close()])
})

type Handler = (name: JobName, payload: object) => Promise<void>

function consume(handler: Handler): ReturnType<typeof testLog> {
  const log = testLog()
  const handlers = Object.fromEntries(jobNames.map((name) => [name, (payload: object) => handler(name, payload)]))
  consumers = startConsumers({ redis: redis.redis, db: database.db, log, alerts: createAlerts(database.db, log, 'worker'), handlers: allHandlers(handlers), failureOf })
  return log
}

/** One handler for each name of the catalog. */
function allHandlers(handlers: object): JobHandlers {
  return handlers as JobHandlers
}

function failureOf(error: unknown): Failure {
  if (error instanceof RateLimited) return { kind: 'rate-limited', retryAfterMs: 400 }
  return error instanceof Refused ? { kind: 'permanent' } : { kind: 'retry' }
}

function queue(name: string): Jobs['queues'][number] {
  const found = jobs.queues.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`no queue ${name}`)
  return found
}

const paymentId = randomUUID()

test('a job reaches the handler of its name with its payload', async () => {
  const seen: [string, object][] = []
  consume(async (name, payload) => void seen.push([name, payload]))
  await jobs.enqueue('settlePayment', { paymentId })
  await jobs.enqueue('cleanUp', {})
  await until('both were handled', () => seen.length === 2)
  expect(new Map(seen)).toEqual(new Map<string, object>([['cleanUp', {}], ['settlePayment', { paymentId }]]))
})

test('a job of an unknown name goes to the dead letters with an alert, and its queue goes on', async () => {
  const seen: string[] = []
  consume(async (name) => void seen.push(name))
  await queue('payments').add('refundPayment', { paymentId }, { attempts: 3 })
  await jobs.enqueue('settlePayment', { paymentId })
  await until('the known job was handled', () => seen.length === 1)
  expect(await until('a dead letter', () => database.db.deadLetter.findFirst())).toMatchObject({ queue: 'payments', name: 'refundPayment', payload: { paymentId }, resolvedAt: null })
  expect(await until('an alert', () => database.db.logEvent.findFirst())).toMatchObject({ level: 'ERROR', dedupeKey: 'dead-letter:refundPayment' })
  await until('it is done', async () => (await jobs.counts()).payments.active === 0)
  expect(await database.db.deadLetter.count()).toBe(1)
})

test.each([{}, { paymentId: 42 }, null, 'text', [1]])('a bad payload goes to the dead letters and to no handler: %j', async (payload) => {
  const seen: string[] = []
  consume(async (name) => void seen.push(name))
  await queue('payments').add('settlePayment', payload)
  expect((await until('a dead letter', () => database.db.deadLetter.findFirst())).reason).toContain('bad payload')
  expect(seen).toEqual([])
})

test('a payload with a field of a later build is understood', async () => {
  const seen: object[] = []
  consume(async (_name, payload) => void seen.push(payload))
  await queue('payments').add('settlePayment', { paymentId, hint: 'succeeded' })
  await until('it was handled', () => seen.length === 1)
  expect(seen).toEqual([{ paymentId }])
})

test('a failed job is tried again, with a delay, and raises no alert when it succeeds', async () => {
  const startedAt: number[] = []
  const log = consume(async () => {
    startedAt.push(performance.now())
    if (startedAt.length === 1) throw new Error('connection reset')
  })
  await jobs.enqueue('settlePayment', { paymentId }, { dedupeKey: paymentId })
  await until('the second try', () => startedAt.length === 2)
  expect((startedAt[1] ?? 0) - (startedAt[0] ?? 0)).toBeGreaterThan(500)
  await until('it is done', async () => (await jobs.counts()).payments.active === 0)
  expect(await database.db.logEvent.count()).toBe(0)
  expect(log.lines.filter((line) => line.message === 'job failed')).toMatchObject([{ fields: { job: 'settlePayment', attempt: 1, failure: 'retry' } }])
})

test('a permanent failure is not tried again and raises an alert', async () => {
  let tries = 0
  consume(async () => {
    tries++
    throw new Refused('chat not found')
  })
  await jobs.enqueue('settlePayment', { paymentId })
  expect(await until('an alert', () => database.db.logEvent.findFirst())).toMatchObject({ level: 'ERROR', dedupeKey: 'failed:settlePayment' })
  expect((await jobs.counts()).payments).toMatchObject({ failed: 1, delayed: 0, waiting: 0 })
  expect(tries).toBe(1)
})

test('a job out of attempts raises one alert, those before raise none', async () => {
  let tries = 0
  consume(async () => {
    tries++
    throw new Error('still down')
  })
  await queue('payments').add('settlePayment', { paymentId }, { attempts: 3, backoff: 10 })
  await until('an alert', () => database.db.logEvent.findFirst())
  expect(tries).toBe(3)
  expect(await database.db.logEvent.findMany()).toMatchObject([{ count: 1 }])
})

test('a rate limit pauses its queue for the time asked, costs no attempt, and leaves other queues alone', async () => {
  const startedAt: Record<string, number[]> = {}
  consume(async (name) => {
    const starts = (startedAt[name] ??= [])
    starts.push(performance.now())
    if (name === 'settlePayment' && starts.length === 1) throw new RateLimited()
  })
  await queue('payments').add('settlePayment', { paymentId }, { attempts: 1, jobId: 'limited' })
  await until('the first try', () => startedAt['settlePayment']?.length === 1)
  await jobs.enqueue('cleanUp', {})
  await until('another queue works', () => startedAt['cleanUp']?.length === 1)
  await until('the second try', () => startedAt['settlePayment']?.length === 2)
  const [first = 0, second = 0] = startedAt['settlePayment'] ?? []
  expect(second - first).toBeGreaterThan(350)
  expect(startedAt['cleanUp']?.[0]).toBeLessThan(second)
  await until('it is done', async () => (await queue('payments').getJob('limited'))?.isCompleted())
  expect(await database.db.logEvent.count()).toBe(0)
})

test('jobs that come while their queue is paused wait for the end of the pause', async () => {
  const startedAt: number[] = []
  consume(async (name) => {
    if (name !== 'settlePayment') return
    startedAt.push(performance.now())
    if (startedAt.length === 1) throw new RateLimited()
  })
  await queue('payments').addBulk(Array.from({ length: 12 }, () => ({ name: 'settlePayment', data: { paymentId }, opts: { attempts: 1 } })))
  await until('the pause', () => startedAt.length > 0)
  const beforePause = startedAt.length
  for (let n = 0; n < 10; n++) await queue('payments').add('settlePayment', { paymentId }, { attempts: 1 })
  await until('all are done', async () => (await jobs.counts()).payments.waiting === 0 && startedAt.length >= 22)
  const [first = 0] = startedAt
  const early = startedAt.filter((time) => time - first < 350)
  expect(early.length).toBeLessThanOrEqual(Math.max(beforePause, 8))
})

test('a key is free again after its job is done, and after it failed for good', async () => {
  let tries = 0
  consume(async () => {
    tries++
    if (tries === 1) throw new Refused('gone')
  })
  for (const expected of [1, 2, 3]) {
    await jobs.enqueue('settlePayment', { paymentId }, { dedupeKey: paymentId })
    await until(`run ${expected}`, () => tries === expected)
    await until('it is out of the queue', async () => (await jobs.counts()).payments.active === 0)
  }
  expect(tries).toBe(3)
})

test('while a job of a key runs, another one is not added', async () => {
  const gate = Promise.withResolvers<void>()
  let runs = 0
  consume(async () => {
    runs++
    await gate.promise
  })
  await jobs.enqueue('settlePayment', { paymentId }, { dedupeKey: paymentId })
  await until('it runs', () => runs === 1)
  await jobs.enqueue('settlePayment', { paymentId }, { dedupeKey: paymentId })
  expect((await jobs.counts()).payments).toMatchObject({ active: 1, waiting: 0, delayed: 0 })
  gate.resolve()
})

test('closing waits for the job in hand', async () => {
  const gate = Promise.withResolvers<void>()
  let [started, finished] = [false, false]
  consume(async () => {
    started = true
    await gate.promise
    finished = true
  })
  await jobs.enqueue('settlePayment', { paymentId })
  await until('it runs', () => started)
  const closed = consumers?.close()
  gate.resolve()
  await closed
  expect(finished).toBe(true)
  expect(consumers?.isRunning()).toBe(false)
})

test('two workers share a queue and no job is done twice', async () => {
  const seen: object[] = []
  const first = (consume(async (_name, payload) => void seen.push(payload)), consumers)
  consume(async (_name, payload) => void seen.push(payload))
  const ids = Array.from({ length: 100 }, () => randomUUID())
  await Promise.all(ids.map((id) => jobs.enqueue('settlePayment', { paymentId: id })))
  await until('all were handled', () => seen.length >= 100)
  await first?.close()
  expect(new Set(seen.map((payload) => JSON.stringify(payload))).size).toBe(100)
  expect(seen).toHaveLength(100)
})
