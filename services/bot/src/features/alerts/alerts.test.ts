import type { Keyboard } from '@cars-bot/adapters/bot-api'
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

test('by buttons: make, model, price and year, each in place of the message before', async () => {
  const person = await aSubscriber()
  await aPost(app, 'PUBLISHED', { car: { brand: 'Mercedes-Benz', model: 'GLE Coupe' } })
  await route(presses(person, 'alert-new'))
  const steps = ['alert-make:Mercedes-Benz', 'alert-model:', 'as:m:', 'alert-price:', 'as:p:', 'alert-year:', 'as:y:']
  for (const step of steps) await route(presses(person, dataStarting(app.edited.at(-1)?.keyboard, step)))
  expect(await alertsOf(person)).toMatchObject([{ brand: 'Mercedes-Benz', model: 'GLE Coupe', priceToKopecks: 500_000_00n, yearFrom: 2005 }])
  expect([app.edited.length, app.sent.length]).toEqual([8, 0])
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

test('without a subscription no alert is kept, an empty one never, and there is an end to their number', async () => {
  const stranger = aPerson()
  await route(says(stranger, '/alerts BMW'))
  expect(app.sent[0]?.html).toContain('входят в подписку')
  expect(await alertsOf(stranger)).toEqual([])
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
  const foreign = ['alert', 'alert-pause', 'alert-delete', 'alert-find', 'alert-model', 'alert-price', 'alert-year'].map((name) => `${name}:${alertId}`)
  for (const data of [...foreign, changeCallback.encode({ alertId, field: 'yearFrom', value: 2010 })]) await route(presses(other, data))
  for (const data of [`as:p:${alertId}:1`, `as:y:${alertId}:1e3`, `as:m:${alertId}:<b>`, `as:x:${alertId}:5`, 'alert-make:<script>', 'alert-make:Nosuch']) await route(presses(owner, data))
  expect(await alertsOf(owner)).toEqual([alert])
  expect(app.toasts.filter((toast) => toast?.includes('больше не работает'))).toHaveLength(13)
})

test('a shared link shows the alert to its owner and the search to anybody else', async () => {
  const [owner, other] = [await aSubscriber(), aPerson()]
  await route(says(owner, '/alerts BMW X5'))
  const [alert] = await alertsOf(owner)
  for (const person of [owner, other]) await route(says(person, `/start alert_${alert?.id}`))
  await route(says(other, '/start alert_00000000-0000-4000-8000-000000000000'))
  expect(app.sent.slice(1).map(({ html }) => html)).toEqual([expect.stringContaining('🔔 <b>BMW X5'), expect.stringContaining('🔎 <b>BMW X5'), expect.stringContaining('Здравствуйте')])
})
