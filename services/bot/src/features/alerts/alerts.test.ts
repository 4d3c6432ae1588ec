import type { Keyboard } from '@cars-bot/adapters/bot-api'
import { settingNames, visibleLength } from '@cars-bot/domain'
import type { AlertModel } from '@cars-bot/platform'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRouter } from '../../router.js'
import { aPerson, presses, says, testApp, type TestApp } from '../../test-app.js'
import { aPost, subscribe } from '../../test-rows.js'
import { changeCallback } from './callbacks.js'
import { mostAlerts } from './keep-alert.js'

let app: TestApp
let route: ReturnType<typeof createRouter>
type Person = ReturnType<typeof aPerson>

beforeAll(async () => {
  app = await testApp()
  route = createRouter(app)
})

beforeEach(() => app.reset())

afterAll(() => app.close())

async function aSubscriber(): Promise<Person> {
  const person = aPerson()
  await subscribe(app, person)
  return person
}

async function alertsOf({ telegramId }: Person): Promise<AlertModel[]> {
  return app.db.alert.findMany({ where: { user: { telegramId } }, orderBy: { createdAt: 'asc' } })
}

function dataStarting(keyboard: Keyboard | undefined, prefix: string): string {
  const found = (keyboard ?? []).flat().find((button) => 'data' in button && button.data.startsWith(prefix))
  if (!found || !('data' in found)) throw new Error(`no button ${prefix}…`)
  return found.data
}

test('«BMW до 1,5 млн от 2015» is an alert, by the command or from a search; the same one is not doubled', async () => {
  const person = await aSubscriber()
  await route(says(person, '/alerts BMW до 1,5 млн от 2015'))
  await route(says(person, 'бмв от 2015 до 1.5 млн'))
  await route(presses(person, dataStarting(app.sent[1]?.keyboard, 'keep:')))
  expect(await alertsOf(person)).toMatchObject([{ brand: 'BMW', model: null, priceToKopecks: 1_500_000_00n, yearFrom: 2015, isPaused: false }])
  expect(app.edited[0]?.html).toContain('BMW · до 1\u00a0500\u00a0000\u00a0₽ · от 2015 г.')
})

test('by buttons: make, model, city, prices, year, mileage and gearbox, each in place of the message before; bounds never cross', async () => {
  const person = await aSubscriber()
  await aPost(app, 'PUBLISHED', { car: { brand: 'Mercedes-Benz', model: 'GLE Coupe', city: 'Набережные Челны' } })
  await route(presses(person, 'alert-new'))
  const choices = ['alert-model:', 'as:m:', 'alert-city:', 'as:c:', 'alert-from:', 'as:f:', 'alert-price:', 'as:p:', 'alert-year:', 'as:y:', 'alert-km:', 'as:k:', 'alert-gear:', 'as:t:']
  for (const step of ['alert-make:Mercedes-Benz', ...choices]) await route(presses(person, dataStarting(app.edited.at(-1)?.keyboard, step)))
  const [alert] = await alertsOf(person)
  expect(alert).toMatchObject({ brand: 'Mercedes-Benz', model: 'GLE Coupe', city: 'Набережные Челны', priceFromKopecks: 300_000_00n, priceToKopecks: 300_000_00n, yearFrom: 2000, mileageToKm: 30_000, transmission: 'AUTOMATIC' })
  expect([app.edited.length, app.sent.length]).toEqual([16, 0])
  await route(presses(person, changeCallback.encode({ alertId: alert?.id ?? '', field: 'priceFrom', value: 500_000 })))
  await route(presses(person, changeCallback.encode({ alertId: alert?.id ?? '', field: 'city', value: null })))
  expect(await alertsOf(person)).toMatchObject([{ priceFromKopecks: 500_000_00n, priceToKopecks: null, city: null }])
  const everyButton = app.edited.flatMap(({ keyboard }) => (keyboard ?? []).flat())
  expect(everyButton.filter((button) => 'data' in button && Buffer.byteLength(button.data) > 64)).toEqual([])
})

test('alerts are listed, paused one by one and all at once, deleted; the pause under a notice is one tap', async () => {
  const person = await aSubscriber()
  for (const text of ['BMW', 'Kia Rio']) await route(says(person, `/alerts ${text}`))
  const [bmw, rio] = await alertsOf(person)
  await route(presses(person, `alert-pause:${bmw?.id}`))
  await route(presses(person, `alert-delete:${rio?.id}`))
  expect(await alertsOf(person)).toMatchObject([{ id: bmw?.id, isPaused: true }])
  const pausedAt = async (): Promise<Date | null> => (await app.db.user.findUniqueOrThrow({ where: { telegramId: person.telegramId } })).alertsPausedAt
  await route(presses(person, 'alerts:pause'))
  expect(await pausedAt()).toEqual(app.now())
  expect(app.toasts.at(-1)).toContain('приостановлены')
  await route(says(person, '/alerts'))
  expect(app.sent.at(-1)?.html).toContain('приостановлены')
  await route(presses(person, 'alerts:on'))
  expect(await pausedAt()).toBeNull()
})

test('alerts outlast the subscription, and their list says that it is what they wait for', async () => {
  const person = aPerson()
  await subscribe(app, person, { from: -1, to: 1 })
  await route(says(person, '/alerts BMW'))
  app.clock.now = new Date('2026-12-03T09:00:00Z')
  await route(says(person, '/alerts'))
  expect(app.sent[1]?.html).toMatch(/1\. BMW[\s\S]*входят в подписку/)
  expect(dataStarting(app.sent[1]?.keyboard, 'go:subscription')).toBe('go:subscription')
})

test('without a subscription no alert is kept, an empty one never, and there is an end to their number', async () => {
  const stranger = aPerson()
  await route(says(stranger, '/alerts BMW'))
  expect(app.sent[0]?.html).toContain('входят в подписку')
  expect(await alertsOf(stranger)).toEqual([])
  await app.db.setting.create({ data: { key: settingNames.trialDays, value: '3' } })
  await route(says(stranger, '/alerts BMW'))
  await app.db.setting.deleteMany()
  expect(app.sent.splice(1).map(({ keyboard }) => dataStarting(keyboard, 'trial'))).toEqual(['trial'])
  const person = await aSubscriber()
  await route(says(person, '/alerts машина'))
  expect(app.sent[1]?.html).toContain('Не понял')
  for (let n = 0; n < mostAlerts + 2; n++) await route(says(person, `/alerts BMW от ${1990 + n}`))
  expect(await alertsOf(person)).toHaveLength(mostAlerts)
  expect(app.sent.at(-1)?.html).toContain('не больше 20')
})

test("nobody sees or changes another person's alert, nor sets a value that no button has", async () => {
  const [owner, other] = [await aSubscriber(), await aSubscriber()]
  await route(says(owner, '/alerts BMW'))
  const [alert] = await alertsOf(owner)
  const alertId = alert?.id ?? ''
  const foreign = ['alert', 'alert-pause', 'alert-delete', 'alert-find', 'alert-model', 'alert-city', 'alert-from', 'alert-price', 'alert-year', 'alert-km', 'alert-gear'].map((name) => `${name}:${alertId}`)
  for (const data of [...foreign, changeCallback.encode({ alertId, field: 'yearFrom', value: 2010 })]) await route(presses(other, data))
  const own = changeCallback.encode({ alertId, field: 'yearFrom', value: null }).slice('as:y:'.length)
  const altered = [`as:p:${own}1`, `as:y:${own}1e3`, `as:m:${own}<b>`, `as:x:${own}5`, `as:t:${own}TURBO`, `as:k:${own}-1`, `as:y:${alertId}:2010`, `as:y:${own.slice(1)}2010`, 'alert-make:<script>', 'alert-make:Nosuch']
  for (const data of altered) await route(presses(owner, data))
  expect(await alertsOf(owner)).toEqual([alert])
  expect(app.toasts.filter((toast) => toast?.includes('больше не работает'))).toHaveLength(foreign.length + altered.length)
})

test('a shared link shows the alert to its owner and the search to anybody else', async () => {
  const [owner, other] = [await aSubscriber(), aPerson()]
  await route(says(owner, '/alerts BMW X5'))
  const [alert] = await alertsOf(owner)
  for (const person of [owner, other]) await route(says(person, `/start alert_${alert?.id}`))
  await route(says(other, '/start alert_00000000-0000-4000-8000-000000000000'))
  expect(app.sent.slice(1).map(({ html }) => html)).toEqual([expect.stringContaining('🔔 <b>BMW X5'), expect.stringContaining('🔎 <b>BMW X5'), expect.stringContaining('Здравствуйте')])
})

test('as many and as long alerts as one may have are listed in one message that Telegram takes', async () => {
  const person = await aSubscriber()
  for (let n = 0; n < mostAlerts; n++) await route(says(person, `/alerts BMW ${['обвес', 'пневма', 'люк', 'ксенон', 'фаркоп'].map((word) => `${String.fromCodePoint(0x430 + n)}${word}${'щ'.repeat(20)}`).join(' ')}`))
  await route(says(person, '/alerts'))
  expect(await alertsOf(person)).toHaveLength(mostAlerts)
  expect(visibleLength(app.sent.at(-1)?.html ?? '')).toBeLessThanOrEqual(4_096)
})

test('«what there is now» searches by the alert to the letter, also for a model that no rule knows; it can be shared', async () => {
  const person = await aSubscriber()
  await aPost(app, 'PUBLISHED', { car: { brand: 'Toyota', model: 'Nosuch Model 9' } })
  const user = await app.db.user.findUniqueOrThrow({ where: { telegramId: person.telegramId } })
  const { id } = await app.db.alert.create({ data: { userId: user.id, brand: 'Toyota', model: 'Nosuch Model 9' } })
  await route(presses(person, `alert-find:${id}`))
  expect(app.edited[0]?.html).toMatch(/Toyota Nosuch Model 9<\/b>\nНайдено: 1/)
  await route(presses(person, `alert:${id}`))
  expect(app.edited[1]?.keyboard?.flat()).toContainEqual({ text: '📤 Поделиться', url: `https://t.me/share/url?url=${encodeURIComponent(`https://t.me/cars_test_bot?start=alert_${id}`)}` })
})
