import { randomUUID } from 'node:crypto'
import type { ProviderRefund } from '@cars-bot/adapters/yookassa'
import { PermanentError } from '@cars-bot/adapters/errors'
import type { PaymentModel, UserModel } from '@cars-bot/platform'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { notifyUser } from '../notices/notify-user.js'
import { settlePayment } from './settle-payment.js'
import { settleRefunds } from './settle-refunds.js'
import { testApp, type TestApp } from './test-app.js'
import { aPaidPayment, aUser } from './test-rows.js'

const day = 24 * 3_600_000
let app: TestApp
const refunds: ProviderRefund[] = []
const asked: string[] = []
let failures: Error[] = []

beforeAll(async () => {
  app = await testApp()
  Object.assign(app.payments, {
    refundsOf: async (externalId: string) => Promise.resolve(refunds.filter(({ paymentExternalId }) => paymentExternalId === externalId)),
    refund: async (input: { idempotenceKey: string; paymentExternalId: string; amountKopecks: number }) => {
      await Promise.resolve()
      asked.push(input.idempotenceKey)
      const failure = failures.shift()
      const known = refunds.find(({ externalId }) => externalId === `refund-${input.idempotenceKey}`)
      const made = known ?? { externalId: `refund-${input.idempotenceKey}`, paymentExternalId: input.paymentExternalId, status: 'succeeded' as const, amountKopecks: input.amountKopecks, cancelReason: null }
      if (failure instanceof PermanentError) throw failure
      if (!known) refunds.push(made)
      if (failure) throw failure
      return made
    },
  })
})

beforeEach(() => {
  app.sent.length = 0
  refunds.length = 0
  asked.length = 0
  failures = []
  app.clock.now = new Date('2026-12-01T09:00:00Z')
})

afterAll(() => app.close())

async function paid(user: UserModel): Promise<PaymentModel & { externalId: string }> {
  const payment = await aPaidPayment(app, user)
  await settlePayment(app, { paymentId: payment.id })
  return payment
}

async function askFor(payment: PaymentModel, amountKopecks: number): Promise<void> {
  await app.db.refund.create({ data: { paymentId: payment.id, amountKopecks, idempotenceKey: randomUUID(), createdAt: app.now() } })
}

function later(days: number): void {
  app.clock.now = new Date(app.now().getTime() + days * day)
}

async function periodsOf(user: UserModel): Promise<{ isActive: boolean; from: number; to: number }[]> {
  const rows = await app.db.subscription.findMany({ where: { userId: user.id }, orderBy: { createdAt: 'asc' } })
  const start = Date.parse('2026-12-01T09:00:00Z')
  return rows.map(({ isActive, startsAt, endsAt }) => ({ isActive, from: (startsAt.getTime() - start) / day, to: (endsAt.getTime() - start) / day }))
}

test('a full refund asked for by an admin is made once, ends the period at once and is told once', async () => {
  const user = await aUser(app)
  const payment = await paid(user)
  later(10)
  await askFor(payment, 299_00)
  await Promise.all([settleRefunds(app, { paymentId: payment.id }), settleRefunds(app, { paymentId: payment.id })])
  await settleRefunds(app, { paymentId: payment.id })
  expect(await periodsOf(user)).toEqual([{ isActive: false, from: 0, to: 10 }])
  expect(await app.db.refund.findMany({ where: { paymentId: payment.id } })).toMatchObject([{ status: 'SUCCEEDED', amountKopecks: 299_00 }])
  const notices = await app.db.notice.findMany({ where: { userId: user.id, kind: 'PAYMENT_REFUNDED' } })
  expect(notices).toHaveLength(1)
  for (const { id } of notices) await notifyUser(app, { noticeId: id })
  expect(app.sent.map(({ html }) => html)).toEqual([expect.stringMatching(/вернули вам 299.₽/)])
})

test('a part takes off its part from the end, and what was paid for later moves up', async () => {
  const user = await aUser(app)
  const first = await paid(user)
  await paid(user)
  await askFor(first, 149_50)
  await settleRefunds(app, { paymentId: first.id })
  expect(await periodsOf(user)).toEqual([{ isActive: true, from: 0, to: 15 }, { isActive: true, from: 15, to: 45 }])
})

test('a refund of the running period starts the next one now, one of a period to come takes it whole', async () => {
  const user = await aUser(app)
  const [first, second] = [await paid(user), await paid(user)]
  later(5)
  await askFor(first, 299_00)
  await settleRefunds(app, { paymentId: first.id })
  expect(await periodsOf(user)).toEqual([{ isActive: false, from: 0, to: 5 }, { isActive: true, from: 5, to: 35 }])
  const third = await paid(user)
  await askFor(third, 299_00)
  await settleRefunds(app, { paymentId: third.id })
  expect((await periodsOf(user)).map(({ isActive }) => isActive)).toEqual([false, true, false])
  expect(second.status).toBe('PENDING')
})

test('a refund made outside the bot withdraws access too, also when it is told before the payment', async () => {
  const user = await aUser(app)
  const payment = await aPaidPayment(app, user)
  refunds.push({ externalId: 'outside-1', paymentExternalId: payment.externalId, status: 'succeeded', amountKopecks: 299_00, cancelReason: null })
  await settleRefunds(app, { paymentId: payment.id })
  expect(await app.db.payment.findUniqueOrThrow({ where: { id: payment.id } })).toMatchObject({ status: 'SUCCEEDED' })
  expect((await periodsOf(user)).some(({ isActive }) => isActive)).toBe(false)
  expect(await app.db.refund.findMany({ where: { paymentId: payment.id } })).toMatchObject([{ externalId: 'outside-1', status: 'SUCCEEDED' }])
})

test('a lost answer is asked for again under the same key, and gives no second refund', async () => {
  const payment = await paid(await aUser(app))
  await askFor(payment, 100_00)
  failures = [new Error('timeout')]
  await expect(settleRefunds(app, { paymentId: payment.id })).rejects.toThrow('timeout')
  await settleRefunds(app, { paymentId: payment.id })
  expect(new Set(asked).size).toBe(1)
  expect(await app.db.refund.findMany({ where: { paymentId: payment.id } })).toMatchObject([{ status: 'SUCCEEDED', amountKopecks: 100_00 }])
})

test('a refused refund takes no access and is told to the owner', async () => {
  const user = await aUser(app)
  const payment = await paid(user)
  await askFor(payment, 299_00)
  failures = [new PermanentError('YooKassa answered 403 forbidden')]
  await settleRefunds(app, { paymentId: payment.id })
  expect((await periodsOf(user))[0]).toMatchObject({ isActive: true, to: 30 })
  expect(await app.db.refund.findFirstOrThrow({ where: { paymentId: payment.id } })).toMatchObject({ status: 'CANCELED' })
  expect(await app.db.logEvent.count({ where: { message: { contains: payment.id } } })).toBe(1)
})
