import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aPeriod, aPost, aUser } from '../payments/test-rows.js'
import { sheetsTestApp, testSheets, type SheetsTestApp } from './test-sheets.js'
import { updateAnalytics } from './update-analytics.js'
import { updateChannelStatistics } from './update-channel-statistics.js'

let app: SheetsTestApp

beforeAll(async () => {
  app = await sheetsTestApp()
})
beforeEach(async () => {
  app.sheets = testSheets()
  app.clock.now = new Date('2026-12-01T09:00:00Z')
  await Promise.all([app.db.subscription.deleteMany(), app.db.contactRequest.deleteMany(), app.db.post.deleteMany()])
  await Promise.all([app.db.payment.deleteMany(), app.db.channel.deleteMany(), app.db.aiUsage.deleteMany()])
  await app.db.user.deleteMany()
})
afterAll(() => app.close())

async function aPayment(userId: string, amountKopecks: number, paidAt: string): Promise<void> {
  await app.db.payment.create({ data: { userId, amountKopecks, paidAt: new Date(paidAt), provider: 'YOOKASSA', plan: 'MONTHLY', durationDays: 30, idempotenceKey: randomUUID(), status: 'SUCCEEDED' } })
}

function day(date: string): Record<string, string> | undefined {
  return app.sheets.row('analytics', 'Дата', date)
}

test("the figures of a Moscow day are counted from the rows themselves", async () => {
  const [subscriber, visitor] = [await aUser(app), await aUser(app)]
  const period = await aPeriod(app, subscriber, { from: 0, to: 30 })
  await app.db.subscription.update({ where: { id: period.id }, data: { createdAt: new Date('2026-12-01T08:00:00Z') } })
  const [published, rejected, fresh] = [await aPost(app), await aPost(app, 'REJECTED'), await aPost(app, 'NEW')]
  await app.db.post.updateMany({ where: { id: { in: [published.id, rejected.id, fresh.id] } }, data: { createdAt: new Date('2026-11-30T21:00:00Z') } })
  await app.db.delivery.deleteMany({ where: { postId: { not: published.id } } })
  await app.db.delivery.updateMany({ data: { sentAt: new Date('2026-12-01T08:00:00Z') } })
  await app.db.contactRequest.create({ data: { userId: visitor.id, postId: published.id, createdAt: new Date('2026-12-01T08:00:00Z') } })
  await aPayment(subscriber.id, 299_00, '2026-12-01T08:00:00Z')
  await aPayment(subscriber.id, 2_990_50, '2026-11-30T20:59:59Z')
  await app.db.aiUsage.create({ data: { day: new Date('2026-12-01'), calls: 12, promptTokens: 30_000, cachedTokens: 20_000, completionTokens: 4_000, costMicroUsd: 5_430n } })
  await updateAnalytics(app)
  expect(day('2026-12-01')).toEqual({ Дата: '2026-12-01', Обработано: '2', Опубликовано: '1', 'Новых подписчиков': '1', 'Активных подписок': '1', 'Запросов контактов': '1', Доход: '299', 'Запросов к ИИ': '12', 'Токенов ИИ': '34000', 'Из них из кэша': '20000', 'Расход на ИИ, $': '0.0054' })
  expect(day('2026-11-30')).toMatchObject({ Обработано: '0', Доход: '2990.5', 'Запросов к ИИ': '0' })
})

test('a day has one row, brought up to date as often as the job runs, whatever form its date was given', async () => {
  await updateAnalytics(app)
  app.sheets.change('analytics', 'Дата', '2026-12-01', { Дата: '01.12.2026' })
  await aPayment((await aUser(app)).id, 299_00, '2026-12-01T08:00:00Z')
  await updateAnalytics(app)
  await updateAnalytics(app)
  expect(app.sheets.tab('analytics').filter(([date]) => date === '01.12.2026')).toHaveLength(1)
  expect(day('01.12.2026')?.['Доход']).toBe('299')
})

test("an owner's older sheet gets the model's columns at its end", async () => {
  for (const row of app.sheets.tab('analytics')) row.length = 7
  await updateAnalytics(app)
  expect(app.sheets.tab('analytics')[0]?.slice(7)).toEqual(['Запросов к ИИ', 'Токенов ИИ', 'Из них из кэша', 'Расход на ИИ, $'])
})

test("the last hour of a day gets into its row after midnight", async () => {
  app.clock.now = new Date('2026-12-01T20:10:00Z')
  await updateAnalytics(app)
  await aPayment((await aUser(app)).id, 299_00, '2026-12-01T20:50:00Z')
  app.clock.now = new Date('2026-12-01T21:10:00Z')
  await updateAnalytics(app)
  expect(day('2026-12-01')?.['Доход']).toBe('299')
  expect(day('2026-12-02')?.['Доход']).toBe('0')
})

test('a channel shows how many of its posts were published and where its newest is, counted afresh each time', async () => {
  await aPost(app)
  const rejected = await aPost(app, 'REJECTED')
  const channels = await app.db.channel.findMany({ orderBy: { id: 'asc' } })
  await app.db.post.update({ where: { id: rejected.id }, data: { messageId: 77, deliveries: { deleteMany: {} } } })
  for (const channel of channels) app.sheets.add('channels', { ID: String(channel.telegramId), 'Username канала': channel.reference, Опубликовано: '999' })
  await updateChannelStatistics(app)
  const [first, second] = channels
  expect(app.sheets.row('channels', 'ID', String(first?.telegramId))).toMatchObject({ Опубликовано: '1', 'Последний пост': `https://t.me/${first?.username}/5` })
  expect(app.sheets.row('channels', 'ID', String(second?.telegramId))).toMatchObject({ Опубликовано: '0', 'Последний пост': `https://t.me/${second?.username}/77` })
  app.sheets.requests.length = 0
  await updateChannelStatistics(app)
  expect(app.sheets.requests).toEqual(['read'])
})

test('when Google is down the figures fail to be written and come with the next run', async () => {
  app.sheets.failures.push(new Error('Google did not answer'))
  await expect(updateAnalytics(app)).rejects.toThrow('Google did not answer')
  await updateAnalytics(app)
  expect(day('2026-12-01')).toBeDefined()
})
