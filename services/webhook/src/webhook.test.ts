import { randomUUID } from 'node:crypto'
import { createJobs, listen, producerRedis, type Jobs } from '@cars-bot/platform'
import { freePort, testDatabase, testLog, testRedis, testService, type TestDatabase, type TestRedis, type TestService } from '@cars-bot/platform/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { webhook, type WebhookOptions } from './webhook.js'

const open: WebhookOptions = { checkAddress: false, trustedProxies: [], dashboardPassword: undefined }
const yooKassa = '185.71.76.5'

let database: TestDatabase
let redis: TestRedis
let jobs: Jobs
let service: TestService

beforeAll(async () => {
  ;[database, redis] = await Promise.all([testDatabase(), testRedis()])
  jobs = createJobs(redis.redis, testLog())
})

beforeEach(async () => {
  service = testService()
  await redis.redis.flushdb()
})

afterEach(() => service.close())

afterAll(async () => {
  await jobs.close()
  await Promise.all([database.close(), redis.close()])
})

async function start(options: Partial<WebhookOptions> = {}, through: Jobs = jobs): Promise<string> {
  const server = webhook({ db: database.db, jobs: through, log: testLog() }, { ...open, ...options })
  return `http://127.0.0.1:${await listen(service, server, { host: '127.0.0.1', port: 0 })}`
}

async function notify(base: string, body: unknown, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(`${base}/webhooks/yookassa`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  await response.arrayBuffer()
  return response.status
}

async function aPayment(): Promise<{ id: string; externalId: string }> {
  const externalId = randomUUID()
  const user = await database.db.user.create({ data: { telegramId: BigInt(Math.floor(Math.random() * 1e12)) } })
  const payment = await database.db.payment.create({
    data: { userId: user.id, provider: 'YOOKASSA', plan: 'MONTHLY', amountKopecks: 299_00, durationDays: 30, idempotenceKey: randomUUID(), externalId },
  })
  return { id: payment.id, externalId }
}

function succeeded(externalId: string): object {
  return { type: 'notification', event: 'payment.succeeded', object: { id: externalId, status: 'succeeded', amount: { value: '299.00', currency: 'RUB' }, paid: true } }
}

async function enqueued(): Promise<unknown[]> {
  const queued = await Promise.all(jobs.queues.map((queue) => queue.getJobs(['waiting', 'delayed', 'prioritized'])))
  return queued.flat().map((job) => ({ name: job.name, payload: job.data as unknown }))
}

test('a notification of a known payment is one job for the worker, however often it comes', async () => {
  const base = await start()
  const payment = await aPayment()
  const statuses = await Promise.all(Array.from({ length: 5 }, () => notify(base, succeeded(payment.externalId))))
  expect(statuses).toEqual([200, 200, 200, 200, 200])
  expect(await enqueued()).toEqual([{ name: 'settlePayment', payload: { paymentId: payment.id } }])
})

test('a refund, also one made in the cabinet, has the refunds of its payment looked up', async () => {
  const payment = await aPayment()
  expect(await notify(await start(), { type: 'notification', event: 'refund.succeeded', object: { id: randomUUID(), payment_id: payment.externalId, status: 'succeeded' } })).toBe(200)
  expect(await enqueued()).toEqual([{ name: 'settleRefunds', payload: { paymentId: payment.id } }])
})

test('a forged notification changes nothing: the body is not believed, an unknown payment is ignored', async () => {
  const base = await start()
  const payment = await aPayment()
  expect(await notify(base, succeeded(randomUUID()))).toBe(200)
  expect(await enqueued()).toEqual([])
  expect(await notify(base, succeeded(payment.externalId))).toBe(200)
  expect(await database.db.payment.findUniqueOrThrow({ where: { id: payment.id } })).toMatchObject({ status: 'PENDING', paidAt: null })
  expect(await database.db.subscription.count()).toBe(0)
})

test.each([
  ['another event', { type: 'notification', event: 'payment_method.active', object: { id: 'x' } }],
  ['a refund of no payment', { type: 'notification', event: 'refund.succeeded', object: { id: 'x' } }],
  ['another shape', { hello: 'world' }],
  ['an id that is no id', { type: 'notification', event: 'payment.succeeded', object: { id: { $ne: null } } }],
  ['a list', []],
])('%s is answered 200 and ignored, so that it is not repeated for a day', async (_what, body) => {
  expect(await notify(await start(), body)).toBe(200)
  expect(await enqueued()).toEqual([])
})

test.each(['', 'not json', '{"type":', 'type=notification'])('a body that is no JSON (%j) is refused with 400', async (body) => {
  expect(await notify(await start(), body)).toBe(400)
})

test('a body over 64 KB is refused with 413, one just under it is read', async () => {
  const base = await start()
  const payment = await aPayment()
  const sized = (bytes: number): string => {
    const bare = JSON.stringify({ ...succeeded(payment.externalId), padding: '' })
    return JSON.stringify({ ...succeeded(payment.externalId), padding: 'x'.repeat(bytes - bare.length) })
  }
  expect(await notify(base, sized(64 * 1024 + 1))).toBe(413)
  expect(await enqueued()).toEqual([])
  expect(await notify(base, sized(64 * 1024))).toBe(200)
  expect(await enqueued()).toHaveLength(1)
})

test("only YooKassa's addresses may notify, and only a trusted proxy may name the sender", async () => {
  const payment = await aPayment()
  const direct = await start({ checkAddress: true })
  expect(await notify(direct, succeeded(payment.externalId))).toBe(403)
  expect(await notify(direct, succeeded(payment.externalId), { 'x-forwarded-for': yooKassa })).toBe(403)
  const proxied = await start({ checkAddress: true, trustedProxies: ['127.0.0.0/8'] })
  expect(await notify(proxied, succeeded(payment.externalId), { 'x-forwarded-for': '203.0.113.9' })).toBe(403)
  expect(await notify(proxied, succeeded(payment.externalId), { 'x-forwarded-for': `${yooKassa}, 203.0.113.9` })).toBe(403)
  expect(await enqueued()).toEqual([])
  expect(await notify(proxied, succeeded(payment.externalId), { 'x-forwarded-for': `203.0.113.9, ${yooKassa}` })).toBe(200)
  expect(await enqueued()).toHaveLength(1)
})

test('while Redis is away the answer is 503, so that YooKassa repeats', async () => {
  const lonely = producerRedis(`redis://127.0.0.1:${await freePort()}`, testLog())
  const lonelyJobs = createJobs(lonely, testLog())
  service.onClose('redis', () => lonely.disconnect())
  const payment = await aPayment()
  expect(await notify(await start({}, lonelyJobs), succeeded(payment.externalId))).toBe(503)
})

test('the queue dashboard wants its password, and is not there without one', async () => {
  const base = await start({ dashboardPassword: 'correct horse' })
  const basic = (password: string): RequestInit => ({ headers: { authorization: `Basic ${Buffer.from(`owner:${password}`).toString('base64')}` } })
  const statusOf = async (url: string, init?: RequestInit): Promise<number> => (await fetch(url, init)).status
  expect(await statusOf(`${base}/queues`)).toBe(401)
  expect(await statusOf(`${base}/queues/api/queues`)).toBe(401)
  expect(await statusOf(`${base}/queues`, basic('correct horse '))).toBe(401)
  expect(await statusOf(`${base}/queues`, basic(''))).toBe(401)
  expect(await statusOf(`${base}/queues/api/queues`, basic('correct horse'))).toBe(200)
  expect(await statusOf(`${base}/queues`, basic('correct horse'))).toBe(200)
  expect(await statusOf(`${await start()}/queues`)).toBe(404)
})
