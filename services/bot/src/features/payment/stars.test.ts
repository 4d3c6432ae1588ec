import type { BotUpdate, Person } from '@cars-bot/adapters/bot-api'
import type { PaymentModel } from '@cars-bot/platform'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRouter } from '../../router.js'
import { aPerson, presses, testApp, type TestApp } from '../../test-app.js'
import { rememberUser } from '../../users/remember-user.js'

let app: TestApp
let route: ReturnType<typeof createRouter>

beforeAll(async () => {
  app = await testApp()
  route = createRouter(app)
})

beforeEach(() => app.reset())

afterAll(() => app.close())

async function anInvoice(person: Person, plan: 'monthly' | 'yearly' = 'monthly'): Promise<PaymentModel> {
  await route(presses(person, `pay:stars:${plan}`))
  return app.db.payment.findFirstOrThrow({ where: { user: { telegramId: person.telegramId } }, orderBy: { createdAt: 'desc' } })
}

/** What the person is told; null: they may pay. */
async function checkout(from: Person, { id, amountStars }: PaymentModel, changed: Partial<Extract<BotUpdate, { kind: 'pre-checkout' }>> = {}): Promise<string | null | undefined> {
  await route({ kind: 'pre-checkout', from, queryId: 'q', payload: id, currency: 'XTR', amount: amountStars ?? 0, ...changed })
  return app.checkouts.at(-1)?.refusal
}

async function pay(from: Person, { id, amountStars }: PaymentModel, charge: { chargeId: string; isRenewal?: boolean }): Promise<void> {
  await route({ kind: 'paid', from, payload: id, currency: 'XTR', amount: amountStars ?? 0, subscriptionEndsAt: null, isRenewal: false, ...charge })
}

test('a month in Stars is a subscription of 30 days, a year is one payment; two taps show one invoice', async () => {
  const person = aPerson()
  await Promise.all([anInvoice(person), anInvoice(person)])
  const payments = await app.db.payment.findMany({ where: { user: { telegramId: person.telegramId } } })
  expect(payments).toMatchObject([{ provider: 'STARS', amountStars: 180, durationDays: 30, savesMethod: true, externalId: null }])
  expect(app.invoices[0]).toMatchObject({ payload: payments[0]?.id, stars: 180, isSubscription: true })
  const urls = new Set(app.edited.map(({ keyboard }) => JSON.stringify(keyboard?.[0])))
  expect(urls.size).toBe(1)
  await anInvoice(person, 'yearly')
  expect(app.invoices.at(-1)).toMatchObject({ stars: 1_800, isSubscription: false })
})

test('an invoice is paid by its own person only, while it lives, once, for its price', async () => {
  const person = aPerson()
  const invoice = await anInvoice(person)
  expect(await checkout(aPerson(), invoice)).toContain('другому человеку')
  expect(await checkout(person, invoice, { amount: 1 })).toContain('устарел')
  expect(await checkout(person, invoice, { currency: 'RUB' })).toContain('устарел')
  expect(await checkout(person, invoice, { payload: 'nothing' })).toContain('устарел')
  expect(await checkout(person, invoice)).toBeNull()
  expect(await checkout(person, invoice)).toContain('уже оплачивается')
  app.clock.now = new Date(app.now().getTime() + 31_000)
  expect(await checkout(person, invoice)).toBeNull()
  await pay(person, invoice, { chargeId: 'c-once' })
  app.clock.now = new Date(app.now().getTime() + 31_000)
  expect(await checkout(person, invoice)).toContain('уже оплачен')
})

test('a canceled invoice, a stale one and one of a barred person are refused', async () => {
  const person = aPerson()
  const canceled = await anInvoice(person)
  await route(presses(person, `cancel:${canceled.id}`))
  expect(await checkout(person, canceled)).toContain('устарел')
  const stale = await anInvoice(person)
  app.clock.now = new Date(app.now().getTime() + 61 * 60_000)
  expect(await checkout(person, stale)).toContain('устарел')
  const barred = await anInvoice(person)
  await app.db.user.update({ where: { telegramId: person.telegramId }, data: { isBlocked: true } })
  expect(await checkout(person, barred)).toContain('закрыт')
})

test('one charge told five times is one payment; a renewal and a second payment of the same link have rows of their own, whoever paid', async () => {
  const person = aPerson()
  const other = aPerson()
  await rememberUser(app, other)
  const invoice = await anInvoice(person)
  await Promise.all(Array.from({ length: 5 }, () => pay(person, invoice, { chargeId: 'c-1' })))
  expect(await app.db.payment.findMany({ where: { user: { telegramId: person.telegramId } } })).toMatchObject([{ id: invoice.id, externalId: 'c-1', status: 'PENDING', isRenewal: false }])
  await pay(person, invoice, { chargeId: 'c-2', isRenewal: true })
  await pay(other, invoice, { chargeId: 'c-3' })
  expect(await app.db.payment.findUniqueOrThrow({ where: { externalId: 'c-2' } })).toMatchObject({ isRenewal: true, amountStars: 180, durationDays: 30 })
  expect(await app.db.payment.findUniqueOrThrow({ where: { externalId: 'c-3' }, include: { user: true } })).toMatchObject({ isRenewal: false, user: { telegramId: other.telegramId } })
})

test('Stars we did not ask for are told to the owner', async () => {
  const invoice = await anInvoice(aPerson())
  await pay(aPerson(), { ...invoice, id: 'unknown' }, { chargeId: 'c-unknown' })
  await pay(aPerson(), { ...invoice, amountStars: 1 }, { chargeId: 'c-cheap' })
  expect(await app.db.logEvent.count({ where: { dedupeKey: { in: ['stars-unknown:c-unknown', 'stars-unknown:c-cheap'] } } })).toBe(2)
  expect(await app.db.payment.count({ where: { externalId: { in: ['c-unknown', 'c-cheap'] } } })).toBe(0)
})

test('whom Telegram charges every month already is offered single months only, and no second subscription is let through', async () => {
  const person = aPerson()
  const opened = await anInvoice(person)
  await app.db.autoRenewal.create({ data: { userId: opened.userId, provider: 'STARS', plan: 'MONTHLY', methodId: 'charge-of-first', consentedAt: app.now() } })
  expect(await checkout(person, opened)).toContain('уже оплачен')
  app.clock.now = new Date(app.now().getTime() + 1_000)
  const single = await anInvoice(person)
  expect(single).toMatchObject({ savesMethod: false, amountStars: 180 })
  expect(app.invoices.at(-1)).toMatchObject({ payload: single.id, isSubscription: false })
  expect(await checkout(person, single)).toBeNull()
  await route(presses(person, 'buy:monthly'))
  expect(app.edited.at(-1)?.keyboard?.flat()[1]).toEqual({ text: '⭐ Звёздами — 180', data: 'pay:stars:monthly' })
})
