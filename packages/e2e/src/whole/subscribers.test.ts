import { afterAll, beforeAll, expect, test } from 'vitest'
import { settingNames } from '@cars-bot/domain'
import { createPhoneVault } from '@cars-bot/platform'
import { testDatabase, testRedis, until, type TestDatabase, type TestRedis } from '@cars-bot/platform/testkit'
import type { ChatMessage } from '../system/sandbox-client.js'
import { startSystem, type System } from '../system/start-system.js'

const phone = '+79000000077'
const publicId = 'e2eListing01'
const telegramBudgetMs = 20_000

type ProvidedPayment = { id: string; status: string }

let database: TestDatabase
let redis: TestRedis
let system: System

beforeAll(async () => {
  ;[database, redis] = await Promise.all([testDatabase(), testRedis()])
  // Nobody tastes a contact here, so that what is shown was paid for.
  await database.db.setting.create({ data: { key: settingNames.freeContacts, value: '0' } })
  system = await startSystem({ databaseUrl: database.url, redisUrl: redis.url })
  await system.untilReady()
  await publishPost()
}, 90_000)

afterAll(async () => {
  await system.close()
  await Promise.all([database.close(), redis.close()])
})

test('a tap from two devices makes one payment; its forged notifications change nothing; paid without a notification, "check" brings the contacts', async () => {
  const buyer = await aPerson(502_000_001)
  await write(buyer, `/start contact_${publicId}`)
  const offer = await chat(buyer, 'the offer', (message) => hasData(message, 'buy:monthly'))
  await Promise.all([press(buyer, offer.id, 'buy:monthly'), press(buyer, offer.id, 'buy:monthly')])
  const invoice = await chat(buyer, 'the link to pay', (message) => hasData(message, 'check:'))
  const [payment, ...others] = await system.sandbox.get<ProvidedPayment[]>('/yookassa/payments')
  expect(others).toEqual([])
  if (!payment) throw new Error('the provider has no payment')

  expect(await notify({ type: 'notification', event: 'payment.succeeded', object: { id: payment.id, status: 'succeeded' } })).toBe(200)
  expect(await notify({ type: 'notification', event: 'payment.succeeded', object: { id: 'nobody-knows-it', status: 'succeeded' } })).toBe(200)
  await until('the forged notification was looked into', async () => (await database.db.payment.count({ where: { checkedAt: { not: null } } })) === 1)
  expect(await database.db.payment.count({ where: { status: 'SUCCEEDED' } })).toBe(0)
  expect(await database.db.subscription.count()).toBe(0)

  await system.kill('webhook')
  await system.sandbox.send('POST', `/yookassa/payments/${payment.id}/succeed`)
  await press(buyer, invoice.id, dataOf(invoice, 'check:'))
  await chat(buyer, 'the contacts', (message) => message.text.includes(phone))
  expect(await database.db.subscription.count()).toBe(1)
  await system.start('webhook')
  await system.untilReady(['webhook'])
}, 90_000)

test('a person who never paid sees no contact, whatever is written or pressed', async () => {
  const stranger = await aPerson(502_000_002)
  await write(stranger, '/start')
  const welcome = await chat(stranger, 'the welcome', () => true)
  for (const text of [`/start contact_${publicId}`, `contact_${publicId}`, `/contact ${publicId}`, '/subscription']) await write(stranger, text)
  const [paid] = await database.db.payment.findMany()
  for (const data of [`contact:${publicId}`, `get_contacts:${publicId}`, `check:${paid?.id}`, `cancel:${paid?.id}`, 'buy:free']) await press(stranger, welcome.id, data)
  await until('everything is answered', async () => (await system.sandbox.chat(stranger)).filter(({ from }) => from === 'bot').length >= 5, telegramBudgetMs)
  expect(JSON.stringify(await system.sandbox.chat(stranger))).not.toContain(phone.slice(1))
  expect(await database.db.contactRequest.count()).toBe(1)
}, 60_000)

/** A listing as the worker leaves it, so that this test needs no ad to be read. */
async function publishPost(): Promise<void> {
  const phones = createPhoneVault(Buffer.from(system.settings['PHONE_ENCRYPTION_KEY'] ?? '', 'hex'))
  const channel = await database.db.channel.create({ data: { reference: '@e2e_source', isEnabled: false } })
  await database.db.post.create({
    data: {
      publicId,
      channelId: channel.id,
      messageId: 1,
      messageIds: [1],
      text: 'Лада Веста',
      origin: {},
      postedAt: new Date(),
      status: 'PUBLISHED',
      car: { create: { brand: 'Lada', model: 'Vesta', priceKopecks: 990_000_00n } },
      sellerContact: { create: { phoneCiphertext: phones.encrypt(phone), phoneHash: phones.hash(phone) } },
    },
  })
}

async function aPerson(id: number): Promise<number> {
  await system.sandbox.send('POST', '/telegram/users', { id, firstName: 'Покупатель', username: `e2e_buyer_${id}` })
  return id
}

async function write(userId: number, text: string): Promise<void> {
  await system.sandbox.send('POST', `/telegram/users/${userId}/messages`, { text })
}

async function press(userId: number, messageId: number, data: string): Promise<void> {
  await system.sandbox.send('POST', `/telegram/users/${userId}/callbacks`, { messageId, data })
}

async function chat(userId: number, what: string, test: (message: ChatMessage) => boolean): Promise<ChatMessage> {
  return system.sandbox.untilChat(userId, what, test, telegramBudgetMs)
}

async function notify(body: object): Promise<number> {
  const url = `http://127.0.0.1:${system.settings['WEBHOOK_PORT']}/webhooks/yookassa`
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  await response.arrayBuffer()
  return response.status
}

function hasData(message: ChatMessage, prefix: string): boolean {
  return message.buttons.flat().some((button) => button.data?.startsWith(prefix))
}

function dataOf(message: ChatMessage, prefix: string): string {
  const found = message.buttons.flat().find((button) => button.data?.startsWith(prefix))
  if (!found?.data) throw new Error(`no button with data ${prefix}…`)
  return found.data
}
