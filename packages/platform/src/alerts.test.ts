import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAlerts } from './alerts.js'
import { testDatabase, testLog, type TestDatabase } from './testkit/index.js'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  await database.db.logEvent.deleteMany()
})
afterAll(() => database.close())

test('an alert is a row for the owner and a line in the log', async () => {
  const log = testLog()
  await createAlerts(database.db, log, 'worker').raise({ level: 'ERROR', message: 'Таблица недоступна' })
  expect(await database.db.logEvent.findMany()).toMatchObject([{ level: 'ERROR', component: 'worker', message: 'Таблица недоступна', count: 1, inSheetAt: null }])
  expect(log.lines).toMatchObject([{ message: 'alert raised', fields: { alert: 'Таблица недоступна' } }])
})

test('no phone or token is in an alert', async () => {
  const log = testLog()
  await createAlerts(database.db, log, 'worker').raise({ level: 'WARNING', message: 'Не отправлено на +7 900 000-00-01 ботом bot7000000001:AAexample_token_of_a_bot_for_tests_00' })
  const seen = JSON.stringify([(await database.db.logEvent.findFirstOrThrow()).message, log.lines])
  expect(seen).not.toMatch(/AAexample|900 000/)
})

test('a repeat within an hour is counted on the first row', async () => {
  const alerts = createAlerts(database.db, testLog(), 'worker')
  for (let i = 0; i < 3; i++) await alerts.raise({ level: 'ERROR', message: `Нет ответа, попытка ${i}`, dedupeKey: 'sheet-down' })
  expect(await database.db.logEvent.findMany()).toMatchObject([{ message: 'Нет ответа, попытка 0', count: 3 }])
})

test('a repeat after an hour is told again', async () => {
  const alerts = createAlerts(database.db, testLog(), 'worker')
  await database.db.logEvent.create({ data: { level: 'ERROR', component: 'worker', message: 'Нет ответа', dedupeKey: 'sheet-down', createdAt: new Date(Date.now() - 3_601_000) } })
  await alerts.raise({ level: 'ERROR', message: 'Нет ответа', dedupeKey: 'sheet-down' })
  expect(await database.db.logEvent.count()).toBe(2)
})

test('other keys, other components and alerts without a key are told on their own', async () => {
  const [worker, monitor] = [createAlerts(database.db, testLog(), 'worker'), createAlerts(database.db, testLog(), 'monitor')]
  await worker.raise({ level: 'ERROR', message: 'Один', dedupeKey: 'a' })
  await worker.raise({ level: 'ERROR', message: 'Два', dedupeKey: 'b' })
  await monitor.raise({ level: 'ERROR', message: 'Три', dedupeKey: 'a' })
  await worker.raise({ level: 'ERROR', message: 'Четыре' })
  await worker.raise({ level: 'ERROR', message: 'Четыре' })
  expect(await database.db.logEvent.count()).toBe(5)
})
