import { PermanentError } from '@cars-bot/adapters/errors'
import type { Person } from '@cars-bot/adapters/bot-api'
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

beforeEach(async () => {
  app.reset()
  await app.db.logEvent.deleteMany()
  for (const queue of app.jobs.queues) await queue.obliterate({ force: true })
})

afterAll(() => app.close())

async function paymentsOf({ telegramId }: Person): Promise<PaymentModel[]> {
  return app.db.payment.findMany({ where: { user: { telegramId } }, orderBy: { createdAt: 'asc' } })
}

async function theOnlyPayment(person: Person): Promise<PaymentModel> {
  const [payment, ...others] = await paymentsOf(person)
  if (!payment || others.length > 0) throw new Error(`there are ${others.length + (payment ? 1 : 0)} payments instead of one`)
  return payment
}

async function settleJobs(): Promise<unknown[]> {
  const queued = await Promise.all(app.jobs.queues.map((queue) => queue.getJobs(['waiting', 'delayed'])))
  return queued.flat().map((job) => ({ name: job.name, payload: job.data as unknown }))
}

function minutesLater(minutes: number): void {
  app.clock.now = new Date(app.now().getTime() + minutes * 60_000)
}

test('a tap on a plan writes our row, asks the provider for exactly its amount, and shows the link in place of the offer', async () => {
  const person = aPerson()
  await route(presses(person, 'pay:card:monthly'))
  const payment = await theOnlyPayment(person)
  expect(payment).toMatchObject({ plan: 'MONTHLY', provider: 'YOOKASSA', amountKopecks: 299_00, durationDays: 30, status: 'PENDING' })
  expect(app.provider.asked).toEqual([
    { idempotenceKey: payment.idempotenceKey, amountKopecks: 299_00, description: 'Подписка на контакты продавцов, 30 дней', returnUrl: app.returnUrl, metadata: { paymentId: payment.id } },
  ])
  expect(app.edited).toMatchObject([{ chatId: person.telegramId, messageId: 10 }])
  expect(app.edited[0]?.html).toContain('до 13:00 (МСК)')
  expect(app.edited[0]?.keyboard?.flat()).toEqual([
    { text: 'Оплатить', url: payment.confirmationUrl },
    { text: '🔁 С автопродлением — 299\u00a0₽', data: 'pay:auto:monthly' },
    { text: '⭐ Звёздами — 180 в месяц', data: 'pay:stars:monthly' },
    { text: 'Проверить оплату', data: `check:${payment.id}` },
    { text: 'Отменить', data: `cancel:${payment.id}` },
  ])
  const sizes = app.edited[0]?.keyboard?.flat().map((button) => ('data' in button ? Buffer.byteLength(button.data) : 0)) ?? []
  expect(Math.max(...sizes)).toBeLessThanOrEqual(64)
})

test('a double tap, two devices and a way back make one payment object with one link', async () => {
  const person = aPerson()
  await rememberUser(app, person)
  await Promise.all(Array.from({ length: 8 }, () => createRouter(app)(presses(person, 'pay:card:monthly'))))
  minutesLater(59)
  await route(presses(person, 'pay:card:monthly'))
  const payment = await theOnlyPayment(person)
  expect(app.provider.created.size).toBe(1)
  const links = app.edited.map(({ keyboard }) => keyboard?.[0]?.[0])
  expect(links).toEqual(Array.from({ length: 9 }, () => ({ text: 'Оплатить', url: payment.confirmationUrl })))
})

test('a new payment is made for another plan, another price, or once the link has ended', async () => {
  const person = aPerson()
  await route(presses(person, 'pay:card:monthly'))
  await route(presses(person, 'pay:card:yearly'))
  await app.db.setting.create({ data: { key: 'Цена подписки на месяц, ₽', value: '349' } })
  await route(presses(person, 'pay:card:monthly'))
  await app.db.setting.deleteMany()
  minutesLater(60)
  await route(presses(person, 'pay:card:yearly'))
  const payments = await paymentsOf(person)
  expect(payments.map(({ plan, amountKopecks }) => [plan, amountKopecks])).toEqual([['MONTHLY', 299_00], ['YEARLY', 2_990_00], ['MONTHLY', 349_00], ['YEARLY', 2_990_00]])
  expect(new Set(payments.map(({ idempotenceKey }) => idempotenceKey)).size).toBe(4)
})

test('when the provider gives no answer the user is told, and the next try goes under the same key', async () => {
  const person = aPerson()
  app.provider.failures.push(new Error('YooKassa answered 500'))
  await route(presses(person, 'pay:card:monthly'))
  expect(app.edited[0]?.html).toContain('не отвечает')
  const { idempotenceKey } = await theOnlyPayment(person)
  await route(presses(person, 'pay:card:monthly'))
  expect(app.provider.asked.map((asked) => asked.idempotenceKey)).toEqual([idempotenceKey])
  expect(await theOnlyPayment(person)).toMatchObject({ idempotenceKey, status: 'PENDING', confirmationUrl: expect.any(String) })
})

test('a key is never used again after its hour, let alone a day', async () => {
  const person = aPerson()
  app.provider.failures.push(new Error('YooKassa answered 500'))
  await route(presses(person, 'pay:card:monthly'))
  minutesLater(24 * 60)
  await route(presses(person, 'pay:card:monthly'))
  const [first, second] = await paymentsOf(person)
  expect(app.provider.asked.map((asked) => asked.idempotenceKey)).toEqual([second?.idempotenceKey])
  expect(first?.externalId).toBeNull()
})

test('a refusal of the provider closes the row and tells the owner', async () => {
  const person = aPerson()
  app.provider.failures.push(new PermanentError('YooKassa answered 401'))
  await route(presses(person, 'pay:card:monthly'))
  expect(app.edited[0]?.html).toContain('Деньги не списаны')
  expect(await theOnlyPayment(person)).toMatchObject({ status: 'CANCELED', statusReason: 'refused by the provider' })
  expect(await app.db.logEvent.findMany()).toMatchObject([{ level: 'ERROR', dedupeKey: 'yookassa-refused' }])
})

test('a row closed while the provider was asked gives out no link', async () => {
  const person = aPerson()
  const closing: TestApp = {
    ...app,
    payments: {
      ...app.payments,
      createPayment: async (input) => {
        await app.db.payment.updateMany({ where: { idempotenceKey: input.idempotenceKey }, data: { status: 'CANCELED' } })
        return { externalId: 'late', status: 'pending', confirmationUrl: 'https://pay.example/late', expiresAt: null }
      },
    },
  }
  await createRouter(closing)(presses(person, 'pay:card:monthly'))
  expect(app.edited[0]?.html).toContain('Попробуйте')
  expect(await theOnlyPayment(person)).toMatchObject({ status: 'CANCELED', externalId: null })
})

test('"check" has the provider asked at once, and answers without waiting for it', async () => {
  const person = aPerson()
  await route(presses(person, 'pay:card:monthly'))
  const payment = await theOnlyPayment(person)
  app.edited.length = 0
  await route(presses(person, `check:${payment.id}`))
  expect(await settleJobs()).toEqual([{ name: 'settlePayment', payload: { paymentId: payment.id } }])
  expect(app.toasts.at(-1)).toContain('Проверяем')
  expect(app.edited).toEqual([])
  await app.db.payment.update({ where: { id: payment.id }, data: { status: 'SUCCEEDED' } })
  await route(presses(person, `check:${payment.id}`))
  expect(app.edited[0]?.html).toContain('оплачен')
})

test("another person's payment can be neither checked nor canceled", async () => {
  const owner = aPerson()
  await route(presses(owner, 'pay:card:monthly'))
  const payment = await theOnlyPayment(owner)
  app.provider.canCancel = true
  const stranger = aPerson()
  for (const data of [`check:${payment.id}`, `cancel:${payment.id}`]) await route(presses(stranger, data))
  expect(app.toasts.slice(-2)).toEqual([expect.stringContaining('больше не работает'), expect.stringContaining('больше не работает')])
  expect(await settleJobs()).toEqual([])
  expect(await theOnlyPayment(owner)).toMatchObject({ status: 'PENDING' })
})

test('a payment counts as canceled only when the provider canceled it; otherwise money paid through the open link still counts', async () => {
  const person = aPerson()
  await route(presses(person, 'pay:card:monthly'))
  const payment = await theOnlyPayment(person)
  await route(presses(person, `cancel:${payment.id}`))
  expect(app.edited.at(-1)?.html).toContain('13:00')
  expect(await theOnlyPayment(person)).toMatchObject({ status: 'PENDING' })
  app.provider.canCancel = true
  await route(presses(person, `cancel:${payment.id}`))
  expect(app.edited.at(-1)?.html).toContain('Платёж отменён')
  expect(app.edited.at(-1)?.keyboard?.flat()).toHaveLength(2)
  expect(await theOnlyPayment(person)).toMatchObject({ status: 'CANCELED', statusReason: 'canceled by the user' })
})
