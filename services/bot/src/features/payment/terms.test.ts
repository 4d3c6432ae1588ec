import { settingNames } from '@cars-bot/domain'
import type { Person } from '@cars-bot/adapters/bot-api'
import { PermanentError } from '@cars-bot/adapters/errors'
import type { PaymentModel } from '@cars-bot/platform'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRouter } from '../../router.js'
import { adminId, aPerson, presses, says, testApp, type TestApp } from '../../test-app.js'
import { rememberUser } from '../../users/remember-user.js'

let app: TestApp
let route: ReturnType<typeof createRouter>
const admin: Person = { telegramId: adminId, username: 'boss', firstName: 'Босс', languageCode: 'ru' }

beforeAll(async () => {
  app = await testApp()
  route = createRouter(app)
})

beforeEach(async () => {
  app.reset()
  await app.db.setting.deleteMany()
})

afterAll(() => app.close())

async function set(settings: Partial<Record<keyof typeof settingNames, string>>): Promise<void> {
  const rows = Object.entries(settings).map(([key, value]) => ({ key: settingNames[key as keyof typeof settingNames], value }))
  await app.db.setting.createMany({ data: rows })
}

async function paymentsOf({ telegramId }: Person): Promise<PaymentModel[]> {
  return app.db.payment.findMany({ where: { user: { telegramId } }, orderBy: { createdAt: 'asc' } })
}

function buttons(): string[] {
  return (app.edited.at(-1)?.keyboard ?? app.sent.at(-1)?.keyboard ?? []).flat().map((button) => ('data' in button ? button.data : 'url' in button ? button.url : ''))
}

test('a press on a plan opens the owner’s first way to pay, the others stand beside the link and make one payment each', async () => {
  const person = aPerson()
  await route(presses(person, 'buy:monthly'))
  const [link, ...others] = buttons()
  expect(link).toContain('https://pay.example')
  expect(others).toEqual(['pay:auto:monthly', 'pay:stars:monthly', expect.stringMatching(/^check:/), expect.stringMatching(/^cancel:/)])
  expect(app.edited.at(-1)?.html).toContain('«С автопродлением»: вы соглашаетесь')
  await route(presses(person, 'pay:stars:monthly'))
  expect(buttons()).toEqual([expect.stringContaining('https://t.me/$'), 'pay:card:monthly', 'pay:auto:monthly', expect.stringMatching(/^check:/), expect.stringMatching(/^cancel:/)])
  await route(presses(person, 'buy:monthly'))
  await route(presses(person, 'pay:card:monthly'))
  expect(buttons()[0]).toBe(link)
  expect((await paymentsOf(person)).map(({ provider, cardMessageId }) => [provider, cardMessageId])).toEqual([['YOOKASSA', 10], ['STARS', 10]])
})

test('the order of the ways is the owner’s; one that is closed is offered nowhere and opens nothing', async () => {
  const person = aPerson()
  await set({ paymentWays: 'звёзды, ЮKassa', offersRenewal: 'нет' })
  await route(presses(person, 'buy:yearly'))
  expect(buttons().slice(0, 2)).toEqual([expect.stringContaining('https://t.me/$'), 'pay:card:yearly'])
  await app.db.setting.deleteMany()
  await set({ paymentWays: 'звёзды' })
  await route(presses(person, 'buy:monthly'))
  expect(buttons().filter((button) => button.startsWith('pay:'))).toEqual([])
  await route(presses(person, 'pay:card:monthly'))
  expect(app.edited.at(-1)?.html).toContain('Так заплатить сейчас нельзя')
  expect(app.provider.asked).toEqual([])
})

test('where YooKassa is away, or a receipt needs a contact first, the other ways stay open', async () => {
  const person = aPerson()
  app.provider.failures.push(new PermanentError('YooKassa answered 401'))
  await route(presses(person, 'buy:monthly'))
  expect(buttons()).toEqual(['pay:auto:monthly', 'pay:stars:monthly', 'go:subscription'])
  await set({ receiptVatCode: '1' })
  await route(presses(aPerson(), 'buy:yearly'))
  expect(buttons()).toEqual(['pay:auto:yearly', 'pay:stars:yearly', 'go:subscription'])
})

test('a method is saved only with consent; a shop that may not do it takes the payment once all the same, and the owner is told', async () => {
  const person = aPerson()
  await route(presses(person, 'pay:card:monthly'))
  await route(presses(person, 'pay:auto:monthly'))
  expect(app.provider.asked.map(({ savesMethod }) => savesMethod ?? false)).toEqual([false, true])
  const other = aPerson()
  app.provider.failures.push(new PermanentError('YooKassa answered 403 forbidden save_payment_method'))
  await route(presses(other, 'pay:auto:monthly'))
  expect((await paymentsOf(other)).map(({ status, savesMethod }) => `${status} ${savesMethod}`).sort()).toEqual(['CANCELED true', 'PENDING false'])
  expect(buttons()[0]).toContain('https://pay.example')
})

test('for a receipt a contact is asked once, stored encrypted, and the payment that waited opens at once', async () => {
  await set({ receiptVatCode: '1', receiptTaxSystem: '2' })
  const person = aPerson()
  await route(presses(person, 'pay:card:monthly'))
  expect(app.edited.at(-1)?.html).toContain('чек')
  expect(app.provider.asked).toEqual([])
  await route(says(person, 'Anna@Example.org'))
  expect(app.provider.asked).toMatchObject([{ receipt: { contact: { email: 'anna@example.org' }, vatCode: 1, taxSystem: 2 } }])
  expect(app.sent.at(-1)?.keyboard?.flat()[0]).toMatchObject({ url: expect.stringContaining('https://pay.example') })
  expect(await paymentsOf(person)).toMatchObject([{ cardMessageId: app.sent.length }])
  const { receiptContactCiphertext } = await app.db.user.findUniqueOrThrow({ where: { telegramId: person.telegramId } })
  expect(Buffer.from(receiptContactCiphertext ?? []).toString('latin1')).not.toContain('example')
  expect(JSON.stringify(app.log.lines)).not.toContain('example.org')
  await route(presses(person, 'pay:card:yearly'))
  expect(app.provider.asked.at(-1)).toMatchObject({ receipt: { contact: { email: 'anna@example.org' } } })
})

test('a discount is in the buttons, in the amount and in the row; a wrong, old or used code is not', async () => {
  await app.db.promoCode.createMany({ data: [{ code: 'HALF', kind: 'PERCENT', value: 50 }, { code: 'OLD', kind: 'FIXED', value: 100_00, endsAt: new Date('2026-11-01T00:00:00Z') }] })
  const person = aPerson()
  await route(says(person, '/promo half'))
  expect(buttons()).toEqual(['buy:monthly:HALF', 'buy:yearly:HALF'])
  await route(presses(person, 'buy:monthly:HALF'))
  expect(buttons()[1]).toBe('pay:stars:monthly:HALF')
  expect(app.edited.at(-1)?.html).toContain('вместо 299')
  expect(app.provider.asked).toMatchObject([{ amountKopecks: 149_50 }])
  await route(presses(person, 'pay:card:yearly:HALF'))
  expect(app.edited.at(-1)?.html).toContain('уже открыта другая оплата')
  for (const code of ['OLD', 'NONE', 'x']) {
    await route(says(person, `/promo ${code}`))
    expect(app.sent.at(-1)?.html).toMatch(/больше не действует|Такого промокода нет/)
  }
  const [payment] = await paymentsOf(person)
  expect(payment).toMatchObject({ amountKopecks: 149_50, fullAmountKopecks: 299_00 })
  await app.db.promoUse.create({ data: { promoCodeId: payment?.promoCodeId ?? '', userId: payment?.userId ?? '' } })
  await route(presses(person, 'pay:stars:monthly:HALF'))
  expect(app.edited.at(-1)?.html).toContain('уже пользовались')
})

test('days of a code are given at once and once per person, eight taps or not', async () => {
  await app.db.promoCode.create({ data: { code: 'TWOWEEKS', kind: 'DAYS', value: 14, usesLimit: 1 } })
  const person = aPerson()
  await rememberUser(app, person)
  await Promise.all(Array.from({ length: 8 }, () => route(says(person, '/promo twoweeks'))))
  const periods = await app.db.subscription.findMany({ where: { user: { telegramId: person.telegramId } } })
  expect(periods).toMatchObject([{ source: 'PROMO', plan: 'MONTHLY' }])
  await route(says(aPerson(), '/promo TWOWEEKS'))
  expect(app.sent.at(-1)?.html).toContain('разобрали')
})

test('an invitation is noted for a newcomer, once, and never for oneself', async () => {
  const inviter = aPerson()
  await route(says(inviter, '/invite'))
  const code = /start=(ref_[\w-]+)/.exec(app.sent.at(-1)?.html ?? '')?.[1] ?? ''
  const friend = aPerson()
  await route(says(friend, `/start ${code}`))
  await route(says(inviter, `/start ${code}`))
  const rows = await app.db.user.findMany({ where: { telegramId: { in: [inviter.telegramId, friend.telegramId] } }, include: { referredBy: true }, orderBy: { telegramId: 'asc' } })
  expect(rows.map(({ referredBy }) => referredBy?.telegramId ?? null)).toEqual([null, inviter.telegramId])
})

test('renewal is switched off in one tap, in Telegram too', async () => {
  const person = aPerson()
  const { id: userId } = await rememberUser(app, person)
  const endsAt = new Date(app.now().getTime() + 20 * 86_400_000)
  await app.db.subscription.create({ data: { userId, plan: 'MONTHLY', source: 'PAYMENT', startsAt: app.now(), endsAt } })
  await app.db.autoRenewal.create({ data: { userId, provider: 'STARS', plan: 'MONTHLY', methodId: 'charge-1', consentedAt: app.now(), nextAttemptAt: endsAt } })
  await route(presses(person, 'renewal:off'))
  expect(app.starRenewals).toEqual([{ telegramId: person.telegramId, chargeId: 'charge-1', isOn: false }])
  expect(await app.db.autoRenewal.findUniqueOrThrow({ where: { userId } })).toMatchObject({ isEnabled: false, nextAttemptAt: null })
  expect(buttons()).toContain('renewal:on')
})

test('gifts, refunds and new codes are for admins only', async () => {
  const person = aPerson()
  const { id: userId } = await rememberUser(app, person)
  const payment = await app.db.payment.create({ data: { userId, provider: 'YOOKASSA', plan: 'MONTHLY', amountKopecks: 299_00, durationDays: 30, status: 'SUCCEEDED', idempotenceKey: crypto.randomUUID(), externalId: crypto.randomUUID() } })
  for (const text of [`/gift ${person.telegramId} 30`, `/refund ${payment.id}`, '/newpromo HACK 100%']) await route(says(person, text))
  expect([await app.db.subscription.count({ where: { userId } }), await app.db.refund.count({ where: { paymentId: payment.id } }), await app.db.promoCode.count({ where: { code: 'HACK' } })]).toEqual([0, 0, 0])

  await route(says(admin, `/gift ${person.telegramId} 30`))
  expect(await app.db.subscription.findFirstOrThrow({ where: { userId } })).toMatchObject({ source: 'ADMIN', endsAt: new Date(app.now().getTime() + 30 * 86_400_000) })
  await route(says(admin, `/refund ${payment.id} 100`))
  await Promise.all([route(says(admin, `/refund ${payment.id}`)), route(says(admin, `/refund ${payment.id}`))])
  expect((await app.db.refund.findMany({ where: { paymentId: payment.id }, orderBy: { createdAt: 'asc' } })).map(({ amountKopecks }) => amountKopecks).toSorted((a, b) => a - b)).toEqual([100_00, 199_00])
  await route(says(admin, '/newpromo весна 20% 100 31.12.2026'))
  expect(await app.db.promoCode.findUniqueOrThrow({ where: { code: 'ВЕСНА' } })).toMatchObject({ kind: 'PERCENT', value: 20, usesLimit: 100, endsAt: new Date('2026-12-31T20:59:59Z') })
  for (const wrong of ['ВЕСНА2 120%', 'X 10%', 'КОД 10% 31.02.2026', 'КОД сто']) await route(says(admin, `/newpromo ${wrong}`))
  expect(await app.db.promoCode.count({ where: { code: { in: ['ВЕСНА2', 'X', 'КОД'] } } })).toBe(0)
})
