import { settingNames, type SettingKey } from '@cars-bot/domain'
import { BotRefusal } from '@cars-bot/adapters/bot-api'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRouter } from '../../router.js'
import { adminId, aPerson, presses, says, testApp, type TestApp } from '../../test-app.js'
import { aPost, subscribe } from '../../test-rows.js'
import { rememberUser } from '../../users/remember-user.js'

let app: TestApp
let route: ReturnType<typeof createRouter>

beforeAll(async () => {
  app = await testApp()
  route = createRouter(app)
})

beforeEach(async () => {
  app.reset()
  await app.db.setting.deleteMany()
  await setting('freeContacts', '0')
})

async function setting(key: SettingKey, value: string): Promise<void> {
  await app.db.setting.upsert({ where: { key: settingNames[key] }, create: { key: settingNames[key], value }, update: { value } })
}

afterAll(() => app.close())

function shown(): string {
  return JSON.stringify([app.sent, app.edited, app.toasts], (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

test('without a subscription there is no contact, but an offer for this very car, which is remembered as wanted', async () => {
  const person = aPerson()
  const post = await aPost(app)
  await route(says(person, `/start contact_${post.publicId}`))
  expect(app.sent).toHaveLength(1)
  expect(app.sent[0]?.html).toContain('Toyota Camry')
  expect(app.sent[0]?.keyboard?.flat()).toEqual([
    { text: '30 дней — 299\u00a0₽', data: 'buy:monthly' },
    { text: '365 дней — 2\u00a0990\u00a0₽ (выгода 16 %)', data: 'buy:yearly' },
    { text: '← Назад', data: 'go:start' },
  ])
  expect(shown()).not.toMatch(/79000000001|seller_ivan/)
  const user = await app.db.user.findUniqueOrThrow({ where: { telegramId: person.telegramId } })
  expect(user.wantedPostId).toBe(post.id)
  expect(await app.db.contactRequest.count({ where: { userId: user.id } })).toBe(0)
})

test('a subscriber gets the card in the private chat, protected, and is counted once for a listing', async () => {
  const person = aPerson()
  const user = await subscribe(app, person)
  const post = await aPost(app)
  for (let n = 0; n < 2; n++) await route(says(person, `/start contact_${post.publicId}`))
  await route(says(person, `https://t.me/cars_test_bot?start=contact_${post.publicId}`))
  expect(app.sent).toHaveLength(3)
  for (const card of app.sent) expect(card).toMatchObject({ chatId: person.telegramId, protectContent: true })
  expect(app.sent[0]?.html).toContain('+79000000001')
  expect(app.sent[0]?.keyboard?.flat()).toContainEqual({ text: 'Скопировать номер', copyText: '+79000000001' })
  expect(app.sent[0]?.keyboard?.flat()).toContainEqual({ text: 'Объявление в канале', url: 'https://t.me/c/1000000001/7' })
  expect(await app.db.contactRequest.findMany({ where: { userId: user.id } })).toMatchObject([{ postId: post.id }])
})

test('in a group the bot hands out nothing, not even to a subscriber', async () => {
  const person = aPerson()
  await subscribe(app, person)
  const post = await aPost(app)
  await route(says(person, `/start contact_${post.publicId}`, -1002000000002n))
  expect([app.sent, app.edited]).toEqual([[], []])
})

test('when the private message is refused, the contacts are shown nowhere else', async () => {
  const person = aPerson()
  await subscribe(app, person)
  const post = await aPost(app)
  app.failures.push(new BotRefusal('Telegram refused sendMessage: 403 Forbidden: bot was blocked by the user', 'blocked'))
  await route(says(person, `/start contact_${post.publicId}`))
  expect([app.sent, app.edited]).toEqual([[], []])
  expect(await app.db.user.findUniqueOrThrow({ where: { telegramId: person.telegramId } })).toMatchObject({ hasBlockedBot: true })
  await route(says(person, `/start contact_${post.publicId}`))
  expect(app.sent).toMatchObject([{ protectContent: true }])
  expect(await app.db.user.findUniqueOrThrow({ where: { telegramId: person.telegramId } })).toMatchObject({ hasBlockedBot: false })
})

test.each(['NEW', 'PROCESSING', 'READY', 'MODERATION', 'DUPLICATE', 'REJECTED', 'WITHDRAWN'] as const)('the contacts of a post that is %s are given to nobody', async (status) => {
  const person = aPerson()
  await subscribe(app, person)
  const post = await aPost(app, status)
  await route(says(person, `/start contact_${post.publicId}`))
  expect(app.sent.map(({ html }) => html)).toEqual([expect.stringContaining('больше нет')])
  expect(shown()).not.toContain('79000000001')
})

test.each([
  ['is over', { from: -31, to: 0 }],
  ['begins later', { from: 1, to: 31 }],
  ['is FREE', { from: -1, to: 29, plan: 'FREE' as const }],
])('a subscription that %s opens nothing', async (_what, days) => {
  const person = aPerson()
  await subscribe(app, person, days)
  await route(says(person, `/start contact_${(await aPost(app)).publicId}`))
  expect(app.sent[0]?.html).toContain('открывает подписка')
  expect(shown()).not.toContain('79000000001')
})

test('a barred subscriber gets neither contacts nor a way to pay', async () => {
  const person = aPerson()
  const { id } = await subscribe(app, person)
  await app.db.user.update({ where: { id }, data: { isBlocked: true } })
  await route(says(person, `/start contact_${(await aPost(app)).publicId}`))
  await route(presses(person, 'buy:monthly'))
  expect(app.sent[0]?.html).toContain('закрыт')
  expect(app.edited[0]?.html).toContain('закрыт')
  expect(app.provider.asked).toEqual([])
})

test('no sequence of altered texts and buttons brings a contact to a person without subscription, and none stops the bot', async () => {
  const person = aPerson()
  await rememberUser(app, person)
  const post = await aPost(app)
  const subscriber = aPerson()
  await subscribe(app, subscriber)
  const pieces = [`/start contact_${post.publicId}`, '/start', 'contact_', post.publicId, post.id, ' ', ':', 'buy', 'check', 'cancel', 'monthly', 'YEARLY', '@cars_test_bot', '/subscription', '\u0000', '💥', '../', '%00', "' OR 1=1 --", '__proto__', 'constructor', 'x'.repeat(70)]
  let seed = 20_261_201
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  for (let n = 0; n < 300; n++) {
    const text = Array.from({ length: 1 + next(4) }, () => pieces[next(pieces.length)] ?? '').join('')
    await route(next(2) === 0 ? says(person, text) : presses(person, text))
  }
  expect(shown()).not.toMatch(/79000000001|seller_ivan/)
  expect(app.log.lines.filter(({ level }) => level === 'error')).toEqual([])
  await route(says(subscriber, `/start contact_${post.publicId}`))
  expect(shown()).toContain('79000000001')
}, 30_000)

test('a new person tastes one contact, once, and it stays open; presses on two listings at once bring one', async () => {
  await setting('freeContacts', '1')
  const person = aPerson()
  const [first, second] = [await aPost(app), await aPost(app)]
  await Promise.all([first, second].map(({ publicId }) => createRouter(app)(says(person, `/start contact_${publicId}`))))
  const cards = app.sent.filter(({ protectContent }) => protectContent)
  expect(cards.map(({ html }) => html)).toEqual([expect.stringMatching(/\+79000000001[\s\S]*бесплатный контакт/)])
  const [opened] = await app.db.contactRequest.findMany({ where: { user: { telegramId: person.telegramId } } })
  app.reset()
  for (const { id, publicId } of [first, second]) {
    await route(says(person, `/start contact_${publicId}`))
    expect(app.sent.at(-1)?.protectContent ?? false).toBe(id === opened?.postId)
  }
  expect(await app.db.user.findUniqueOrThrow({ where: { telegramId: person.telegramId } })).toMatchObject({ freeContactsUsed: 1 })
})

test('of 24 requests at the same moment a subscriber gets no more than the daily limit, and one listing asked for six times is one request', async () => {
  await setting('contactsPerDay', '3')
  const person = aPerson()
  const user = await subscribe(app, person)
  const posts = await Promise.all(Array.from({ length: 12 }, () => aPost(app)))
  await Promise.all([...posts, ...posts].map(({ publicId }) => createRouter(app)(says(person, `/start contact_${publicId}`))))
  expect(await app.db.contactRequest.count({ where: { userId: user.id } })).toBe(3)
  const other = aPerson()
  const again = await subscribe(app, other)
  app.reset()
  await Promise.all(Array.from({ length: 6 }, () => createRouter(app)(says(other, `/start contact_${posts[0]?.publicId}`))))
  expect(app.sent.filter(({ protectContent }) => protectContent)).toHaveLength(6)
  expect(await app.db.contactRequest.count({ where: { userId: again.id } })).toBe(1)
})

test('presses on one listing at the same moment use up one of two free contacts', async () => {
  await setting('freeContacts', '2')
  const person = aPerson()
  await rememberUser(app, person)
  const { publicId } = await aPost(app)
  await Promise.all(Array.from({ length: 5 }, () => createRouter(app)(says(person, `/start contact_${publicId}`))))
  expect(app.sent.filter(({ protectContent }) => protectContent)).toHaveLength(5)
  expect(await app.db.user.findUniqueOrThrow({ where: { telegramId: person.telegramId } })).toMatchObject({ freeContactsUsed: 1 })
})

test('a trial is offered and begun once, brings the wanted contacts at once, and never runs beside a subscription', async () => {
  await setting('trialDays', '3')
  const person = aPerson()
  const post = await aPost(app)
  await route(says(person, `/start contact_${post.publicId}`))
  expect(app.sent[0]?.keyboard?.[0]).toEqual([{ text: '🎁 Попробовать бесплатно: 3 дня', data: 'trial' }])
  await Promise.all([createRouter(app)(presses(person, 'trial')), createRouter(app)(presses(person, 'trial'))])
  expect(app.sent.at(-1)).toMatchObject({ protectContent: true, html: expect.stringMatching(/\+79000000001[\s\S]*Пробный доступ включён до <b>4 декабря/) as string })
  expect(await app.db.subscription.findMany({ where: { user: { telegramId: person.telegramId } } })).toMatchObject([{ source: 'TRIAL', startsAt: app.now(), endsAt: new Date('2026-12-04T09:00:00Z') }])
  await route(says(person, '/subscription'))
  expect(app.sent.at(-1)?.html).toContain('Пробный доступ')
  app.clock.now = new Date('2026-12-05T09:00:00Z')
  await route(presses(person, 'trial'))
  await route(says(person, `/start contact_${post.publicId}`))
  expect(app.sent.at(-1)?.keyboard?.flat().map(({ text }) => text)).not.toContainEqual(expect.stringContaining('Попробовать'))
  expect(await app.db.subscription.count({ where: { user: { telegramId: person.telegramId } } })).toBe(1)

  const subscriber = aPerson()
  await subscribe(app, subscriber)
  await route(presses(subscriber, 'trial'))
  expect(await app.db.subscription.count({ where: { user: { telegramId: subscriber.telegramId } } })).toBe(1)
})

test('a subscriber opens so many contacts a day and no more; those opened stay open, and the next day begins in Moscow', async () => {
  await setting('contactsPerDay', '2')
  const person = aPerson()
  await subscribe(app, person)
  const posts = [await aPost(app), await aPost(app), await aPost(app)]
  for (const { publicId } of posts) await route(says(person, `/start contact_${publicId}`))
  expect(app.sent.map(({ protectContent }) => protectContent ?? false)).toEqual([true, true, false])
  expect(app.sent[2]?.html).toContain('больше за день нельзя')
  await route(says(person, `/start contact_${posts[0]?.publicId}`))
  expect(app.sent.at(-1)?.protectContent).toBe(true)
  app.clock.now = new Date('2026-12-01T21:00:00Z')
  await route(says(person, `/start contact_${posts[2]?.publicId}`))
  expect(app.sent.at(-1)?.protectContent).toBe(true)
})

test.each([['complain', 'жалуются'], ['sold', 'продана']])('«%s» counts once per person who opened the contacts, and the third raises an alert for the owner', async (action, words) => {
  const post = await aPost(app)
  const people = await Promise.all([1, 2, 3].map(async () => {
    const person = aPerson()
    await subscribe(app, person)
    await route(says(person, `/start contact_${post.publicId}`))
    return person
  }))
  const stranger = aPerson()
  const alerts = (): Promise<{ message: string }[]> => app.db.logEvent.findMany({ where: { message: { contains: post.publicId } } })
  for (const person of [stranger, people[0], people[0], people[1]]) if (person) await route(presses(person, `${action}:${post.publicId}`))
  expect(app.toasts).toEqual([expect.stringContaining('больше не работает'), expect.stringContaining('Спасибо'), expect.stringContaining('уже'), expect.stringContaining('Спасибо')])
  expect(await alerts()).toEqual([])
  if (people[2]) await route(presses(people[2], `${action}:${post.publicId}`))
  expect((await alerts()).map(({ message }) => message)).toEqual([expect.stringContaining(words)])
})

test('an admin sees who opened how many contacts, nobody else does', async () => {
  const admin = { ...aPerson(), telegramId: adminId }
  const person = { ...aPerson(), username: 'busy_reader' }
  await subscribe(app, person)
  await route(says(person, `/start contact_${(await aPost(app)).publicId}`))
  await route(says(admin, '/openings'))
  expect(app.sent.at(-1)?.html).toContain('@busy_reader: 1 (1)')
  await route(says(person, '/openings'))
  expect(app.sent.at(-1)?.html).not.toContain('busy_reader')
})

test('requests, granted or not, are logged by ids and decision, without any contact', async () => {
  const person = aPerson()
  await route(says(person, `/start contact_${(await aPost(app)).publicId}`))
  await subscribe(app, person)
  await route(says(person, `/start contact_${(await aPost(app)).publicId}`))
  expect(app.log.lines.map(({ message }) => message)).toEqual(expect.arrayContaining(['contacts asked for', 'contacts handed out']))
  expect(JSON.stringify(app.log.lines, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(/79000000001|seller_ivan/)
})
