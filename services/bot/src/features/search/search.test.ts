import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { PermanentError } from '@cars-bot/adapters/errors'
import { createRouter } from '../../router.js'
import { aPerson, asks, presses, says, testApp, type TestApp } from '../../test-app.js'
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
  await app.db.post.deleteMany()
})

afterAll(() => app.close())

function shown(): string {
  const everything = [app.sent, app.edited, app.toasts, app.photos, app.inlineAnswers]
  return JSON.stringify(everything, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

const dataOf = (buttons: { text: string }[][] | undefined): string[] => (buttons ?? []).flat().map((button) => ('data' in button ? String(button.data) : ''))

test('a search typed as people speak finds what fits, newest first, in pages that take the place of one another', async () => {
  const person = aPerson()
  for (let n = 0; n < 7; n++) await aPost(app, 'PUBLISHED', { car: { priceKopecks: BigInt(1_000_000_00 + n * 100_000_00) }, statusChangedAt: new Date(app.now().getTime() - n * 3_600_000) })
  await aPost(app, 'PUBLISHED', { car: { brand: 'Kia', model: 'Rio', priceKopecks: 900_000_00n } })
  await aPost(app, 'WITHDRAWN')
  await aPost(app, 'PUBLISHED', { statusChangedAt: new Date('2026-10-31T09:00:00Z') })
  await route(says(person, 'камри до 1,5 млн'))
  expect(app.sent[0]?.html).toMatch(/Toyota Camry · до 1\u00a0500\u00a0000\u00a0₽<\/b>\nНайдено: 6/)
  expect(app.sent[0]?.html).toMatch(/1\. <b>Toyota Camry, 2018 г\.<\/b> — 1\u00a0000\u00a0000/)
  const next = dataOf(app.sent[0]?.keyboard).find((data) => data.startsWith('find:1:'))
  await route(presses(person, next ?? ''))
  expect(app.edited[0]?.html).toMatch(/6\. <b>Toyota Camry/)
  expect(app.sent).toHaveLength(1)
  await route(says(person, '/search rio'))
  expect(app.sent[1]?.html).toContain('Найдено: 1')
  await route(presses(person, next ?? ''))
  expect(app.toasts.at(-1)).toContain('прошлый поиск')
  expect(shown()).not.toMatch(/79000000001|seller_ivan/)
})

test('a card has the photo of our channel and no contact; it is saved, asked for and closed by its buttons', async () => {
  const person = aPerson()
  const { publicId } = await aPost(app, 'PUBLISHED', { photoFileId: 'AgACours' })
  await route(presses(person, `card:${publicId}`))
  expect(app.photos[0]).toMatchObject({ chatId: person.telegramId, fileId: 'AgACours' })
  expect(dataOf(app.photos[0]?.keyboard)).toEqual([`contact:${publicId}`, `save:${publicId}`, 'close'])
  expect(shown()).not.toMatch(/79000000001|seller_ivan/)
  await route(presses(person, `save:${publicId}`))
  await route(presses(person, `save:${publicId}`))
  expect(await app.db.favourite.count({ where: { post: { publicId } } })).toBe(1)
  await route(presses(person, 'close', { messageId: 77 }))
  expect(app.deleted).toEqual([{ chatId: person.telegramId, messageId: 77 }])
  await route(presses(person, `contact:${publicId}`))
  expect(app.sent.at(-1)?.protectContent).toBe(true)
})

test('a saved listing can be taken off again by the same button, and nothing else of the message changes', async () => {
  const person = aPerson()
  const { publicId } = await aPost(app)
  const copy = { text: 'Скопировать номер', copyText: '+79000000001' }
  const keyboard = [[copy], [{ text: '⭐ Сохранить', data: `save:${publicId}` }]]
  await route(presses(person, `save:${publicId}`, { keyboard, messageId: 5 }))
  expect(app.keyboards).toEqual([{ chatId: person.telegramId, messageId: 5, keyboard: [[copy], [{ text: 'Убрать из избранного', data: `unsave:${publicId}` }]] }])
  await route(presses(person, `unsave:${publicId}`, { keyboard: app.keyboards[0]?.keyboard ?? [], messageId: 5 }))
  expect(app.keyboards[1]?.keyboard).toEqual(keyboard)
  await route(presses(person, `save:${publicId}`, { keyboard, messageId: 5, chatId: -1002000000002n }))
  expect(app.keyboards).toHaveLength(2)
})

test('a card whose photo Telegram takes no more comes without it', async () => {
  const person = aPerson()
  const { publicId } = await aPost(app, 'PUBLISHED', { photoFileId: 'AgACofAFormerBot' })
  app.failures.push(new PermanentError('sendPhoto: Bad Request: wrong file identifier/HTTP URL specified'))
  await route(presses(person, `card:${publicId}`))
  expect(dataOf(app.sent[0]?.keyboard)).toEqual([`contact:${publicId}`, `save:${publicId}`, 'close'])
})

test('favourites and opened contacts are listed in pages without any contact, sold cars marked', async () => {
  const person = aPerson()
  await subscribe(app, person)
  const posts = await Promise.all(Array.from({ length: 6 }, () => aPost(app)))
  for (const { publicId } of posts) {
    await route(says(person, `/start contact_${publicId}`))
    await route(presses(person, `save:${publicId}`))
  }
  await app.db.post.update({ where: { id: posts[5]?.id ?? '' }, data: { status: 'WITHDRAWN' } })
  app.reset()
  await route(says(person, '/favorites'))
  await route(says(person, '/history'))
  expect(app.sent.map(({ html }) => html)).toEqual([expect.stringContaining('Избранное</b>: 6'), expect.stringContaining('Открытые контакты</b>: 6')])
  expect(app.sent[0]?.html).toContain('уже не продаётся')
  await route(presses(person, `card:${posts[5]?.publicId}`))
  expect(dataOf(app.sent.at(-1)?.keyboard)).toEqual([`unsave:${posts[5]?.publicId}`, 'close'])
  await route(presses(person, 'favorites:1'))
  await route(presses(person, 'history:1'))
  expect(app.edited.map(({ html }) => html.match(/^6\. /m))).toHaveLength(2)
  await route(presses(person, `unsave:${posts[0]?.publicId}`))
  expect(await app.db.favourite.count({ where: { user: { telegramId: person.telegramId } } })).toBe(5)
  expect(shown()).not.toMatch(/79000000001|seller_ivan/)
})

test('opened contacts are no way in when the subscription is over', async () => {
  const person = aPerson()
  await subscribe(app, person, { from: -1, to: 1 })
  const { publicId } = await aPost(app)
  await route(says(person, `/start contact_${publicId}`))
  app.reset()
  app.clock.now = new Date('2026-12-03T09:00:00Z')
  await app.db.user.updateMany({ where: { telegramId: person.telegramId }, data: { freeContactsUsed: 1 } })
  for (const data of ['go:history', `card:${publicId}`, `contact:${publicId}`]) await route(presses(person, data))
  expect(shown()).toContain('открывает подписка')
  expect(shown()).not.toMatch(/79000000001|seller_ivan/)
})

test('inline finds are paged, hold no contact even for a subscriber, and link to the bot', async () => {
  const person = aPerson()
  await subscribe(app, person)
  for (let n = 0; n < 25; n++) await aPost(app, 'PUBLISHED', n === 0 ? { photoFileId: 'AgACours' } : {})
  await route(asks(person, 'camry до 2,5 млн'))
  const [first] = app.inlineAnswers
  expect(first?.results).toHaveLength(20)
  expect(first?.nextOffset).toBe('20')
  expect(first?.results[0]?.keyboard[0]?.[0]).toMatchObject({ url: `https://t.me/cars_test_bot?start=contact_${first?.results[0]?.id}` })
  await route(asks(person, 'camry до 2,5 млн', '20'))
  expect(app.inlineAnswers[1]).toMatchObject({ nextOffset: '' })
  const all = app.inlineAnswers.flatMap(({ results }) => results)
  expect(new Set(all.map(({ id }) => id)).size).toBe(25)
  expect(all.filter(({ photoFileId }) => photoFileId === 'AgACours')).toHaveLength(1)
  for (const offset of ['-1', '1e3', 'x', '99999', '']) await route(asks(person, '\u0000💥', offset))
  expect(app.inlineAnswers).toHaveLength(7)
  expect(shown()).not.toMatch(/79000000001|seller_ivan/)
})

test('inline finds come without photos when Telegram takes one of them no more; a barred person finds nothing', async () => {
  const person = aPerson()
  await aPost(app, 'PUBLISHED', { photoFileId: 'AgACofAFormerBot' })
  app.failures.push(new PermanentError('answerInlineQuery: Bad Request: wrong file identifier/HTTP URL specified'))
  await route(asks(person, 'camry'))
  expect(app.inlineAnswers.map(({ results }) => results.map(({ photoFileId }) => photoFileId))).toEqual([[null]])
  const { id } = await rememberUser(app, person)
  await app.db.user.update({ where: { id }, data: { isBlocked: true } })
  await route(asks(person, 'camry'))
  expect(app.inlineAnswers[1]?.results).toEqual([])
})

test('listings withdrawn or older than 30 days are found neither in the bot nor inline, nor shown or asked for by their old buttons', async () => {
  const person = aPerson()
  await subscribe(app, person)
  const gone = await aPost(app, 'WITHDRAWN')
  const old = await aPost(app, 'PUBLISHED', { statusChangedAt: new Date(app.now().getTime() - 30 * 86_400_000 - 1) })
  const young = await aPost(app, 'PUBLISHED', { statusChangedAt: new Date(app.now().getTime() - 30 * 86_400_000) })
  await route(says(person, 'camry'))
  await route(asks(person, ''))
  expect(app.sent[0]?.html).toContain('Найдено: 1')
  expect(app.inlineAnswers[0]?.results.map(({ id }) => id)).toEqual([young.publicId])
  for (const action of ['card', 'save', 'contact']) await route(presses(person, `${action}:${gone.publicId}`))
  expect([...app.toasts, ...app.edited.map(({ html }) => html)].filter((words) => words?.includes('больше нет'))).toHaveLength(3)
  await route(presses(person, `contact:${old.publicId}`))
  expect(app.sent.at(-1)?.protectContent).toBe(true)
})

test('«лексус рх» finds every engine of the line, and «рх 350» that one', async () => {
  const person = aPerson()
  for (const model of ['RX 350', 'RX 300', 'RX', 'RXF', 'NX 200']) await aPost(app, 'PUBLISHED', { car: { brand: 'Lexus', model } })
  await route(says(person, 'лексус рх'))
  await route(says(person, 'лексус рх 350'))
  expect(app.sent.map(({ html }) => /Найдено: (\d)/.exec(html)?.[1])).toEqual(['3', '1'])
})

test("a seller's name can't be guessed by searching for it", async () => {
  await aPost(app)
  for (const word of ['seller_ivan', 'seller', 'ivan', '79000000001', '%', '_']) await route(says(aPerson(), `/search camry ${word}`))
  const withName = app.sent.slice(0, 3).map(({ html }) => html)
  expect(withName).toEqual([expect.stringContaining('такого не было'), expect.stringContaining('такого не было'), expect.stringContaining('такого не было')])
})
