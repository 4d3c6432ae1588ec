import { randomUUID } from 'node:crypto'
import { createPhoneVault, type Database } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import { seededRandom } from '../system/seeded-random.js'
import { startBotAlone, type BotAlone } from '../system/bot-alone.js'
import type { Servers } from '../system/with-servers.js'
import { fuzzedUpdate, type FuzzWorld } from './fuzzed-update.js'

export type FuzzFigures = {
  updates: number
  answers: number
  /** Messages with a contact to people without subscription, or anywhere but into a subscriber's private chat. */
  leaks: number
  /** Lines of the bot's log that hold a contact. */
  loggedContacts: number
  faults: number
  /** Contacts that subscribers got meanwhile: the bot did work. */
  subscriberCards: number
  isRunning: boolean
  subscriberIsServedAfterwards: boolean
}

const phoneKey = '5a'.repeat(32)
const contact = /7900555\d{4}|fuzz_seller_\d/
const batch = 200

/** So many random updates of people without subscription and a few with one; the seed repeats them. */
export async function fuzzBot(servers: Servers, { updates, seed }: { updates: number; seed: number }): Promise<FuzzFigures> {
  const world = await fill(servers.db)
  const bot = await startBotAlone(servers)
  try {
    for (const id of [...world.strangers, ...world.subscribers]) bot.addPerson(id)
    const random = seededRandom(seed)
    for (let sent = 0; sent < updates; sent += batch) {
      await bot.push(Array.from({ length: Math.min(batch, updates - sent) }, () => fuzzedUpdate(world, random)))
      await bot.untilTaken(batch)
    }
    await bot.untilTaken(0)
    const subscriberIsServedAfterwards = await isServed(bot, world)
    return { updates, ...observed(bot, world), isRunning: bot.child.isRunning(), subscriberIsServedAfterwards }
  } finally {
    await bot.close()
  }
}

export function isTight({ leaks, loggedContacts, faults, isRunning, subscriberIsServedAfterwards, answers, updates }: FuzzFigures): boolean {
  return leaks === 0 && loggedContacts === 0 && faults === 0 && isRunning && subscriberIsServedAfterwards && answers > updates / 4
}

/** A subscriber who did nothing so far asks for a contact and gets it. */
async function isServed(bot: BotAlone, { quietSubscriber, listings }: FuzzWorld): Promise<boolean> {
  const from = { id: quietSubscriber, is_bot: false, first_name: 'Подписчик', language_code: 'ru' }
  bot.addPerson(quietSubscriber)
  await bot.push([{ message: { message_id: 1, date: 1, chat: { id: quietSubscriber, type: 'private' }, from, text: `/start contact_${listings[0]?.publicId}` } }])
  const chat = bot.sandbox.context.world.users.get(quietSubscriber)?.chat
  return until('the subscriber is served', () => [...(chat?.values() ?? [])].some(({ text }) => contact.test(text.replace('+', ''))), 30_000).catch(() => false)
}

function observed({ sandbox, child }: BotAlone, { subscribers, quietSubscriber }: FuzzWorld): Pick<FuzzFigures, 'answers' | 'leaks' | 'loggedContacts' | 'faults' | 'subscriberCards'> {
  const calls = sandbox.context.requests.of('bot-api').filter(({ path }) => !path.endsWith('/getUpdates'))
  const withContact = calls.filter(({ body }) => contact.test(JSON.stringify(body ?? null)))
  const paying = new Set([...subscribers, quietSubscriber])
  const isRight = ({ path, body }: (typeof calls)[number]): boolean => {
    const { chat_id: chatId, protect_content: isProtected } = (body ?? {}) as { chat_id?: unknown; protect_content?: unknown }
    return path.endsWith('/sendMessage') && paying.has(Number(chatId)) && String(isProtected) === 'true'
  }
  return {
    answers: calls.length,
    leaks: withContact.filter((call) => !isRight(call)).length,
    loggedContacts: child.lines.filter((line) => contact.test(line)).length,
    faults: child.lines.filter((line) => line.includes('"update failed"') || line.includes('unhandled')).length,
    subscriberCards: withContact.filter(isRight).length,
  }
}

/** Listings of all kinds with contacts of their own; people without subscription, whose free contact is used up, and with one. */
async function fill(db: Database): Promise<FuzzWorld> {
  const phones = createPhoneVault(Buffer.from(phoneKey, 'hex'))
  const channel = await db.channel.create({ data: { reference: '@fuzz_source', username: 'fuzz_source', telegramId: 1_777_000_001n, isEnabled: false } })
  const statuses = ['PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'MODERATION', 'WITHDRAWN', 'DUPLICATE', 'READY'] as const
  const listings: FuzzWorld['listings'] = []
  for (const [n, status] of statuses.entries()) {
    const phone = `+7900555000${n}`
    const { id, publicId } = await db.post.create({
      data: {
        publicId: `fuzzListing${n}`,
        channelId: channel.id,
        messageId: n + 1,
        messageIds: [n + 1],
        text: `BMW X5 ${phone} @fuzz_seller_${n}`,
        origin: {},
        postedAt: new Date(),
        status,
        car: { create: { brand: 'BMW', model: 'X5', year: 2018, priceKopecks: 2_000_000_00n, description: 'Полный привод' } },
        sellerContact: { create: { phoneCiphertext: phones.encrypt(phone), phoneHash: phones.hash(phone), telegramUsername: `fuzz_seller_${n}` } },
      },
    })
    listings.push({ id, publicId })
  }
  await db.setting.create({ data: { key: 'Бесплатных контактов новому человеку', value: '0' } })
  const [strangers, subscribers] = [ids(701_000_000, 40), ids(702_000_000, 4)]
  const quietSubscriber = 703_000_000
  const now = Date.now()
  for (const id of [...subscribers, quietSubscriber]) {
    const subscription = { plan: 'MONTHLY' as const, source: 'ADMIN' as const, startsAt: new Date(now - 1_000), endsAt: new Date(now + 30 * 86_400_000) }
    await db.user.create({ data: { telegramId: BigInt(id), subscriptions: { create: subscription }, alerts: { create: { brand: 'BMW' } } } })
  }
  const alerts = await db.alert.findMany({ select: { id: true } })
  return { listings, strangers, subscribers, quietSubscriber, ids: [...alerts.map(({ id }) => id), ...listings.map(({ id }) => id), randomUUID()] }
}

function ids(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index)
}
