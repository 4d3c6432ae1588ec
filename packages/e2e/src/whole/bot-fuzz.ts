import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createPhoneVault, type Database } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import { seededRandom } from '../system/seeded-random.js'
import { startBotAlone, type BotAlone } from '../system/bot-alone.js'
import { functionsReached, type Reached } from '../system/v8-coverage.js'
import type { Servers } from '../system/with-servers.js'
import { fuzzContact, observeCalls, type Observed } from './fuzz-observer.js'
import { fuzzedUpdate, type FuzzWorld } from './fuzzed-update.js'

export type FuzzFigures = Observed & {
  updates: number
  /** Lines of the bot's log that hold a contact. */
  loggedContacts: number
  faults: string[]
  /** Messages that Telegram's stand-in refused for good, by its words. */
  refusals: Record<string, number>
  /** What only an admin or a payment may change stayed as it was. */
  isUnchanged: boolean
  isRunning: boolean
  subscriberIsServedAfterwards: boolean
  /** What of the bot's features the updates got to, and what not. */
  features: Reached
}

const phoneKey = '5a'.repeat(32)
const batch = 200
const mostFaults = 5

/** So many random updates of people without subscription and a few with one; the seed repeats them. */
export async function fuzzBot(servers: Servers, { updates, seed }: { updates: number; seed: number }): Promise<FuzzFigures> {
  const coverage = await mkdtemp(path.join(tmpdir(), 'cars-fuzz-'))
  const world = await fill(servers.db)
  const figures: Pick<FuzzFigures, 'updates' | 'loggedContacts' | 'faults' | 'refusals'> = { updates, loggedContacts: 0, faults: [], refusals: {} }
  const bot = await startBotAlone(servers, { NODE_V8_COVERAGE: coverage }, (line) => {
    if (fuzzContact.test(line)) figures.loggedContacts++
    if (/"update failed"|unhandled/i.test(line) && figures.faults.length < mostFaults) figures.faults.push(line.slice(0, 500))
    const [refusal] = /Telegram refused (?:send|edit|answerInline)[^"\\]{0,120}/.exec(line) ?? []
    if (refusal) figures.refusals[refusal] = (figures.refusals[refusal] ?? 0) + 1
  })
  const { observed, stop } = observeCalls(bot.sandbox, world)
  try {
    const before = await guarded(servers.db)
    for (const id of [...world.strangers, ...world.subscribers]) bot.addPerson(id)
    const random = seededRandom(seed)
    for (let sent = 0; sent < updates; sent += batch) {
      await bot.push(Array.from({ length: Math.min(batch, updates - sent) }, () => fuzzedUpdate(world, random)))
      await bot.untilTaken(batch)
    }
    await bot.untilTaken(0)
    const subscriberIsServedAfterwards = await isServed(bot, world)
    const isRunning = bot.child.isRunning()
    await bot.child.kill('SIGTERM')
    const isUnchanged = (await guarded(servers.db)) === before
    return { ...figures, ...observed, isUnchanged, isRunning, subscriberIsServedAfterwards, features: await functionsReached(coverage, '/services/bot/dist/features/') }
  } finally {
    stop()
    await bot.close()
    await rm(coverage, { recursive: true, force: true })
  }
}

export function isTight({ leaks, loggedContacts, faults, refusals, isUnchanged, isRunning, subscriberIsServedAfterwards, answers, updates }: FuzzFigures): boolean {
  const isValid = Object.keys(refusals).every((words) => !/parse|long|invalid|empty/i.test(words))
  return leaks === 0 && loggedContacts === 0 && faults.length === 0 && isValid && isUnchanged && isRunning && subscriberIsServedAfterwards && answers > updates / 4
}

async function guarded(db: Database): Promise<string> {
  const [posts, ...counts] = await Promise.all([
    db.post.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } }),
    db.subscription.count(),
    db.promoCode.count(),
    db.broadcast.count(),
    db.refund.count(),
    db.payment.count({ where: { status: 'SUCCEEDED' } }),
  ])
  return JSON.stringify([posts, counts])
}

/** A subscriber who did nothing so far asks for a contact and gets it. */
async function isServed(bot: BotAlone, { quietSubscriber, listings }: FuzzWorld): Promise<boolean> {
  const from = { id: quietSubscriber, is_bot: false, first_name: 'Подписчик', language_code: 'ru' }
  bot.addPerson(quietSubscriber)
  await bot.push([{ message: { message_id: 1, date: 1, chat: { id: quietSubscriber, type: 'private' }, from, text: `/start contact_${listings[0]?.publicId}` } }])
  const chat = bot.sandbox.context.world.users.get(quietSubscriber)?.chat
  return until('the subscriber is served', () => [...(chat?.values() ?? [])].some(({ text }) => fuzzContact.test(text.replace('+', ''))), 30_000).catch(() => false)
}

/** Listings of all kinds with contacts of their own; people without subscription, whose free contact is used up, and with one. */
async function fill(db: Database): Promise<FuzzWorld> {
  const phones = createPhoneVault(Buffer.from(phoneKey, 'hex'))
  const channel = await db.channel.create({ data: { reference: '@fuzz_source', username: 'fuzz_source', telegramId: 1_777_000_001n, isEnabled: false } })
  const statuses = [...Array.from({ length: 12 }, () => 'PUBLISHED' as const), 'MODERATION', 'WITHDRAWN', 'DUPLICATE', 'READY'] as const
  const listings: FuzzWorld['listings'] = []
  const waiting: string[] = []
  for (const [n, status] of statuses.entries()) {
    const phone = `+79005550${String(n).padStart(3, '0')}`
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
    if (status === 'MODERATION') waiting.push(id)
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
  return { listings, waiting, strangers, subscribers, quietSubscriber, ids: [...alerts.map(({ id }) => id), ...listings.map(({ id }) => id), randomUUID()], seenData: new Map() }
}

function ids(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index)
}
