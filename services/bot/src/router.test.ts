import { PermanentError, RateLimitedError } from '@cars-bot/adapters/errors'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRouter } from './router.js'
import { showCommands } from './show-commands.js'
import { adminId, aPerson, presses, says, testApp, type TestApp } from './test-app.js'
import { subscribe } from './test-rows.js'
import { textsOf } from './texts/texts.js'

let app: TestApp
let route: ReturnType<typeof createRouter>

beforeAll(async () => {
  app = await testApp()
  route = createRouter(app)
})

beforeEach(() => app.reset())

afterAll(() => app.close())

test('ten first updates of one person at once, each in a process of its own, make one user', async () => {
  const person = aPerson()
  await Promise.all(Array.from({ length: 10 }, () => createRouter(app)(says(person, '/start'))))
  expect(await app.db.user.findMany({ where: { telegramId: person.telegramId } })).toMatchObject([{ username: 'buyer_anna', firstName: 'Анна <3', languageCode: 'ru' }])
  expect(app.sent.map(({ html }) => html)).toEqual(Array.from({ length: 10 }, () => expect.stringContaining('Здравствуйте')))
})

test("a user's names are kept as Telegram has them now", async () => {
  const person = aPerson()
  await route(says(person, '/start'))
  await route(says({ ...person, username: null, firstName: 'Анна Б.' }, '/help'))
  expect(await app.db.user.findUniqueOrThrow({ where: { telegramId: person.telegramId } })).toMatchObject({ username: null, firstName: 'Анна Б.' })
})

test('a person who blocks the bot is noted, and noted again as back', async () => {
  const person = aPerson()
  const isGone = async (): Promise<boolean> => (await app.db.user.findUniqueOrThrow({ where: { telegramId: person.telegramId } })).hasBlockedBot
  await route(says(person, '/start'))
  await route({ kind: 'blocked', from: person })
  expect(await isGone()).toBe(true)
  await route({ kind: 'unblocked', from: person })
  expect(await isGone()).toBe(false)
  await route({ kind: 'blocked', from: person })
  await route(presses(person, 'go:help'))
  expect(await isGone()).toBe(true)
  await route(says(person, '/start'))
  expect(await isGone()).toBe(false)
})

test.each([
  ['/start', 'Здравствуйте, Анна &lt;3!'],
  ['/start@cars_test_bot', 'Здравствуйте'],
  ['/start ref_friend', 'Здравствуйте'],
  ['/start contact_', 'Здравствуйте'],
  ['/start contact_nosuchlisting', 'больше нет'],
  ['/start search', 'Поиск</b> по объявлениям'],
  ['/HELP', 'Как это работает'],
  ['/terms', 'Условия'],
  ['/paysupport', 'Вопрос об оплате'],
  ['/subscription', 'Подписки сейчас нет'],
  ['/nosuch', 'только команды'],
  ['привет', 'только команды'],
  ['', 'только команды'],
])('%j is answered with «%s»', async (text, words) => {
  await route(says(aPerson(), text))
  expect(app.sent.map(({ html }) => html)).toEqual([expect.stringContaining(words)])
})

test.each(['', 'buy', 'buy:', 'buy:free', 'buy:monthly:1', 'BUY:monthly', 'check:1', 'check:019f0000-0000-7000-8000-00000000000Z', 'cancel:', 'get_contacts:1', '__proto__', 'x'.repeat(64)])(
  'an altered button %j is answered politely and does nothing',
  async (data) => {
    const person = aPerson()
    await route(presses(person, data))
    expect(app.toasts).toEqual([expect.stringContaining('больше не работает')])
    expect([app.sent, app.edited]).toEqual([[], []])
    expect(await app.db.payment.count({ where: { user: { telegramId: person.telegramId } } })).toBe(0)
  },
)

test('a fault in one update is logged and answered, and the next one is worked off', async () => {
  const person = aPerson()
  const broken = createRouter({ ...app, now: () => { throw new Error('clock broken') } })
  await broken(says(person, '/subscription'))
  await broken(says(person, '/help'))
  expect(app.sent.map(({ html }) => html)).toEqual([expect.stringContaining('Что-то пошло не так'), expect.stringContaining('Как это работает')])
  expect(app.log.lines.filter(({ level }) => level === 'error')).toMatchObject([{ message: 'update failed', fields: { kind: 'text' } }])
})

test('not even a reply that nobody takes ends the bot', async () => {
  const person = aPerson()
  app.failures.push(new Error('socket hang up'))
  await expect(route(says(person, '/help'))).resolves.toBeUndefined()
  await route(says(person, '/help'))
  expect(app.sent).toHaveLength(1)
})

test('a fault is answered in the language the person chose', async () => {
  const person = { ...aPerson(), languageCode: 'en' }
  await route(presses(person, 'lang:ru'))
  await createRouter({ ...app, now: () => { throw new Error('clock broken') } })(says(person, '/subscription'))
  expect(app.sent.map(({ html }) => html)).toEqual([expect.stringContaining('Что-то пошло не так')])
})

test('every screen that a command shows has a way back', async () => {
  const person = aPerson()
  for (const name of ['help', 'terms', 'paysupport', 'search', 'alerts', 'favorites', 'history', 'subscription', 'lang', 'nosuch']) await route(says(person, `/${name}`))
  for (const { html, keyboard } of app.sent) expect({ html, hasWay: (keyboard ?? []).flat().some((button) => 'data' in button && button.data.startsWith('go:')) }).toEqual({ html, hasWay: true })
})

test('a reply that came too fast for Telegram is sent after the time asked', async () => {
  app.failures.push(new RateLimitedError('too many requests', { retryAfterMs: 20 }), new RateLimitedError('too many requests', { retryAfterMs: 20 }))
  await route(says(aPerson(), '/help'))
  expect(app.sent).toHaveLength(1)
})

test('a reply to a button takes the place of its message, or comes as a new one when that is gone or elsewhere', async () => {
  const person = aPerson()
  await route(presses(person, 'buy:monthly'))
  expect([app.edited.length, app.sent.length]).toEqual([1, 0])
  app.failures.push(new PermanentError("editMessageText: Bad Request: message can't be edited"))
  await route(presses(person, 'buy:monthly'))
  await route(presses(person, 'buy:monthly', { chatId: -1002000000002n }))
  await route(presses(person, 'buy:monthly', { chatId: null, messageId: null }))
  expect(app.edited).toHaveLength(1)
  expect(app.sent.map(({ chatId }) => chatId)).toEqual([person.telegramId, person.telegramId, person.telegramId])
})

test('a subscriber sees plan, end in Moscow time, days left, and how to extend', async () => {
  const person = aPerson()
  await subscribe(app, person, { from: -1, to: 3.5 })
  await subscribe(app, person, { from: 3.5, to: 33.5 })
  await route(says(person, '/subscription'))
  expect(app.sent[0]?.html).toContain('Месячная подписка')
  expect(app.sent[0]?.html).toContain('до 4 января 2027, 00:00 (МСК), осталось 34 дня')
  expect(app.sent[0]?.keyboard?.flat().map((button) => ('data' in button ? button.data : ''))).toEqual(['buy:monthly', 'buy:yearly', 'go:start'])
})

test('a question about a payment reaches the owner, and open payments are asked about again', async () => {
  const person = aPerson()
  await route(presses(person, 'pay:card:monthly'))
  await route(says(person, '/paysupport оплатил вчера, подписки нет'))
  const [event] = await app.db.logEvent.findMany({ where: { dedupeKey: { startsWith: 'pay-support:' } } })
  expect(event?.message).toContain('оплатил вчера, подписки нет')
  expect(await app.jobs.counts()).toMatchObject({ payments: { waiting: 1 } })
  expect(app.sent[0]?.html).toContain('передан')
})

test('a person is written to in the language of their app until they choose another, and the menu of their chat follows', async () => {
  const person = { ...aPerson(), languageCode: 'en' }
  await route(says(person, '/help'))
  expect(app.sent[0]?.html).toContain('How it works')
  await route(presses(person, 'lang:ru'))
  expect(app.edited[0]?.html).toContain('по-русски')
  await route(says(person, '/help'))
  expect(app.sent[1]?.html).toContain('Как это работает')
  expect(app.menus.get(JSON.stringify({ chatId: String(person.telegramId) }))).toEqual(textsOf.ru.commands)
})

test('menus are set by language, and an admin has the admin commands besides', async () => {
  const admin = { ...aPerson(), telegramId: adminId }
  await route(says(admin, '/start'))
  app.menus.clear()
  await showCommands(app)
  expect(app.menus.get('{}')).toEqual(textsOf.en.commands)
  expect(app.menus.get(JSON.stringify({ languageCode: 'ru' }))).toEqual(textsOf.ru.commands)
  expect(app.menus.get(JSON.stringify({ chatId: String(adminId) }))).toEqual([...textsOf.ru.commands, ...textsOf.ru.adminCommands])
  expect([...app.menus.keys()].filter((scope) => scope.includes('chatId'))).toHaveLength(1)
})

test('the buttons of the menu lead to their screens and back, in one message', async () => {
  const person = aPerson()
  await route(presses(person, 'go:help'))
  await route(presses(person, 'go:start'))
  await route(presses(person, 'go:subscription'))
  expect(app.edited.map(({ html }) => html)).toEqual([expect.stringContaining('Как это работает'), expect.stringContaining('Здравствуйте'), expect.stringContaining('Подписки сейчас нет')])
  expect(app.sent).toEqual([])
})
