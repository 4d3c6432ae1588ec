import type { UserModel } from '@cars-bot/platform'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { settlePayment } from '../payments/settle-payment.js'
import { aPaidPayment, aPeriod, aPost, aUser } from '../payments/test-rows.js'
import { expireSubscriptions } from '../subscriptions/expire-subscriptions.js'
import { requestSubscriberSync } from './request-subscriber-sync.js'
import { syncSubscribers } from './sync-subscribers.js'
import { sheetsTestApp, testSheets, type SheetsTestApp } from './test-sheets.js'

const start = new Date('2026-12-01T09:00:00Z')
const dayMs = 86_400_000
let app: SheetsTestApp

beforeAll(async () => {
  app = await sheetsTestApp()
})
beforeEach(async () => {
  app.sheets = testSheets()
  app.clock.now = start
  await Promise.all([app.db.notice.deleteMany(), app.db.subscription.deleteMany(), app.db.contactRequest.deleteMany()])
  await app.db.payment.deleteMany()
  await Promise.all([app.db.user.deleteMany(), app.db.setting.deleteMany(), app.db.sheetSnapshot.deleteMany(), app.db.logEvent.deleteMany()])
})
afterAll(() => app.close())

function rowOf(user: UserModel): Record<string, string> | undefined {
  return app.sheets.row('subscribers', 'User ID', user.telegramId.toString())
}

function change(user: UserModel, cells: Record<string, string>): void {
  app.sheets.change('subscribers', 'User ID', user.telegramId.toString(), cells)
}

async function aSyncedUser(): Promise<UserModel> {
  const user = await aUser(app)
  await syncSubscribers(app)
  return user
}

async function pay(user: UserModel): Promise<void> {
  await settlePayment(app, { paymentId: (await aPaidPayment(app, user)).id })
}

async function openPeriods(user: UserModel): Promise<{ plan: string; startsAt: Date; endsAt: Date; source: string }[]> {
  const periods = await app.db.subscription.findMany({ where: { userId: user.id, isActive: true }, orderBy: { startsAt: 'asc' } })
  return periods.map(({ plan, startsAt, endsAt, source }) => ({ plan, startsAt, endsAt, source }))
}

async function changeNotices(user: UserModel): Promise<number> {
  return app.db.notice.count({ where: { userId: user.id, kind: 'SUBSCRIPTION_CHANGED' } })
}

test('a new user appears as a row of a free plan', async () => {
  const user = await app.db.user.create({ data: { telegramId: 700_000_001n, username: 'buyer_anna', firstName: 'Анна', registeredAt: start } })
  await syncSubscribers(app)
  expect(rowOf(user)).toMatchObject({ Username: '@buyer_anna', Имя: 'Анна', 'Тип подписки': 'FREE', Активна: 'FALSE', 'Дата начала': '', 'Дата окончания': '', 'Дата регистрации': '2026-12-01 12:00:00', 'Запросов контактов': '0' })
})

test('a sync that has nothing to say makes one request and writes no cell', async () => {
  for (let i = 0; i < 5; i++) await aUser(app)
  await syncSubscribers(app)
  app.sheets.requests.length = 0
  await syncSubscribers(app)
  expect(app.sheets.requests).toEqual(['read'])
})

test('a payment shows in the sheet with its plan and dates', async () => {
  const user = await aSyncedUser()
  await pay(user)
  await syncSubscribers(app)
  expect(rowOf(user)).toMatchObject({ 'Тип подписки': 'MONTHLY', Активна: 'TRUE', 'Дата начала': '2026-12-01 12:00:00', 'Дата окончания': '2026-12-31 12:00:00', Состояние: '' })
  expect(await changeNotices(user)).toBe(0)
})

test('two payments in a row show as one access, from the first start to the last end', async () => {
  const user = await aSyncedUser()
  await pay(user)
  await pay(user)
  await syncSubscribers(app)
  await syncSubscribers(app)
  expect(rowOf(user)).toMatchObject({ 'Дата начала': '2026-12-01 12:00:00', 'Дата окончания': '2027-01-30 12:00:00' })
  expect(await openPeriods(user)).toHaveLength(2)
})

test('a paid subscription is never overwritten by a stale sheet row', async () => {
  const user = await aSyncedUser()
  await pay(user)
  for (let i = 0; i < 3; i++) await syncSubscribers(app)
  expect(await openPeriods(user)).toMatchObject([{ plan: 'MONTHLY', source: 'PAYMENT' }])
  expect(rowOf(user)?.['Активна']).toBe('TRUE')
})

test('a paid subscription whose row could not be written survives every later sync', async () => {
  const user = await aSyncedUser()
  await pay(user)
  app.sheets.writeFailures.push(...Array.from({ length: 3 }, () => new Error('Google did not answer')))
  for (let i = 0; i < 3; i++) await expect(syncSubscribers(app)).rejects.toThrow('Google did not answer')
  await syncSubscribers(app)
  expect(await openPeriods(user)).toMatchObject([{ plan: 'MONTHLY', source: 'PAYMENT' }])
  expect(rowOf(user)?.['Активна']).toBe('TRUE')
})

test('plan and TRUE with blank dates open access from now for the days of the plan, once, and the user is told once', async () => {
  const user = await aSyncedUser()
  await app.db.setting.create({ data: { key: 'Дней в годовой подписке', value: '400' } })
  change(user, { 'Тип подписки': 'yearly', Активна: 'ИСТИНА' })
  await syncSubscribers(app)
  app.clock.now = new Date(start.getTime() + 120_000)
  await syncSubscribers(app)
  expect(await openPeriods(user)).toEqual([{ plan: 'YEARLY', source: 'SHEET', startsAt: start, endsAt: new Date(start.getTime() + 400 * dayMs) }])
  expect(rowOf(user)).toMatchObject({ 'Тип подписки': 'yearly', Активна: 'ИСТИНА', 'Дата начала': '2026-12-01 12:00:00', 'Дата окончания': '2028-01-05 12:00:00' })
  expect(await changeNotices(user)).toBe(1)
  expect((await app.jobs.counts()).notices.waiting).toBeGreaterThan(0)
})

test('a change whose dates could not be written back is not applied again later: its start stays', async () => {
  const user = await aSyncedUser()
  change(user, { 'Тип подписки': 'MONTHLY', Активна: 'TRUE' })
  app.sheets.writeFailures.push(new Error('Google did not answer'))
  await expect(syncSubscribers(app)).rejects.toThrow('Google did not answer')
  app.clock.now = new Date(start.getTime() + 600_000)
  await syncSubscribers(app)
  expect(await openPeriods(user)).toMatchObject([{ startsAt: start }])
  expect(rowOf(user)?.['Дата начала']).toBe('2026-12-01 12:00:00')
})

test.each([
  ['2027-03-01 10:00:00', '2027-03-01T07:00:00Z'],
  ['01.03.2027 10:00', '2027-03-01T07:00:00Z'],
  ['01.03.2027', '2027-03-01T20:59:59Z'],
])('an end written as %s is the end', async (written, iso) => {
  const user = await aSyncedUser()
  change(user, { 'Тип подписки': 'MONTHLY', Активна: 'TRUE', 'Дата окончания': written })
  await syncSubscribers(app)
  expect(await openPeriods(user)).toMatchObject([{ endsAt: new Date(iso) }])
  expect(rowOf(user)?.['Дата окончания']).toBe(written)
})

test('a manual extension survives the next sync', async () => {
  const user = await aSyncedUser()
  await pay(user)
  await syncSubscribers(app)
  change(user, { 'Дата окончания': '31.03.2027' })
  for (let i = 0; i < 3; i++) await syncSubscribers(app)
  expect(await openPeriods(user)).toMatchObject([{ plan: 'MONTHLY', source: 'PAYMENT', startsAt: start, endsAt: new Date('2027-03-31T20:59:59Z') }])
  expect(rowOf(user)?.['Дата окончания']).toBe('31.03.2027')
  expect(await changeNotices(user)).toBe(0)
})

test('a payment after a manual extension adds to it', async () => {
  const user = await aSyncedUser()
  change(user, { 'Тип подписки': 'MONTHLY', Активна: 'TRUE', 'Дата окончания': '2027-01-31 12:00:00' })
  await syncSubscribers(app)
  await pay(user)
  await syncSubscribers(app)
  expect(rowOf(user)).toMatchObject({ 'Дата начала': '2026-12-01 12:00:00', 'Дата окончания': '2027-03-02 12:00:00' })
})

test.each<Record<string, string>>([{ Активна: 'FALSE' }, { 'Тип подписки': 'FREE' }])('%j ends access at once, and the user is told once', async (cells) => {
  const user = await aSyncedUser()
  await pay(user)
  await pay(user)
  await syncSubscribers(app)
  change(user, cells)
  for (let i = 0; i < 2; i++) await syncSubscribers(app)
  expect(await openPeriods(user)).toEqual([])
  expect(await changeNotices(user)).toBe(1)
  await expireSubscriptions(app)
  expect(await openPeriods(user)).toEqual([])
})

test('access closed by the owner can be opened by the owner again', async () => {
  const user = await aSyncedUser()
  await pay(user)
  await syncSubscribers(app)
  change(user, { Активна: 'FALSE' })
  await syncSubscribers(app)
  change(user, { Активна: 'TRUE' })
  await syncSubscribers(app)
  expect(await openPeriods(user)).toMatchObject([{ plan: 'MONTHLY', endsAt: new Date('2026-12-31T09:00:00Z') }])
  expect(await changeNotices(user)).toBe(2)
})

test('an ended subscription shows as FALSE and is prolonged by a new end and TRUE, typed one after the other', async () => {
  const user = await aSyncedUser()
  await pay(user)
  await syncSubscribers(app)
  app.clock.now = new Date(start.getTime() + 31 * dayMs)
  await expireSubscriptions(app)
  await syncSubscribers(app)
  expect(rowOf(user)).toMatchObject({ 'Тип подписки': 'MONTHLY', Активна: 'FALSE', 'Дата окончания': '2026-12-31 12:00:00' })
  change(user, { Активна: 'TRUE' })
  await syncSubscribers(app)
  expect(rowOf(user)).toMatchObject({ Активна: 'TRUE', Состояние: 'Дата окончания уже прошла: исправьте её или очистите' })
  expect(await openPeriods(user)).toEqual([])
  change(user, { 'Дата окончания': '28.02.2027' })
  await syncSubscribers(app)
  expect(await openPeriods(user)).toMatchObject([{ endsAt: new Date('2027-02-28T20:59:59Z') }])
  expect(rowOf(user)?.['Состояние']).toBe('')
})

test('a half-typed change is left as it is and explained: plan without TRUE, TRUE without plan', async () => {
  const [first, second] = [await aUser(app), await aUser(app)]
  await syncSubscribers(app)
  change(first, { 'Тип подписки': 'MONTHLY' })
  change(second, { Активна: 'TRUE' })
  await syncSubscribers(app)
  expect(rowOf(first)).toMatchObject({ 'Тип подписки': 'MONTHLY', Активна: 'FALSE', Состояние: 'Чтобы открыть доступ, поставьте TRUE в столбце «Активна»' })
  expect(rowOf(second)).toMatchObject({ 'Тип подписки': 'FREE', Активна: 'TRUE', Состояние: 'Укажите тип подписки: MONTHLY или YEARLY' })
  expect(await app.db.subscription.count()).toBe(0)
})

test.each([
  [{ 'Тип подписки': 'ВИП', Активна: 'TRUE' }, '«Тип подписки»'],
  [{ 'Тип подписки': 'MONTHLY', Активна: 'наверное' }, '«Активна»'],
  [{ 'Тип подписки': 'MONTHLY', Активна: 'TRUE', 'Дата окончания': 'навсегда' }, '«Дата окончания»'],
])('an unreadable cell changes nothing and is named in the row: %j', async (cells, named) => {
  const user = await aSyncedUser()
  change(user, cells)
  await syncSubscribers(app)
  expect(await app.db.subscription.count()).toBe(0)
  expect(rowOf(user)).toMatchObject(cells)
  expect(rowOf(user)?.['Состояние']).toContain(named)
})

test('when the owner and a payment changed one row, the payment holds, the row says so, and the event is logged', async () => {
  const user = await aSyncedUser()
  await pay(user)
  await syncSubscribers(app)
  change(user, { 'Дата окончания': '2026-12-05 12:00:00' })
  await pay(user)
  await syncSubscribers(app)
  expect(await openPeriods(user)).toHaveLength(2)
  expect(rowOf(user)).toMatchObject({ 'Дата окончания': '2027-01-30 12:00:00', Состояние: 'Изменение не принято: за это время пришла оплата' })
  await syncSubscribers(app)
  expect(rowOf(user)?.['Состояние']).toContain('пришла оплата')
  expect(await app.db.logEvent.findMany()).toMatchObject([{ level: 'WARNING' }])
  change(user, { 'Дата окончания': '2026-12-20 12:00:00' })
  await syncSubscribers(app)
  expect(await openPeriods(user)).toMatchObject([{ endsAt: new Date('2026-12-20T09:00:00Z') }])
  expect(rowOf(user)?.['Состояние']).toBe('')
})

test('when the owner prolongs what has just run out, the hand of the owner wins and the conflict is logged', async () => {
  const user = await aSyncedUser()
  await pay(user)
  await syncSubscribers(app)
  app.clock.now = new Date(start.getTime() + 31 * dayMs)
  await expireSubscriptions(app)
  change(user, { 'Дата окончания': '31.01.2027' })
  await syncSubscribers(app)
  expect(await openPeriods(user)).toMatchObject([{ plan: 'MONTHLY', endsAt: new Date('2027-01-31T20:59:59Z') }])
  expect(await app.db.logEvent.findMany()).toMatchObject([{ level: 'WARNING' }])
})

test('rows are found by User ID wherever they were moved, and nothing is cleared or re-ordered', async () => {
  const users = [await aUser(app), await aUser(app), await aUser(app)]
  await syncSubscribers(app)
  const tab = app.sheets.tab('subscribers')
  tab.push(tab.splice(1, 1)[0] ?? [], ['', '', 'Пометка владельца'])
  tab.splice(1, 0, [])
  const [paying] = users
  if (!paying) throw new Error('no user')
  await pay(paying)
  const ids = tab.map((cells) => cells[0] ?? '')
  await syncSubscribers(app)
  expect(tab.map((cells) => cells[0] ?? '')).toEqual(ids)
  expect(tab.flat()).toContain('Пометка владельца')
  expect(rowOf(paying)?.['Активна']).toBe('TRUE')
  expect(tab.filter((cells) => cells.includes('TRUE'))).toHaveLength(1)
})

test("a tab sorted by the owner at the very moment of writing gives nobody another's subscription", async () => {
  const [paying, other] = [await aUser(app), await aUser(app)]
  await syncSubscribers(app)
  await pay(paying)
  app.sheets.beforeWriting.push(() => {
    const tab = app.sheets.tab('subscribers')
    tab.push(...tab.splice(1, 1))
  })
  for (let i = 0; i < 3; i++) await syncSubscribers(app)
  expect(rowOf(paying)).toMatchObject({ 'Тип подписки': 'MONTHLY', Активна: 'TRUE', 'Дата окончания': '2026-12-31 12:00:00' })
  expect(rowOf(other)).toMatchObject({ 'Тип подписки': 'FREE', Активна: 'FALSE', 'Дата окончания': '' })
  expect(await openPeriods(other)).toEqual([])
})

test('a row deleted by the owner ends nothing and comes back', async () => {
  const user = await aSyncedUser()
  await pay(user)
  await syncSubscribers(app)
  app.sheets.tab('subscribers').splice(1)
  await syncSubscribers(app)
  expect(await openPeriods(user)).toHaveLength(1)
  expect(rowOf(user)).toMatchObject({ 'Тип подписки': 'MONTHLY', Активна: 'TRUE' })
})

test('a row of somebody the bot does not know, a second row and a row without an id say so and change nothing', async () => {
  const user = await aSyncedUser()
  app.sheets.add('subscribers', { 'User ID': '999', 'Тип подписки': 'MONTHLY', Активна: 'TRUE' })
  app.sheets.add('subscribers', { 'User ID': user.telegramId.toString(), 'Тип подписки': 'MONTHLY', Активна: 'TRUE' })
  app.sheets.add('subscribers', { Имя: 'Без номера', Активна: 'TRUE' })
  await syncSubscribers(app)
  expect(await app.db.subscription.count()).toBe(0)
  expect(app.sheets.tab('subscribers').slice(2).map((cells) => cells.at(-1))).toEqual(['Этот пользователь ещё не запускал бота', 'Ошибка: этот пользователь уже есть в строке 2', 'Ошибка: не указан User ID'])
})

test('subscriptions in a tab of the older system are taken over', async () => {
  const user = await aUser(app)
  app.sheets.add('subscribers', { 'User ID': user.telegramId.toString(), 'Тип подписки': 'YEARLY', Активна: 'TRUE', 'Дата начала': '2026-06-01 00:00:00', 'Дата окончания': '2027-06-01 00:00:00' })
  await syncSubscribers(app)
  expect(await openPeriods(user)).toMatchObject([{ plan: 'YEARLY', startsAt: new Date('2026-05-31T21:00:00Z'), endsAt: new Date('2027-05-31T21:00:00Z') }])
})

test('a period in the database and none in a row never merged: the row is filled', async () => {
  const user = await aUser(app)
  await aPeriod(app, user, { from: 0, to: 30 })
  app.sheets.add('subscribers', { 'User ID': user.telegramId.toString() })
  await syncSubscribers(app)
  expect(rowOf(user)).toMatchObject({ 'Тип подписки': 'MONTHLY', Активна: 'TRUE' })
  expect(await openPeriods(user)).toHaveLength(1)
})

test('the count of contact requests follows', async () => {
  const user = await aSyncedUser()
  await app.db.contactRequest.create({ data: { userId: user.id, postId: (await aPost(app)).id } })
  await syncSubscribers(app)
  expect(rowOf(user)?.['Запросов контактов']).toBe('1')
})

test('two workers that sync at once append a new user once and apply a change once', async () => {
  const user = await aSyncedUser()
  const newcomer = await aUser(app)
  change(user, { 'Тип подписки': 'MONTHLY', Активна: 'TRUE' })
  await Promise.all([syncSubscribers(app), syncSubscribers(app), syncSubscribers(app)])
  expect(app.sheets.tab('subscribers').filter((cells) => cells[0] === newcomer.telegramId.toString())).toHaveLength(1)
  expect(await app.db.subscription.count()).toBe(1)
  expect(await changeNotices(user)).toBe(1)
})

test('payments and syncs at the same time lose no paid day', async () => {
  const users = await Promise.all(Array.from({ length: 8 }, () => aUser(app)))
  await syncSubscribers(app)
  for (const user of users) change(user, { 'Тип подписки': 'MONTHLY', Активна: 'TRUE', 'Дата окончания': '2026-12-11 12:00:00' })
  await Promise.all([...users.map((user) => pay(user)), syncSubscribers(app)])
  await syncSubscribers(app)
  for (const user of users) {
    const last = (await openPeriods(user)).at(-1)
    expect(last?.endsAt.getTime()).toBeGreaterThanOrEqual(start.getTime() + 30 * dayMs)
    expect(rowOf(user)?.['Активна']).toBe('TRUE')
  }
})

test('a missing header stops the tab and changes nothing on either side', async () => {
  const user = await aSyncedUser()
  await pay(user)
  const header = app.sheets.tab('subscribers')[0] ?? []
  header[header.indexOf('Активна')] = 'Активен ли'
  const before = structuredClone(app.sheets.tab('subscribers'))
  await syncSubscribers(app)
  expect(app.sheets.tab('subscribers')).toEqual(before)
  expect(await openPeriods(user)).toHaveLength(1)
  expect((await app.db.logEvent.findFirstOrThrow()).message).toContain('«Активна»')
})

test('new events come to the foot of the log tab, oldest first, each once and at most 500 a run', async () => {
  await app.db.logEvent.createMany({ data: Array.from({ length: 501 }, (_, index) => ({ level: 'INFO' as const, component: 'monitor', message: `Событие ${index}`, createdAt: start })) })
  await syncSubscribers(app)
  expect(app.sheets.tab('logs')).toHaveLength(501)
  expect(app.sheets.tab('logs')[1]).toEqual(['2026-12-01 12:00:00', 'INFO', 'Событие 0', 'monitor'])
  await syncSubscribers(app)
  await syncSubscribers(app)
  expect(app.sheets.tab('logs').at(-1)?.[2]).toBe('Событие 500')
  expect(app.sheets.tab('logs')).toHaveLength(502)
})

test('a sync asked for twice is enqueued once', async () => {
  await requestSubscriberSync(app.jobs)
  await requestSubscriberSync(app.jobs)
  expect((await app.jobs.counts()).sheets.waiting).toBe(1)
})
