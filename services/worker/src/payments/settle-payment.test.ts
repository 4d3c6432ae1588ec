import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { notifyUser } from '../notices/notify-user.js'
import { recheckPayments } from './recheck-payments.js'
import { settlePayment } from './settle-payment.js'
import { testApp, type TestApp } from './test-app.js'
import { aPaidPayment, aPeriod, aPost, aUser } from './test-rows.js'

const day = 24 * 60 * 60 * 1000
let app: TestApp

beforeAll(async () => {
  app = await testApp()
})

beforeEach(() => {
  app.sent.length = 0
  app.clock.now = new Date('2026-12-01T09:00:00Z')
})

afterAll(() => app.close())

async function notifyAll(userId: string): Promise<void> {
  for (const { id } of await app.db.notice.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } })) await notifyUser(app, { noticeId: id })
}

test('a second notification of one payment grants no second month and tells nobody twice', async () => {
  const user = await aUser(app)
  const payment = await aPaidPayment(app, user)
  await settlePayment(app, { paymentId: payment.id })
  await settlePayment(app, { paymentId: payment.id })
  await notifyAll(user.id)
  await notifyAll(user.id)
  const [period, ...others] = await app.db.subscription.findMany({ where: { userId: user.id } })
  expect(others).toEqual([])
  expect(period).toMatchObject({ plan: 'MONTHLY', source: 'PAYMENT', paymentId: payment.id, isActive: true, startsAt: app.now() })
  expect(period?.endsAt.getTime()).toBe(app.now().getTime() + 30 * day)
  expect(app.sent.map(({ chatId }) => chatId)).toEqual([user.telegramId])
  expect(app.sent[0]?.html).toContain('31 декабря 2026, 12:00')
})

test('eight runs beside each other make one period and one notice', async () => {
  const user = await aUser(app)
  const payment = await aPaidPayment(app, user)
  await Promise.all(Array.from({ length: 8 }, () => settlePayment(app, { paymentId: payment.id })))
  expect(await app.db.subscription.count({ where: { userId: user.id } })).toBe(1)
  expect(await app.db.notice.count({ where: { userId: user.id } })).toBe(1)
})

test('two payments settled at once make two periods, one after the other', async () => {
  const user = await aUser(app)
  const payments = [await aPaidPayment(app, user), await aPaidPayment(app, user)]
  await Promise.all(payments.map(({ id }) => settlePayment(app, { paymentId: id })))
  const [first, second] = await app.db.subscription.findMany({ where: { userId: user.id }, orderBy: { startsAt: 'asc' } })
  expect(second?.startsAt).toEqual(first?.endsAt)
  expect(second?.endsAt.getTime()).toBe(app.now().getTime() + 60 * day)
})

test('a payment while a subscription runs extends it, and the user is told from when', async () => {
  const user = await aUser(app)
  const running = await aPeriod(app, user, { from: -10, to: 5 })
  const payment = await aPaidPayment(app, user)
  await settlePayment(app, { paymentId: payment.id })
  await notifyAll(user.id)
  const added = await app.db.subscription.findUniqueOrThrow({ where: { paymentId: payment.id } })
  expect(added.startsAt).toEqual(running.endsAt)
  expect(app.sent[0]?.html).toContain('с 6 декабря 2026, 12:00')
})

test('a FREE period does not put off what was paid for', async () => {
  const user = await aUser(app)
  await aPeriod(app, user, { from: -10, to: 300, plan: 'FREE' })
  const payment = await aPaidPayment(app, user)
  await settlePayment(app, { paymentId: payment.id })
  expect(await app.db.subscription.findUniqueOrThrow({ where: { paymentId: payment.id } })).toMatchObject({ startsAt: app.now() })
})

test.each([
  ['amount', { amountKopecks: 1_00 }, 'сумма'],
  ['currency', { currency: 'KZT' }, 'валюта'],
  ['payment id', { paymentId: '019f0000-0000-7000-8000-000000000000' }, 'чужой платёж'],
  ['shop, a test one', { isTest: true }, 'тестового магазина'],
  ['missing payment id', { paymentId: null }, 'чужой платёж'],
])('a payment of another %s grants nothing, stays open and is told to the owner once', async (_what, change, words) => {
  const user = await aUser(app)
  const payment = await aPaidPayment(app, user)
  const provided = app.provided.get(payment.externalId)
  if (provided) app.provided.set(payment.externalId, { ...provided, ...change })
  await settlePayment(app, { paymentId: payment.id })
  await settlePayment(app, { paymentId: payment.id })
  expect(await app.db.subscription.count({ where: { userId: user.id } })).toBe(0)
  const stored = await app.db.payment.findUniqueOrThrow({ where: { id: payment.id } })
  expect(stored.status).toBe('PENDING')
  expect(stored.statusReason).toContain(words)
  expect(await app.db.logEvent.findMany({ where: { dedupeKey: `payment-mismatch:${payment.id}` } })).toMatchObject([{ level: 'ERROR', count: 2 }])
})

test.each(['pending', 'waiting_for_capture'] as const)('a payment that is %s grants nothing yet', async (status) => {
  const user = await aUser(app)
  const payment = await aPaidPayment(app, user)
  const provided = app.provided.get(payment.externalId)
  if (provided) app.provided.set(payment.externalId, { ...provided, status })
  await settlePayment(app, { paymentId: payment.id })
  expect(await app.db.subscription.count({ where: { userId: user.id } })).toBe(0)
  expect(await app.db.payment.findUniqueOrThrow({ where: { id: payment.id } })).toMatchObject({ status: 'PENDING', checkedAt: app.now() })
})

test('a canceled payment is told once with its reason in words, and a late "succeeded" changes nothing', async () => {
  const user = await aUser(app)
  const payment = await aPaidPayment(app, user)
  const provided = app.provided.get(payment.externalId)
  if (!provided) throw new Error('no answer was given')
  app.provided.set(payment.externalId, { ...provided, status: 'canceled', cancelReason: 'insufficient_funds' })
  await settlePayment(app, { paymentId: payment.id })
  app.provided.set(payment.externalId, provided)
  await settlePayment(app, { paymentId: payment.id })
  await notifyAll(user.id)
  expect(app.sent.map(({ html }) => html)).toEqual([expect.stringContaining('не хватило денег')])
  expect(await app.db.subscription.count({ where: { userId: user.id } })).toBe(0)
  expect(await app.db.payment.findUniqueOrThrow({ where: { id: payment.id } })).toMatchObject({ status: 'CANCELED', statusReason: 'insufficient_funds' })
})

test("a payment canceled at the user's own wish brings no notice that it failed", async () => {
  const user = await aUser(app)
  const payment = await aPaidPayment(app, user)
  const provided = app.provided.get(payment.externalId)
  if (provided) app.provided.set(payment.externalId, { ...provided, status: 'canceled', cancelReason: 'canceled_by_merchant' })
  await settlePayment(app, { paymentId: payment.id })
  expect(await app.db.payment.findUniqueOrThrow({ where: { id: payment.id } })).toMatchObject({ status: 'CANCELED' })
  expect(await app.db.notice.count({ where: { userId: user.id } })).toBe(0)
})

test('the contacts wanted before paying arrive by themselves, protected, in the private chat, and only after this payment', async () => {
  const post = await aPost(app)
  const user = await aUser(app, { wantedPostId: post.id })
  const payment = await aPaidPayment(app, user)
  await settlePayment(app, { paymentId: payment.id })
  await notifyAll(user.id)
  expect(app.sent).toHaveLength(2)
  const card = app.sent.find(({ html }) => html.includes('Toyota Camry'))
  expect(card).toMatchObject({ chatId: user.telegramId, protectContent: true })
  expect(card?.html).toContain('+79000000001')
  expect(await app.db.contactRequest.count({ where: { userId: user.id, postId: post.id } })).toBe(1)
  const again = await aPaidPayment(app, user)
  await settlePayment(app, { paymentId: again.id })
  await notifyAll(user.id)
  expect(app.sent.filter(({ html }) => html.includes('+79000000001'))).toHaveLength(1)
})

test('payments whose notification never came are asked again, those without a link are closed, fresh ones are left', async () => {
  const user = await aUser(app)
  const old = await aPaidPayment(app, user)
  const unlinked = await aPaidPayment(app, user)
  await app.db.payment.update({ where: { id: unlinked.id }, data: { externalId: null } })
  app.clock.now = new Date(app.now().getTime() + 11 * 60_000)
  const fresh = await aPaidPayment(app, user)
  await app.db.payment.updateMany({ where: { userId: { not: user.id } }, data: { status: 'CANCELED' } })
  for (const queue of app.jobs.queues) await queue.obliterate({ force: true })
  await recheckPayments(app)
  await recheckPayments(app)
  const queued = await Promise.all(app.jobs.queues.map((queue) => queue.getJobs(['waiting', 'delayed'])))
  expect(queued.flat().map((job) => ({ name: job.name, payload: job.data as unknown }))).toEqual([{ name: 'settlePayment', payload: { paymentId: old.id } }])
  expect(await app.db.payment.findUniqueOrThrow({ where: { id: unlinked.id } })).toMatchObject({ status: 'CANCELED', statusReason: 'never reached the provider' })
  expect(await app.db.payment.findUniqueOrThrow({ where: { id: fresh.id } })).toMatchObject({ status: 'PENDING' })
})
