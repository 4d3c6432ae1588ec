import { settingNames } from '@cars-bot/domain'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, testRedis, until, type TestDatabase, type TestRedis } from '@cars-bot/platform/testkit'
import { listingsOf } from '../system/sandbox-client.js'
import { startSystem, type System } from '../system/start-system.js'
import { watchChannel } from '../system/watch-channel.js'

const reader = 504_000_001
const secondsFromListingToNotice = 5

let database: TestDatabase
let redis: TestRedis
let system: System

beforeAll(async () => {
  ;[database, redis] = await Promise.all([testDatabase(), testRedis()])
  await database.db.setting.create({ data: { key: settingNames.quietHours, value: 'нет' } })
  system = await startSystem({ databaseUrl: database.url, redisUrl: redis.url })
  await system.untilReady()
  await watchChannel(system, database.db, 'alert_cars')
}, 90_000)

afterAll(async () => {
  await system.close()
  await Promise.all([database.close(), redis.close()])
})

test('an ad that answers a saved search reaches its subscriber within seconds of the listing, and one button brings the contacts', async () => {
  await system.sandbox.send('POST', '/telegram/users', { id: reader, firstName: 'Читатель' })
  await write('/start')
  await system.sandbox.untilChat(reader, 'the welcome', ({ buttons }) => buttons.length > 0)
  const period = { plan: 'MONTHLY' as const, source: 'ADMIN' as const, startsAt: new Date(Date.now() - 1_000), endsAt: new Date(Date.now() + 86_400_000) }
  await database.db.user.update({ where: { telegramId: BigInt(reader) }, data: { subscriptions: { create: period } } })
  await write('/alerts BMW до 3 млн от 2015')
  await system.sandbox.untilChat(reader, 'the alert', ({ text }) => text.includes('от 2015'))

  await post('Продаю Kia Rio 2018 года, автомат\nПробег 60 т.км\nЦена 1 100 000 руб.\nТел. +7 900 000-12-31')
  await post('Продаю BMW X5 2017 года, 3.0 дизель, автомат\nПробег 120 т.км, 2 хозяина по ПТС\nЦена 2 800 000 руб.\nТел. +7 900 000-12-32')
  await until('both listings are out', async () => listingsOf(await system.sandbox.news()).length === 2, 40_000)
  const listedAt = performance.now()
  const notice = await system.sandbox.untilChat(reader, 'the notice', ({ text }) => text.includes('По вашим поискам'))
  expect((performance.now() - listedAt) / 1_000).toBeLessThan(secondsFromListingToNotice)
  expect(notice.text).toContain('BMW X5')
  expect(notice.text).not.toContain('Kia')
  expect(notice.text.replaceAll(/\D/g, '')).not.toContain('9000001232')

  await press(notice.id, 'card:')
  const card = await system.sandbox.untilChat(reader, 'the card', ({ buttons }) => buttons.flat().some(({ data }) => data?.startsWith('contact:')))
  await press(card.id, 'contact:', card.buttons)
  await system.sandbox.untilChat(reader, 'the contacts', ({ text }) => text.replaceAll(/\D/g, '').includes('79000001232'))

  async function press(messageId: number, prefix: string, buttons = notice.buttons): Promise<void> {
    const data = buttons.flat().find((button) => button.data?.startsWith(prefix))?.data
    await system.sandbox.send('POST', `/telegram/users/${reader}/callbacks`, { messageId, data })
  }
}, 90_000)

async function write(text: string): Promise<void> {
  await system.sandbox.send('POST', `/telegram/users/${reader}/messages`, { text })
}

async function post(text: string): Promise<void> {
  await system.sandbox.send('POST', '/telegram/channels/alert_cars/posts', { text })
}
