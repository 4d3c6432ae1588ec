import { setTimeout as delay } from 'node:timers/promises'
import { createPhoneVault, type Database } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import { startBotAlone } from '../system/bot-alone.js'
import type { Servers } from '../system/with-servers.js'
import { percentiles, type Percentiles } from './percentiles.js'

const perSecond = 200
const tickMs = 50
const people = 500
const listings = 200
const phoneKey = '5a'.repeat(32)

/**
 * From the press of a contact link being there to be polled until the bot has sent the card: polling, access, counting, decryption. Milliseconds, with requests
 * coming at an even 200 a second of 500 subscribers; answers of Telegram's stand-in take no time of note.
 */
export async function benchContacts(servers: Servers, { seconds }: { seconds: number }): Promise<{ contactRequest: Percentiles; requestsPerSecond: number; unanswered: number }> {
  const publicIds = await fill(servers.db)
  const bot = await startBotAlone(servers)
  const pushedAt = new Map<number, number>()
  const times: number[] = []
  const stop = bot.sandbox.context.requests.subscribe(({ path, body }) => {
    if (!path.endsWith('/sendMessage')) return
    const { chat_id: chatId, protect_content: isProtected } = body as { chat_id?: unknown; protect_content?: unknown }
    const at = pushedAt.get(Number(chatId))
    if (at === undefined || String(isProtected) !== 'true') return
    times.push(performance.now() - at)
    pushedAt.delete(Number(chatId))
  })
  try {
    for (let n = 0; n < people; n++) bot.addPerson(firstPerson + n)
    await ask(bot, publicIds, { count: perSecond, from: 0, pushedAt: new Map() })
    await bot.untilTaken(0)
    const total = seconds * perSecond
    const startedAt = performance.now()
    for (let n = 0; n < total; n += (perSecond * tickMs) / 1_000) {
      const due = startedAt + (n * 1_000) / perSecond
      if (due > performance.now()) await delay(due - performance.now())
      await ask(bot, publicIds, { count: (perSecond * tickMs) / 1_000, from: n, pushedAt })
    }
    const requestsPerSecond = Math.round(total / ((performance.now() - startedAt) / 1_000))
    await until('all are answered', () => pushedAt.size === 0, 20_000).catch(() => false)
    return { contactRequest: percentiles(times), requestsPerSecond, unanswered: total - times.length }
  } finally {
    stop()
    await bot.close()
  }
}

const firstPerson = 710_000_000

async function ask(bot: Awaited<ReturnType<typeof startBotAlone>>, publicIds: readonly string[], { count, from, pushedAt }: { count: number; from: number; pushedAt: Map<number, number> }): Promise<void> {
  const updates = Array.from({ length: count }, (_, index) => {
    const n = from + index
    const id = firstPerson + (n % people)
    pushedAt.set(id, performance.now())
    const text = `/start contact_${publicIds[Math.floor(n / people) % publicIds.length]}`
    return { message: { message_id: n + 1, date: 1, chat: { id, type: 'private' }, from: { id, is_bot: false, first_name: `Читатель ${id}`, language_code: 'ru' }, text } }
  })
  await bot.push(updates)
}

async function fill(db: Database): Promise<string[]> {
  const phones = createPhoneVault(Buffer.from(phoneKey, 'hex'))
  const channel = await db.channel.create({ data: { reference: '@bench_source', username: 'bench_source', isEnabled: false } })
  const publicIds = Array.from({ length: listings }, (_, n) => `benchListing${n}`)
  for (const [n, publicId] of publicIds.entries()) {
    const phone = `+7900${String(1_000_000 + n)}`
    await db.post.create({
      data: {
        publicId,
        channelId: channel.id,
        messageId: n + 1,
        messageIds: [n + 1],
        text: 'BMW X5',
        origin: {},
        postedAt: new Date(),
        status: 'PUBLISHED',
        car: { create: { brand: 'BMW', model: 'X5', year: 2018, priceKopecks: 2_000_000_00n } },
        sellerContact: { create: { phoneCiphertext: phones.encrypt(phone), phoneHash: phones.hash(phone) } },
        deliveries: { create: { chatId: -1001000000001n, status: 'SENT', messageIds: [n + 10], withMedia: true } },
      },
    })
  }
  const now = Date.now()
  const period = { plan: 'MONTHLY' as const, source: 'ADMIN' as const, startsAt: new Date(now - 1_000), endsAt: new Date(now + 30 * 86_400_000) }
  for (let n = 0; n < people; n++) await db.user.create({ data: { telegramId: BigInt(firstPerson + n), firstName: `Читатель ${firstPerson + n}`, languageCode: 'ru', subscriptions: { create: period } } })
  return publicIds
}
