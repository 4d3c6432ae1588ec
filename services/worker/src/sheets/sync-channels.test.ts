import { randomUUID } from 'node:crypto'
import { RateLimitedError } from '@cars-bot/adapters/errors'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aPost } from '../payments/test-rows.js'
import { requeueStuckPosts } from '../posts/requeue-stuck-posts.js'
import { sheetDefinitions, headersOf } from './sheet-definitions.js'
import { syncChannels } from './sync-channels.js'
import { sheetsTestApp, testSheets, type SheetsTestApp } from './test-sheets.js'

let app: SheetsTestApp

beforeAll(async () => {
  app = await sheetsTestApp()
})
beforeEach(async () => {
  app.sheets = testSheets()
  app.log.lines.length = 0
  await app.db.post.updateMany({ data: { duplicateOfId: null } })
  await app.db.post.deleteMany()
  await Promise.all([app.db.channel.deleteMany(), app.db.setting.deleteMany(), app.db.sheetSnapshot.deleteMany(), app.db.logEvent.deleteMany()])
})
afterAll(() => app.close())

function addChannel(reference: string, cells: Record<string, string> = {}): void {
  app.sheets.add('channels', { 'Username канала': reference, Активен: 'TRUE', ...cells })
}

function stateOf(reference: string): string | undefined {
  return app.sheets.row('channels', 'Username канала', reference)?.['Состояние']
}

async function references(): Promise<string[]> {
  return (await app.db.channel.findMany({ where: { isEnabled: true }, orderBy: { id: 'asc' } })).map(({ reference }) => reference)
}

test.each([
  ['@Cars_Moscow', '@cars_moscow'],
  ['https://t.me/s/cars_moscow?before=10', '@cars_moscow'],
  ['t.me/cars_moscow/42', '@cars_moscow'],
  ['https://t.me/+AbCdEfGhIjKlMnOp', '+AbCdEfGhIjKlMnOp'],
  ['-1001234567890', '-1001234567890'],
])('a channel written as %s is watched as %s', async (written, reference) => {
  addChannel(written)
  await syncChannels(app)
  expect(await references()).toEqual([reference])
  expect(stateOf(written)).toBe('Подключаем')
})

test.each(['TRUE', 'ИСТИНА', 'истина', 'да', '1'])('«%s» switches a channel on', async (flag) => {
  addChannel('@cars_moscow', { Активен: flag })
  await syncChannels(app)
  expect(await references()).toEqual(['@cars_moscow'])
})

test.each(['FALSE', 'ЛОЖЬ', 'нет', '0', ''])('«%s» switches it off', async (flag) => {
  await app.db.channel.create({ data: { reference: '@cars_moscow' } })
  addChannel('@cars_moscow', { Активен: flag })
  await syncChannels(app)
  expect(await references()).toEqual([])
  expect(stateOf('@cars_moscow')).toBe('Выключен')
})

test('a bad row shows its error in the sheet and keeps no other row from being watched', async () => {
  addChannel('https://vk.com/cars')
  addChannel('@a b')
  app.sheets.add('channels', { 'Название канала': 'Забытая ссылка' })
  addChannel('@cars_moscow')
  await syncChannels(app)
  expect(await references()).toEqual(['@cars_moscow'])
  expect(stateOf('https://vk.com/cars')).toBe('Ошибка: это не ссылка Telegram')
  expect(stateOf('@a b')).toContain('Ошибка: имя канала')
  expect(app.sheets.row('channels', 'Название канала', 'Забытая ссылка')?.['Состояние']).toBe('Ошибка: не указан канал')
})

test('two spellings of one channel are one channel, and the second row says so', async () => {
  addChannel('@cars_moscow')
  addChannel('https://t.me/Cars_Moscow')
  await syncChannels(app)
  expect(await app.db.channel.count()).toBe(1)
  expect(stateOf('https://t.me/Cars_Moscow')).toBe('Ошибка: этот канал уже есть в строке 2')
})

test('a channel respelt by its number or its new name stays the same channel', async () => {
  const { id } = await app.db.channel.create({ data: { reference: '+AbCdEfGhIjKlMnOp', telegramId: -1001234567890n, username: 'Cars_Moscow', lastMessageId: 42 } })
  addChannel('-1001234567890')
  await syncChannels(app)
  expect(await app.db.channel.findMany()).toMatchObject([{ id, reference: '-1001234567890', isEnabled: true, lastMessageId: 42 }])
  app.sheets.change('channels', 'Username канала', '-1001234567890', { 'Username канала': '@cars_moscow' })
  await syncChannels(app)
  expect(await app.db.channel.findMany()).toMatchObject([{ id, reference: '@cars_moscow' }])
})

test.each(['+7 900 000-00-01', '89000000001', '79000000001', '79000000001.0', "'+79000000001"])('the seller phone %s, even as a number, is stored encrypted', async (phone) => {
  addChannel('@cars_moscow', { Номер: phone, Телеграмм: '@Seller_Ivan' })
  await syncChannels(app)
  const channel = await app.db.channel.findFirstOrThrow()
  expect(channel.phoneCiphertext && app.phones.decrypt(channel.phoneCiphertext)).toBe('+79000000001')
  expect(channel.phoneHash).toBe(app.phones.hash('+79000000001'))
  expect(channel.sellerTelegramUsername).toBe('Seller_Ivan')
  expect(JSON.stringify(app.log.lines)).not.toContain('9000000001')
})

test('an unreadable phone leaves the stored one and says what is wrong; a blank removes it', async () => {
  addChannel('@cars_moscow', { Номер: '+79000000001' })
  await syncChannels(app)
  app.sheets.change('channels', 'Username канала', '@cars_moscow', { Номер: 'спросить у Пети' })
  await syncChannels(app)
  expect((await app.db.channel.findFirstOrThrow()).phoneHash).toBe(app.phones.hash('+79000000001'))
  expect(stateOf('@cars_moscow')).toBe('Ошибка: «Номер»: не похоже на телефон; Подключаем')
  app.sheets.change('channels', 'Username канала', '@cars_moscow', { Номер: '' })
  await syncChannels(app)
  expect(await app.db.channel.findFirstOrThrow()).toMatchObject({ phoneHash: null, phoneCiphertext: null })
})

test('number, title, date and state come back into the sheet, and the next sync writes nothing', async () => {
  addChannel('@cars_moscow')
  await syncChannels(app)
  await app.db.channel.updateMany({ data: { telegramId: -1001234567890n, title: 'Авто Москва', status: 'UNAVAILABLE', statusReason: 'канал закрыт' } })
  await syncChannels(app)
  expect(app.sheets.row('channels', 'Username канала', '@cars_moscow')).toMatchObject({ ID: '-1001234567890', 'Название канала': 'Авто Москва', 'Дата добавления': '2026-12-01 12:00:00', Состояние: 'Недоступен: канал закрыт' })
  app.sheets.requests.length = 0
  await syncChannels(app)
  expect(app.sheets.requests).toEqual(['read'])
})

test('a sync takes one request to read and one to write, however many channels there are', async () => {
  await syncChannels(app)
  for (let i = 0; i < 100; i++) addChannel(`@cars_${1000 + i}`)
  app.sheets.requests.length = 0
  await syncChannels(app)
  expect(await app.db.channel.count()).toBe(100)
  expect(app.sheets.requests).toEqual(['read', 'write 200'])
})

test('a removed row switches its channel off and keeps its posts', async () => {
  for (const name of ['@cars_one', '@cars_two', '@cars_three']) addChannel(name)
  await syncChannels(app)
  app.sheets.tab('channels').splice(2, 1)
  await syncChannels(app)
  expect(await references()).toEqual(['@cars_one', '@cars_three'])
  expect(await app.db.channel.count()).toBe(3)
  expect(await app.db.logEvent.findFirst()).toMatchObject({ level: 'INFO', message: 'Канал @cars_two отключён: его строки больше нет в таблице' })
})

test('more than half of the rows gone at once switches nothing off and asks the owner', async () => {
  for (let i = 0; i < 5; i++) addChannel(`@cars_${1000 + i}`)
  await syncChannels(app)
  app.sheets.tab('channels').splice(2, 3)
  await syncChannels(app)
  expect(await references()).toHaveLength(5)
  expect(await app.db.logEvent.findFirst()).toMatchObject({ level: 'ERROR', dedupeKey: 'channels-vanished' })
})

test('a tab emptied by mistake switches nothing off, headers or not', async () => {
  addChannel('@cars_moscow')
  await syncChannels(app)
  app.sheets.tab('channels').splice(1)
  await syncChannels(app)
  app.sheets.tab('channels').splice(0)
  await syncChannels(app)
  expect(await references()).toEqual(['@cars_moscow'])
})

test('one channel put in the place of another is the only one watched', async () => {
  addChannel('@cars_moscow')
  await syncChannels(app)
  app.sheets.change('channels', 'Username канала', '@cars_moscow', { 'Username канала': '@cars_kazan' })
  await syncChannels(app)
  expect(await references()).toEqual(['@cars_kazan'])
})

test('a renamed header stops that tab, names the header, and changes nothing', async () => {
  addChannel('@cars_moscow')
  await syncChannels(app)
  const before = structuredClone(app.sheets.tab('channels'))
  const header = app.sheets.tab('channels')[0] ?? []
  header[header.indexOf('Активен')] = 'Включён'
  await app.db.channel.updateMany({ data: { status: 'ACTIVE' } })
  await syncChannels(app)
  expect(await references()).toEqual(['@cars_moscow'])
  expect(app.sheets.tab('channels').slice(1)).toEqual(before.slice(1))
  expect((await app.db.logEvent.findFirstOrThrow()).message).toContain('«Активен»')
})

test('a channel switched on again is tried at once', async () => {
  await app.db.channel.create({ data: { reference: '@cars_moscow', isEnabled: false, status: 'UNAVAILABLE', statusReason: 'канал закрыт', attempts: 7, nextAttemptAt: new Date('2027-01-01') } })
  addChannel('@cars_moscow')
  await syncChannels(app)
  expect(await app.db.channel.findFirst()).toMatchObject({ isEnabled: true, status: 'PENDING', statusReason: null, attempts: 0, nextAttemptAt: null })
})

test('when Google is down the sync fails and the database keeps what it had', async () => {
  addChannel('@cars_moscow')
  await syncChannels(app)
  app.sheets.failures.push(new Error('Google did not answer'))
  await expect(syncChannels(app)).rejects.toThrow('Google did not answer')
  const limit = new RateLimitedError('Google asks to wait', { retryAfterMs: 30_000 })
  app.sheets.failures.push(limit)
  await expect(syncChannels(app)).rejects.toBe(limit)
  expect(await references()).toEqual(['@cars_moscow'])
})

test('a state that could not be written is written by the next sync', async () => {
  addChannel('@cars_moscow')
  app.sheets.writeFailures.push(new Error('Google did not answer'))
  await expect(syncChannels(app)).rejects.toThrow('Google did not answer')
  await syncChannels(app)
  expect(stateOf('@cars_moscow')).toBe('Подключаем')
  expect(await app.db.channel.count()).toBe(1)
})

test('two workers that sync at once make one channel and one seed of the settings', async () => {
  addChannel('@cars_moscow')
  await Promise.all([syncChannels(app), syncChannels(app), syncChannels(app)])
  expect(await app.db.channel.count()).toBe(1)
  expect(new Set(app.sheets.tab('settings').map(([name]) => name)).size).toBe(app.sheets.tab('settings').length)
})

test('an empty settings tab is filled with the values that hold', async () => {
  await syncChannels(app)
  expect(app.sheets.row('settings', 'Параметр', 'Цена подписки на месяц, ₽')?.['Значение']).toBe('299')
  await syncChannels(app)
  expect(await app.db.setting.findUnique({ where: { key: 'Цена подписки на месяц, ₽' } })).toMatchObject({ value: '299' })
})

test('a setting changed in the sheet holds, one changed in the system is shown, unknown ones are kept', async () => {
  await syncChannels(app)
  await syncChannels(app)
  app.sheets.change('settings', 'Параметр', 'Минимальная цена, ₽', { Значение: '100 000' })
  app.sheets.add('settings', { Параметр: 'Своя пометка', Значение: 'не трогать' })
  await app.db.setting.update({ where: { key: 'Порог уверенности ИИ' }, data: { value: '0,9' } })
  await syncChannels(app)
  const stored = Object.fromEntries((await app.db.setting.findMany()).map(({ key, value }) => [key, value]))
  expect(stored).toMatchObject({ 'Минимальная цена, ₽': '100 000', 'Своя пометка': 'не трогать', 'Порог уверенности ИИ': '0,9' })
  expect(app.sheets.row('settings', 'Параметр', 'Порог уверенности ИИ')?.['Значение']).toBe('0,9')
  expect(app.sheets.row('settings', 'Параметр', 'Своя пометка')?.['Значение']).toBe('не трогать')
})

test('a setting that is not to be understood is told once, not at every sync', async () => {
  await syncChannels(app)
  app.sheets.change('settings', 'Параметр', 'Минимальная цена, ₽', { Значение: 'недорого' })
  for (let i = 0; i < 3; i++) await syncChannels(app)
  expect(await app.db.logEvent.findMany()).toMatchObject([{ level: 'WARNING', count: 1 }])
  expect((await app.db.logEvent.findFirstOrThrow()).message).toContain('Минимальная цена, ₽: нужно число')
})

test('a post that waits for a decision is in the queue once, and the decision is carried out once', async () => {
  const [approved, rejected, waiting] = [await aPost(app, 'MODERATION'), await aPost(app, 'MODERATION'), await aPost(app, 'MODERATION')]
  for (const { id, reference } of await app.db.channel.findMany()) addChannel(reference, { ID: String(id) })
  await syncChannels(app)
  await syncChannels(app)
  expect(app.sheets.tab('moderation')).toHaveLength(4)
  expect(app.sheets.row('moderation', 'ID поста', approved.id)).toMatchObject({ 'Марка/Модель': 'Toyota Camry 2018', Статус: 'PENDING' })
  app.sheets.change('moderation', 'ID поста', approved.id, { Статус: 'approved' })
  app.sheets.change('moderation', 'ID поста', rejected.id, { Статус: 'REJECTED' })
  await syncChannels(app)
  await syncChannels(app)
  expect((await app.db.post.findMany({ orderBy: { createdAt: 'asc' } })).map(({ status }) => status)).toEqual(['READY', 'REJECTED', 'MODERATION'])
  expect((await app.jobs.counts()).telegram.waiting).toBe(1)
  await app.db.post.update({ where: { id: approved.id }, data: { status: 'PUBLISHED' } })
  await syncChannels(app)
  expect(app.sheets.row('moderation', 'ID поста', approved.id)?.['Статус']).toBe('PUBLISHED')
  expect(app.sheets.row('moderation', 'ID поста', waiting.id)?.['Статус']).toBe('PENDING')
})

test('a decision for a post that no longer waits, or of an unknown post, changes nothing', async () => {
  const { id } = await aPost(app, 'PUBLISHED')
  app.sheets.add('moderation', { 'ID поста': id, Статус: 'REJECTED' })
  app.sheets.add('moderation', { 'ID поста': randomUUID(), Статус: 'APPROVED' })
  app.sheets.add('moderation', { 'ID поста': '42', Статус: 'APPROVED' })
  await syncChannels(app)
  expect((await app.db.post.findUniqueOrThrow({ where: { id } })).status).toBe('PUBLISHED')
  expect(app.sheets.row('moderation', 'ID поста', id)?.['Статус']).toBe('PUBLISHED')
})

test('an ad merged with another one gets a row that says why, and the owner takes it apart there', async () => {
  const original = await aPost(app)
  const merged = await aPost(app, 'DUPLICATE')
  await app.db.post.update({ where: { id: merged.id }, data: { duplicateOfId: original.id, duplicateEvidence: ['тот же VIN'], statusChangedAt: app.now() } })
  await syncChannels(app)
  await syncChannels(app)
  expect(app.sheets.tab('merges')).toHaveLength(2)
  expect(app.sheets.row('merges', 'ID поста', merged.id)).toMatchObject({ 'Марка/Модель': 'Toyota Camry 2018', 'Почему это одна машина': 'тот же VIN', 'Разделить?': '', Примечание: '' })
  app.sheets.change('merges', 'ID поста', merged.id, { 'Разделить?': 'Разделить' })
  app.sheets.add('merges', { 'ID поста': original.id, 'Разделить?': 'разделить' })
  await syncChannels(app)
  expect(await app.db.post.findUniqueOrThrow({ where: { id: merged.id } })).toMatchObject({ status: 'READY', isSplit: true, duplicateOfId: null })
  expect((await app.db.post.findUniqueOrThrow({ where: { id: original.id } })).status).toBe('PUBLISHED')
  expect(app.sheets.row('merges', 'ID поста', merged.id)?.['Примечание']).toBe('Разделено: публикуется отдельно')
  expect(app.sheets.row('merges', 'ID поста', original.id)?.['Примечание']).toBe('Уже не объединено, делить нечего')
})

test('a spreadsheet without any tab gets them with their headers', async () => {
  for (const key of ['channels', 'settings', 'moderation', 'merges', 'subscribers', 'logs', 'analytics'] as const) app.sheets.remove(key)
  await syncChannels(app)
  for (const key of ['channels', 'subscribers', 'logs'] as const) expect(app.sheets.tab(key)[0]).toEqual(headersOf(sheetDefinitions[key]))
})

test('a tab deleted while the worker runs comes back at the second try, and no channel is switched off by it', async () => {
  addChannel('@cars_moscow')
  await syncChannels(app)
  app.sheets.remove('channels')
  await expect(syncChannels(app)).rejects.toThrow('no tab')
  await syncChannels(app)
  expect(app.sheets.tab('channels')).toEqual([headersOf(sheetDefinitions.channels)])
  expect(await references()).toEqual(['@cars_moscow'])
})

test("a channel's own words are the owner's: written they hold, removed they are gone", async () => {
  addChannel('@cars_moscow', { 'Ключевые слова': 'камри, бмв; «мерседес»\nкрузак' })
  await syncChannels(app)
  expect(await app.db.channel.findFirst()).toMatchObject({ keywords: ['камри', 'бмв', '«мерседес»', 'крузак'] })
  app.sheets.change('channels', 'Username канала', '@cars_moscow', { 'Ключевые слова': '' })
  await syncChannels(app)
  expect(await app.db.channel.findFirst()).toMatchObject({ keywords: [] })
})

test('what is published of a protected channel is decided in its row; a blank shows what holds, nonsense changes nothing', async () => {
  addChannel('@cars_moscow', { 'Защищённый канал': 'С фото' })
  addChannel('@cars_kazan')
  await syncChannels(app)
  expect((await app.db.channel.findMany({ orderBy: { id: 'asc' } })).map(({ protectedContentPolicy }) => protectedContentPolicy)).toEqual(['WITH_MEDIA', 'TEXT_ONLY'])
  await app.db.channel.updateMany({ data: { isProtected: true, status: 'ACTIVE' } })
  await syncChannels(app)
  expect(app.sheets.row('channels', 'Username канала', '@cars_kazan')).toMatchObject({ 'Защищённый канал': 'текст', Состояние: 'Работает; канал запрещает копирование, публикуем без фото' })
  expect(app.sheets.row('channels', 'Username канала', '@cars_moscow')?.['Защищённый канал']).toBe('С фото')
  app.sheets.change('channels', 'Username канала', '@cars_kazan', { 'Защищённый канал': 'пропускать' })
  app.sheets.change('channels', 'Username канала', '@cars_moscow', { 'Защищённый канал': 'как получится' })
  await syncChannels(app)
  expect((await app.db.channel.findMany({ orderBy: { id: 'asc' } })).map(({ protectedContentPolicy }) => protectedContentPolicy)).toEqual(['WITH_MEDIA', 'SKIP'])
  expect(stateOf('@cars_moscow')).toBe('Ошибка: «Защищённый канал»: нужно «текст», «с фото» или «пропускать»; Работает; канал запрещает копирование, публикуем с фото')
  app.sheets.requests.length = 0
  await syncChannels(app)
  expect(app.sheets.requests).toEqual(['read'])
})

test('a channel that waits for its admin, or is closed to us, says so in words', async () => {
  addChannel('@cars_moscow')
  addChannel('@cars_kazan')
  await syncChannels(app)
  await app.db.channel.update({ where: { reference: '@cars_moscow' }, data: { status: 'JOIN_REQUESTED' } })
  await app.db.channel.update({ where: { reference: '@cars_kazan' }, data: { status: 'UNAVAILABLE', statusReason: 'канал закрыт для читающего аккаунта, заблокирован или удалён' } })
  await syncChannels(app)
  expect([stateOf('@cars_moscow'), stateOf('@cars_kazan')]).toEqual(['Заявка на вступление отправлена, ждём одобрения', 'Недоступен: канал закрыт для читающего аккаунта, заблокирован или удалён'])
})

/** Three posts of one channel that vanished together: two published, one that waits for a decision; its row is in the sheet. */
async function vanishedPosts(): Promise<{ reference: string; ids: string[] }> {
  const first = await app.db.post.findUniqueOrThrow({ where: { id: (await aPost(app)).id }, include: { channel: true } })
  const others = [await aPost(app), await aPost(app, 'MODERATION')]
  for (const [index, { id }] of others.entries()) await app.db.post.update({ where: { id }, data: { channelId: first.channelId, messageId: 100 + index } })
  await app.db.post.updateMany({ where: { channelId: first.channelId }, data: { sourceDeletedAt: app.now(), isWithdrawalHeld: true } })
  await app.db.delivery.updateMany({ data: { text: 'Toyota Camry' } })
  await app.db.delivery.deleteMany({ where: { post: { status: 'MODERATION' } } })
  for (const queue of app.jobs.queues) await queue.obliterate({ force: true })
  await app.db.channel.deleteMany({ where: { id: { not: first.channelId } } })
  addChannel(first.channel.reference)
  return { reference: first.channel.reference, ids: [first.id, ...others.map(({ id }) => id)] }
}

function vanishedOf(reference: string): (string | undefined)[] {
  const row = app.sheets.row('channels', 'Username канала', reference)
  return [row?.['Пропали у источника'], row?.['Снять объявления?']]
}

test('listings whose sources vanished together wait for the answer in the channel row, and «снять» withdraws them all', async () => {
  const { reference } = await vanishedPosts()
  await syncChannels(app)
  expect(vanishedOf(reference)).toEqual(['Разом пропали 3 объявления. Снять или оставить?', ''])
  app.sheets.change('channels', 'Username канала', reference, { 'Снять объявления?': 'Снять' })
  await syncChannels(app)
  await syncChannels(app)
  expect(await app.db.post.findMany()).toMatchObject(Array.from({ length: 3 }, () => ({ status: 'WITHDRAWN', withdrawalReason: 'DELETED', isWithdrawalHeld: false })))
  expect((await app.jobs.counts()).listings.waiting).toBe(2)
  expect(vanishedOf(reference)).toEqual(['', ''])
  expect(await app.db.logEvent.findMany()).toMatchObject([{ level: 'INFO', message: expect.stringContaining('(3) сняты') as string }])
})

test('«оставить» leaves them as they are, and nobody asks again', async () => {
  const { reference } = await vanishedPosts()
  await syncChannels(app)
  app.sheets.change('channels', 'Username канала', reference, { 'Снять объявления?': 'оставить' })
  await syncChannels(app)
  expect((await app.db.post.findMany({ orderBy: { createdAt: 'asc' } })).map(({ status }) => status)).toEqual(['PUBLISHED', 'PUBLISHED', 'MODERATION'])
  expect(await app.db.post.count({ where: { isWithdrawalHeld: true } })).toBe(0)
  expect(await app.db.post.count({ where: { sourceDeletedAt: app.now() } })).toBe(3)
  expect(vanishedOf(reference)).toEqual(['', ''])
  await requeueStuckPosts(app)
  expect((await app.jobs.counts()).listings.waiting).toBe(0)
})

test('an answer that nobody asked for, or that is none, withdraws nothing', async () => {
  const { reference } = await vanishedPosts()
  app.sheets.change('channels', 'Username канала', reference, { 'Снять объявления?': 'снять' })
  await syncChannels(app)
  expect(await app.db.post.count({ where: { isWithdrawalHeld: true } })).toBe(3)
  expect(vanishedOf(reference)).toEqual(['Разом пропали 3 объявления. Снять или оставить?', ''])
  app.sheets.change('channels', 'Username канала', reference, { 'Снять объявления?': 'не знаю' })
  await syncChannels(app)
  expect(await app.db.post.count({ where: { isWithdrawalHeld: true } })).toBe(3)
  expect(stateOf(reference)).toContain('«Снять объявления?»: нужно «снять» или «оставить»')
  expect(vanishedOf(reference)[1]).toBe('не знаю')
})
