import type { BotApi } from '@cars-bot/adapters/bot-api'
import type { NewRenewal } from '@cars-bot/adapters/yookassa'
import { PermanentError } from '@cars-bot/adapters/errors'
import type { AutoRenewalModel, UserModel } from '@cars-bot/platform'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { notifyUser } from '../notices/notify-user.js'
import { settlePayment } from '../payments/settle-payment.js'
import { testApp, type TestApp } from '../payments/test-app.js'
import { aPaidPayment, aPeriod, aUser } from '../payments/test-rows.js'
import { announceEndings } from './announce-endings.js'
import { expireSubscriptions } from './expire-subscriptions.js'
import { renewSubscriptions } from './renew-subscriptions.js'

const start = Date.parse('2026-12-01T09:00:00Z')
const hour = 3_600_000
const day = 24 * hour
let app: TestApp
const charges: NewRenewal[] = []
const starRenewals: Parameters<BotApi['setStarRenewal']>[0][] = []
/** What becomes of the next charges: paid, declined for this reason, no answer, or refused. */
let outcomes: ('paid' | 'insufficient_funds' | 'permission_revoked' | 'lost' | 'refused')[] = []

let lostAnswers = 0

beforeAll(async () => {
  app = await testApp()
  Object.assign(app.bot, {
    setStarRenewal: async (input: Parameters<BotApi['setStarRenewal']>[0]) => {
      await Promise.resolve()
      starRenewals.push(input)
      if (lostAnswers-- > 0) throw new Error('timeout')
    },
  })
  Object.assign(app.payments, {
    chargeSavedMethod: async (input: NewRenewal) => {
      await Promise.resolve()
      const externalId = `charge-${input.idempotenceKey}`
      charges.push(input)
      const outcome = outcomes.shift() ?? 'paid'
      if (outcome === 'refused') throw new PermanentError('YooKassa answered 400 payment_method_id')
      const isPaid = outcome === 'paid' || outcome === 'lost'
      app.provided.set(externalId, { status: isPaid ? 'succeeded' : 'canceled', amountKopecks: input.amountKopecks, refundedKopecks: 0, currency: 'RUB', isTest: false, paymentId: input.metadata.paymentId, cancelReason: isPaid ? null : outcome, savedMethod: null })
      if (outcome === 'lost') throw new Error('timeout')
      return { externalId, status: 'succeeded', confirmationUrl: null, expiresAt: null }
    },
  })
})

beforeEach(async () => {
  charges.length = 0
  starRenewals.length = 0
  outcomes = []
  app.clock.now = new Date(start)
  await app.db.autoRenewal.deleteMany()
  await app.db.notice.deleteMany()
})

afterAll(() => app.close())

function at(days: number): void {
  app.clock.now = new Date(start + days * day)
}

/** Somebody whose month of 30 days was just paid with consent to renewal. */
async function aRenewed(): Promise<UserModel> {
  const user = await aUser(app)
  const payment = await aPaidPayment(app, user)
  await app.db.payment.update({ where: { id: payment.id }, data: { savesMethod: true } })
  const provided = app.provided.get(payment.externalId)
  if (provided) app.provided.set(payment.externalId, { ...provided, savedMethod: { id: 'card-1', title: 'Bank card *4444' } })
  await settlePayment(app, { paymentId: payment.id })
  return user
}

/** The sweep, and the jobs that follow it. */
async function sweep(user: UserModel): Promise<void> {
  await renewSubscriptions(app)
  for (const { id } of await app.db.payment.findMany({ where: { userId: user.id, status: 'PENDING' } })) await settlePayment(app, { paymentId: id })
  await expireSubscriptions(app)
}

async function renewalOf({ id }: UserModel): Promise<AutoRenewalModel> {
  return app.db.autoRenewal.findUniqueOrThrow({ where: { userId: id } })
}

async function toldOf(user: UserModel): Promise<string[]> {
  return (await app.db.notice.findMany({ where: { userId: user.id }, orderBy: { createdAt: 'asc' } })).map(({ kind }) => kind)
}

async function lastEnd(user: UserModel): Promise<number> {
  const last = await app.db.subscription.findFirstOrThrow({ where: { userId: user.id }, orderBy: { endsAt: 'desc' } })
  return (last.endsAt.getTime() - start) / day
}

test('a card saved with consent is charged once a day before the end, and the month follows without a gap', async () => {
  const user = await aRenewed()
  expect(await renewalOf(user)).toMatchObject({ isEnabled: true, methodId: 'card-1', methodTitle: 'Bank card *4444', plan: 'MONTHLY' })
  at(28.9)
  await sweep(user)
  expect(charges).toEqual([])
  at(29)
  await Promise.all([renewSubscriptions(app), renewSubscriptions(app)])
  await sweep(user)
  await sweep(user)
  expect(new Set(charges.map(({ idempotenceKey }) => idempotenceKey)).size).toBe(1)
  expect(charges[0]).toMatchObject({ methodId: 'card-1', amountKopecks: 299_00 })
  expect(await lastEnd(user)).toBe(60)
  expect(await toldOf(user)).toEqual(['SUBSCRIPTION_STARTED', 'SUBSCRIPTION_RENEWED'])
  expect((await renewalOf(user)).nextAttemptAt).toEqual(new Date(start + 59 * day))
})

test('three attempts over three days, each told, access stays for the day of grace and no longer', async () => {
  const user = await aRenewed()
  outcomes = ['insufficient_funds', 'insufficient_funds', 'insufficient_funds']
  for (const days of [29, 29.5, 30, 30.5, 30.96]) {
    at(days)
    await sweep(user)
    expect(await app.db.subscription.count({ where: { userId: user.id, isActive: true, endsAt: { gt: app.now() } } })).toBe(1)
  }
  at(31)
  await sweep(user)
  at(32)
  await sweep(user)
  expect(charges).toHaveLength(3)
  expect(await lastEnd(user)).toBe(31)
  expect(await toldOf(user)).toEqual(['SUBSCRIPTION_STARTED', 'RENEWAL_FAILED', 'RENEWAL_FAILED', 'RENEWAL_FAILED', 'SUBSCRIPTION_ENDED'])
  expect(await renewalOf(user)).toMatchObject({ isEnabled: false, nextAttemptAt: null })
})

test('a second attempt that succeeds begins where the paid month ended: grace is no gift', async () => {
  const user = await aRenewed()
  outcomes = ['insufficient_funds', 'paid']
  at(29)
  await sweep(user)
  at(30)
  await sweep(user)
  expect(await lastEnd(user)).toBe(60)
  expect((await renewalOf(user)).failedAttempts).toBe(0)
})

test.each(['permission_revoked', 'refused'] as const)('after %s nothing is tried again', async (outcome) => {
  const user = await aRenewed()
  outcomes = [outcome]
  for (const days of [29, 30, 31]) {
    at(days)
    await sweep(user)
  }
  expect(charges).toHaveLength(1)
  expect(await renewalOf(user)).toMatchObject({ isEnabled: false })
  expect(await lastEnd(user)).toBe(30)
})

test('a lost answer is asked for again under the same key: one charge, one month', async () => {
  const user = await aRenewed()
  outcomes = ['lost']
  at(29)
  await sweep(user)
  await sweep(user)
  expect(charges).toHaveLength(2)
  expect(new Set(charges.map(({ idempotenceKey }) => idempotenceKey)).size).toBe(1)
  expect(await lastEnd(user)).toBe(60)
})

test('who switched renewal off, or paid by hand meanwhile, is not charged', async () => {
  const off = await aRenewed()
  await app.db.autoRenewal.update({ where: { userId: off.id }, data: { isEnabled: false } })
  const byHand = await aRenewed()
  const payment = await aPaidPayment(app, byHand)
  await settlePayment(app, { paymentId: payment.id })
  at(29)
  await sweep(off)
  await sweep(byHand)
  expect(charges).toEqual([])
  expect((await renewalOf(byHand)).nextAttemptAt).toEqual(new Date(start + 59 * day))
})

test('a subscription in Stars has its grace while Telegram charges; without a charge it ends', async () => {
  const user = await aUser(app)
  const stars = { userId: user.id, provider: 'STARS' as const, plan: 'MONTHLY' as const, amountKopecks: 299_00, amountStars: 180, durationDays: 30, savesMethod: true }
  const first = await app.db.payment.create({ data: { ...stars, idempotenceKey: 's-1', externalId: 's-1', createdAt: app.now() } })
  await settlePayment(app, { paymentId: first.id })
  at(29.99)
  await sweep(user)
  expect(await lastEnd(user)).toBe(31)
  at(30.2)
  const second = await app.db.payment.create({ data: { ...stars, isRenewal: true, idempotenceKey: 's-2', externalId: 's-2', createdAt: app.now() } })
  await settlePayment(app, { paymentId: second.id })
  expect(await lastEnd(user)).toBeCloseTo(60.2, 5)
  expect(await renewalOf(user)).toMatchObject({ provider: 'STARS', methodId: 's-1', isEnabled: true, failedAttempts: 0 })
  at(60.18)
  await sweep(user)
  at(61.3)
  await sweep(user)
  await sweep(user)
  expect((await renewalOf(user)).isEnabled).toBe(false)
  expect((await toldOf(user)).at(-1)).toBe('SUBSCRIPTION_ENDED')
})

test('who pays for a year while Telegram charges months is not charged for months any more, and is told so', async () => {
  const user = await aUser(app)
  const stars = { userId: user.id, provider: 'STARS' as const, amountKopecks: 299_00, amountStars: 180, durationDays: 30, createdAt: app.now() }
  const month = await app.db.payment.create({ data: { ...stars, plan: 'MONTHLY', savesMethod: true, idempotenceKey: 'm-1', externalId: 'm-1' } })
  await settlePayment(app, { paymentId: month.id })
  const more = await app.db.payment.create({ data: { ...stars, plan: 'MONTHLY', idempotenceKey: 'm-2', externalId: 'm-2' } })
  await settlePayment(app, { paymentId: more.id })
  await sweep(user)
  expect(starRenewals).toEqual([])
  const year = await app.db.payment.create({ data: { ...stars, plan: 'YEARLY', amountStars: 1_800, durationDays: 365, idempotenceKey: 'y-1', externalId: 'y-1' } })
  await settlePayment(app, { paymentId: year.id })
  const notice = await app.db.notice.findFirstOrThrow({ where: { paymentId: year.id } })
  await notifyUser(app, { noticeId: notice.id })
  expect(app.sent.at(-1)?.html).toContain('Ежемесячное списание звёзд мы отключаем')
  lostAnswers = 1
  await expect(renewSubscriptions(app)).rejects.toThrow('timeout')
  await sweep(user)
  await sweep(user)
  expect(starRenewals).toEqual(Array.from({ length: 2 }, () => ({ telegramId: user.telegramId, chargeId: 'm-1', isOn: false })))
  expect(await app.db.autoRenewal.count()).toBe(0)
  expect(await lastEnd(user)).toBe(425)
})

test('an end to come is told three days and one day before, once each; a renewed one hears of the charge instead; a trial of three days is not told on its first', async () => {
  const [plain, trial] = [await aUser(app), await aUser(app)]
  await aPeriod(app, plain, { from: -25, to: 5 })
  await aPeriod(app, trial, { from: 0, to: 3 })
  const renewed = await aRenewed()
  for (const days of [0, 2.1, 2.5, 4.1, 4.9, 28.1, 28.5]) {
    at(days)
    await Promise.all([announceEndings(app), announceEndings(app)])
  }
  expect(await toldOf(plain)).toEqual(['SUBSCRIPTION_ENDS_IN_3_DAYS', 'SUBSCRIPTION_ENDS_IN_1_DAY'])
  expect(await toldOf(trial)).toEqual(['SUBSCRIPTION_ENDS_IN_1_DAY'])
  expect(await toldOf(renewed)).toEqual(['SUBSCRIPTION_STARTED', 'RENEWAL_AHEAD'])
})

test("a friend's first payment brings days to both, once", async () => {
  const inviter = await aUser(app)
  const friend = await aUser(app)
  await app.db.user.update({ where: { id: friend.id }, data: { referredById: inviter.id } })
  const payments = [await aPaidPayment(app, friend), await aPaidPayment(app, friend)]
  await Promise.all(payments.map(({ id }) => settlePayment(app, { paymentId: id })))
  expect(await lastEnd(friend)).toBe(67)
  expect(await lastEnd(inviter)).toBe(7)
  expect((await toldOf(inviter)).filter((kind) => kind === 'REFERRAL_REWARDED')).toHaveLength(1)
})
