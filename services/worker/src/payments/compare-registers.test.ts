import type { StarTransaction } from '@cars-bot/adapters/bot-api'
import type { ListedPayment, ProviderRefund } from '@cars-bot/adapters/yookassa'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { compareRegisters } from './compare-registers.js'
import { recheckPayments } from './recheck-payments.js'
import { settlePayment } from './settle-payment.js'
import { settleRefunds } from './settle-refunds.js'
import { testApp, type TestApp } from './test-app.js'
import { aPaidPayment, aUser } from './test-rows.js'

let app: TestApp
const captured: ListedPayment[] = []
const refunds: ProviderRefund[] = []
const stars: StarTransaction[] = []
const yesterday = new Date('2026-12-01T09:00:00Z')

beforeAll(async () => {
  app = await testApp()
  Object.assign(app.payments, {
    paymentsCaptured: async () => Promise.resolve([...captured]),
    refundsCreated: async () => Promise.resolve([...refunds]),
    refundsOf: async (externalId: string) => Promise.resolve(refunds.filter(({ paymentExternalId }) => paymentExternalId === externalId)),
  })
  Object.assign(app.bot, { starTransactionsSince: async (since: Date) => Promise.resolve(stars.filter(({ at }) => at >= since)) })
})

beforeEach(async () => {
  for (const list of [captured, refunds, stars]) list.length = 0
  await app.db.refund.deleteMany()
  await app.db.subscription.deleteMany()
  await app.db.payment.deleteMany()
  await app.db.logEvent.deleteMany()
  for (const queue of app.jobs.queues) await queue.obliterate({ force: true })
  app.clock.now = new Date(yesterday)
})

afterAll(() => app.close())

/** The comparison on the next morning, and the jobs it leaves. */
async function compare(): Promise<string | undefined> {
  app.clock.now = new Date('2026-12-02T02:00:00Z')
  await compareRegisters(app)
  const jobs = (await Promise.all(app.jobs.queues.map((queue) => queue.getJobs(['waiting', 'delayed'])))).flat()
  for (const job of jobs) {
    const { paymentId } = job.data as { paymentId?: string }
    if (paymentId && job.name === 'settlePayment') await settlePayment(app, { paymentId })
    if (paymentId && job.name === 'settleRefunds') await settleRefunds(app, { paymentId })
  }
  return (await app.db.logEvent.findFirst({ where: { dedupeKey: { startsWith: 'registers:' } } }))?.message
}

function listed(externalId: string, change: Partial<ListedPayment> = {}): ListedPayment {
  return { externalId, status: 'succeeded', amountKopecks: 299_00, refundedKopecks: 0, currency: 'RUB', isTest: false, paymentId: null, cancelReason: null, savedMethod: null, ...change }
}

test('a day on which both sides agree is no news, a payment noted on another day included', async () => {
  const user = await aUser(app)
  const [first, other] = [await aPaidPayment(app, user), await aPaidPayment(app, user)]
  for (const { id } of [first, other]) await settlePayment(app, { paymentId: id })
  captured.push(listed(first.externalId))
  expect(await compare()).toBeUndefined()
  expect(await app.db.subscription.count()).toBe(2)
})

test('a payment whose every notification was lost, and whose row never heard the answer, becomes access', async () => {
  const user = await aUser(app)
  const payment = await aPaidPayment(app, user)
  await app.db.payment.update({ where: { id: payment.id }, data: { externalId: null, status: 'CANCELED' } })
  captured.push(listed(payment.externalId, { paymentId: payment.id }))
  expect(await compare()).toContain(payment.externalId)
  expect(await app.db.subscription.count({ where: { userId: user.id } })).toBe(1)
})

test('money that is only on one side, or another sum, is told to the owner with its number', async () => {
  const user = await aUser(app)
  const [gone, other] = [await aPaidPayment(app, user), await aPaidPayment(app, user)]
  for (const { id } of [gone, other]) await settlePayment(app, { paymentId: id })
  const provided = app.provided.get(gone.externalId)
  if (provided) app.provided.set(gone.externalId, { ...provided, status: 'canceled' })
  captured.push(listed(other.externalId, { amountKopecks: 1_00 }), listed('nobody-knows'))
  const message = await compare()
  expect(message).toContain('расхождений: 3')
  for (const externalId of [gone.externalId, other.externalId, 'nobody-knows']) expect(message).toContain(externalId)
})

test('a refund made in the cabinet takes its access with it', async () => {
  const user = await aUser(app)
  const payment = await aPaidPayment(app, user)
  await settlePayment(app, { paymentId: payment.id })
  captured.push(listed(payment.externalId))
  refunds.push({ externalId: 'cabinet-1', paymentExternalId: payment.externalId, status: 'succeeded', amountKopecks: 299_00, cancelReason: null })
  expect(await compare()).toContain('cabinet-1')
  expect(await app.db.subscription.count({ where: { userId: user.id, isActive: true } })).toBe(0)
})

async function aStarInvoice(): Promise<{ id: string; telegramId: bigint }> {
  const { id: userId, telegramId } = await aUser(app)
  const { id } = await app.db.payment.create({
    data: { userId, provider: 'STARS', plan: 'YEARLY', amountKopecks: 2_990_00, amountStars: 1_800, durationDays: 365, idempotenceKey: crypto.randomUUID(), createdAt: app.now(), checkedAt: app.now() },
  })
  return { id, telegramId }
}

test('Stars of which we never heard become access, and Stars given back outside take it away', async () => {
  const { id, telegramId } = await aStarInvoice()
  const line = { chargeId: 'star-1', telegramId, stars: 1_800, payload: id, at: yesterday, isSubscription: false }
  stars.push({ ...line, kind: 'payment' })
  expect(await compare()).toContain('star-1')
  expect(await app.db.subscription.findUniqueOrThrow({ where: { paymentId: id } })).toMatchObject({ plan: 'YEARLY', isActive: true })
  stars.push({ ...line, kind: 'refund', at: new Date('2026-12-01T20:00:00Z') })
  await compare()
  expect((await app.db.subscription.findUniqueOrThrow({ where: { paymentId: id } })).isActive).toBe(false)
})

test('the sweep finds Stars whose message never came within two minutes', async () => {
  const { id, telegramId } = await aStarInvoice()
  stars.push({ kind: 'payment', chargeId: 'star-2', telegramId, stars: 1_800, payload: id, at: new Date(app.now().getTime() + 5_000), isSubscription: false })
  app.clock.now = new Date(app.now().getTime() + 60_000)
  await recheckPayments(app)
  expect(await app.db.payment.findUniqueOrThrow({ where: { id } })).toMatchObject({ externalId: 'star-2', status: 'PENDING' })
  await settlePayment(app, { paymentId: id })
  expect(await app.db.subscription.count({ where: { paymentId: id } })).toBe(1)
})

test('however many links are open, one round of the sweep finds the one that was paid', async () => {
  const user = await aUser(app)
  const paid = await aPaidPayment(app, user)
  const provided = app.provided.get(paid.externalId)
  if (provided) captured.push({ externalId: paid.externalId, ...provided })
  app.clock.now = new Date(app.now().getTime() + 60_000)
  await app.db.payment.update({ where: { id: paid.id }, data: { checkedAt: app.now() } })
  const open = { userId: user.id, provider: 'YOOKASSA' as const, plan: 'MONTHLY' as const, amountKopecks: 299_00, durationDays: 30, createdAt: yesterday }
  await app.db.payment.createMany({ data: Array.from({ length: 200 }, (_, n) => ({ ...open, idempotenceKey: `open-${n}`, externalId: `open-${n}` })) })
  await recheckPayments(app)
  const jobs = (await Promise.all(app.jobs.queues.map((queue) => queue.getJobs(['waiting'])))).flat().map((job) => job.data as unknown)
  expect(jobs).toHaveLength(201)
  expect(jobs).toContainEqual({ paymentId: paid.id })
})
