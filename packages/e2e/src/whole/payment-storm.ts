import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import { seededRandom } from '../system/seeded-random.js'
import type { System } from '../system/start-system.js'

export type StormOptions = { payments: number; forged: number; kills: number; restarts: number; stormMs: number; seed: number }
export type StormFigures = {
  /** At YooKassa, after two taps of every buyer at once. */
  paymentObjects: number
  succeeded: number
  periods: number
  forgedSucceeded: number
  /** Buyers whose message with the link says that the money came. */
  cardsPaid: number
  /** Buyers with one message more that says so; with several; with none, because a kill cut it off and it may have arrived. */
  toldOnce: number
  toldTwice: number
  toldByCardOnly: number
  notifications: number
  faults: number
  kills: number
  restarts: number
  letGo: string[]
  seconds: number
}

type Random = ReturnType<typeof seededRandom>
type Buyer = { telegramId: number; externalId: string }
type Told = { isCardPaid: boolean; messages: number }

const firstBuyer = 510_000_001
const settleWithinMs = 300_000

/**
 * Buyers open their payment by tapping a plan on two devices at once, and pay at random moments; each payment is notified one to five times more, at random moments, before the money too; notifications are forged for payments nobody paid and for none at
 * all; YooKassa and Telegram fail now and then, the worker is killed, the database restarted. Then everything is given time to settle.
 */
export async function paymentStorm(system: System, db: Database, options: StormOptions & { restartDatabase: () => Promise<void> }): Promise<StormFigures> {
  const random = seededRandom(options.seed)
  const startedAt = performance.now()
  const all = await openPayments(system, db, options.payments + options.forged)
  const [buyers, unpaid] = [all.slice(0, options.payments), all.slice(options.payments)]
  const counts = { notifications: 0, faults: 0, kills: 0, restarts: 0 }
  const storm = { system, random, counts, stormMs: options.stormMs }
  await Promise.all([
    ...buyers.map((buyer) => payAndNotify(storm, buyer)),
    ...unpaid.map((victim) => forge(storm, victim)),
    failNowAndThen(storm),
    killWorker(storm, options.kills),
    restart(storm, options),
  ])
  await until('every paid payment is settled and told', async () => isSettled(db, options.payments), settleWithinMs).catch(() => {})
  const told = await Promise.all(buyers.map(({ telegramId }) => toldTo(system, telegramId)))
  return {
    paymentObjects: (await system.sandbox.get<unknown[]>('/yookassa/payments')).length,
    succeeded: await steadily(() => db.payment.count({ where: { status: 'SUCCEEDED' } })),
    periods: await db.subscription.count({ where: { isActive: true, source: 'PAYMENT' } }),
    forgedSucceeded: await db.payment.count({ where: { status: 'SUCCEEDED', externalId: { in: unpaid.map(({ externalId }) => externalId) } } }),
    cardsPaid: told.filter(({ isCardPaid }) => isCardPaid).length,
    toldOnce: told.filter(({ messages }) => messages === 1).length,
    toldTwice: told.filter(({ messages }) => messages > 1).length,
    toldByCardOnly: told.filter(({ isCardPaid, messages }) => isCardPaid && messages === 0).length,
    ...counts,
    letGo: (await db.notice.findMany({ where: { kind: 'SUBSCRIPTION_STARTED', status: { not: 'SENT' } } })).map(({ status, statusReason }) => `${status} ${statusReason}`),
    seconds: Math.round((performance.now() - startedAt) / 1_000),
  }
}

/** One payment object for two taps, exactly as many periods as payments, none forged, every buyer told in the message with the link, and by at most one message more. */
export function isExactlyPaid(figures: StormFigures, { payments, forged }: Pick<StormOptions, 'payments' | 'forged'>): boolean {
  const { paymentObjects, succeeded, periods, forgedSucceeded, cardsPaid, toldOnce, toldTwice, toldByCardOnly, letGo } = figures
  const isTold = cardsPaid === payments && toldTwice === 0 && toldOnce + toldByCardOnly === payments && toldByCardOnly <= letGo.length
  return paymentObjects === payments + forged && succeeded === payments && periods === payments && forgedSucceeded === 0 && isTold
}

type Storm = { system: System; random: Random; counts: Record<'notifications' | 'faults' | 'kills' | 'restarts', number>; stormMs: number }

/** People who have started the bot and tapped a plan, each with the link of one open payment before them. */
async function openPayments(system: System, db: Database, count: number): Promise<Buyer[]> {
  const buyers: Buyer[] = []
  for (let from = 0; from < count; from += 50) {
    const ids = Array.from({ length: Math.min(50, count - from) }, (_, index) => firstBuyer + from + index)
    buyers.push(...(await Promise.all(ids.map((telegramId) => openPayment(system, db, telegramId)))))
  }
  return buyers
}

async function openPayment(system: System, db: Database, telegramId: number): Promise<Buyer> {
  await system.sandbox.send('POST', '/telegram/users', { id: telegramId, firstName: 'Покупатель', languageCode: 'ru' })
  await system.sandbox.send('POST', `/telegram/users/${telegramId}/messages`, { text: '/start' })
  const { id: messageId } = await system.sandbox.untilChat(telegramId, 'the welcome', () => true, 60_000)
  const tap = { messageId, data: 'buy:monthly' }
  await Promise.all([1, 2].map(() => system.sandbox.send('POST', `/telegram/users/${telegramId}/callbacks`, tap)))
  const { externalId } = await until('the buyer has a link', () => db.payment.findFirst({ where: { user: { telegramId: BigInt(telegramId) }, cardMessageId: { not: null } } }), 60_000)
  return { telegramId, externalId: externalId ?? '' }
}

async function payAndNotify(storm: Storm, { externalId }: Buyer): Promise<void> {
  const { random, stormMs, system } = storm
  const copies = Array.from({ length: 1 + random.below(5) }, () => random.next() * stormMs)
  const paidAfterMs = random.next() * stormMs
  await Promise.all([
    ...copies.map((afterMs) => notify(storm, { externalId, afterMs, event: 'payment.succeeded' })),
    delay(paidAfterMs).then(() => system.sandbox.send('POST', `/yookassa/payments/${externalId}/succeed`)),
  ])
}

async function forge(storm: Storm, { externalId }: Buyer): Promise<void> {
  const { random, stormMs } = storm
  await Promise.all([
    notify(storm, { externalId, afterMs: random.next() * stormMs, event: 'payment.succeeded' }),
    notify(storm, { externalId: randomUUID(), afterMs: random.next() * stormMs, event: 'payment.succeeded' }),
    notify(storm, { externalId, afterMs: random.next() * stormMs, event: 'payment.canceled' }),
  ])
}

/** A refusal is no fault here: YooKassa's own notifications are repeated, and the sweep finds the rest. */
async function notify({ system, counts }: Storm, { externalId, afterMs, event }: { externalId: string; afterMs: number; event: string }): Promise<void> {
  await delay(afterMs)
  const body = JSON.stringify({ type: 'notification', event, object: { id: externalId, status: event.split('.')[1], amount: { value: '299.00', currency: 'RUB' }, paid: true } })
  const response = await fetch(`http://127.0.0.1:${system.settings['WEBHOOK_PORT']}/webhooks/yookassa`, { method: 'POST', body, headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(15_000) }).catch(() => null)
  await response?.body?.cancel()
  counts.notifications += 1
}

async function failNowAndThen({ system, random, counts, stormMs }: Storm): Promise<void> {
  const kinds = [{ kind: 'error', status: 500 }, { kind: 'error', status: 503 }, { kind: 'disconnect' }, { kind: 'delay', delayMs: 1_500 }, { kind: 'error', status: 429 }] as const
  const endsAt = performance.now() + stormMs
  while (performance.now() < endsAt) {
    await system.sandbox.send('POST', '/faults', { target: 'yookassa', times: 1 + random.below(3), ...kinds[random.below(kinds.length)] })
    await system.sandbox.send('POST', '/faults', { target: 'bot-api', method: 'sendMessage', kind: 'error', status: random.below(2) === 0 ? 429 : 502, times: 1 })
    counts.faults += 2
    await delay(500 + random.below(1_000))
  }
  await system.sandbox.send('DELETE', '/faults')
}

async function killWorker({ system, random, counts }: Storm, kills: number): Promise<void> {
  for (; counts.kills < kills; counts.kills++) {
    await until('the worker works', () => system.ready('worker'), 60_000)
    await delay(random.below(2_500))
    await system.kill('worker')
    await system.start('worker')
  }
}

async function restart({ random, counts, stormMs }: Storm, { restarts, restartDatabase }: { restarts: number; restartDatabase: () => Promise<void> }): Promise<void> {
  for (; counts.restarts < restarts; counts.restarts++) {
    await delay((stormMs / (restarts + 1)) * (0.7 + random.next() * 0.6))
    await restartDatabase()
  }
}

async function isSettled(db: Database, payments: number): Promise<boolean> {
  const succeeded = await db.payment.count({ where: { status: 'SUCCEEDED' } }).catch(() => 0)
  return succeeded >= payments && (await db.notice.count({ where: { kind: 'SUBSCRIPTION_STARTED', status: { in: ['PENDING', 'SENDING'] } } })) === 0
}

async function toldTo(system: System, telegramId: number): Promise<Told> {
  const texts = (await system.sandbox.chat(telegramId)).filter(({ from }) => from === 'bot').map(({ text }) => text)
  return { isCardPaid: texts.some((text) => text.includes('Оплачено: подписка')), messages: texts.filter((text) => text.includes('Оплата получена')).length }
}

/** A pool may hold a connection that the last restart broke. */
async function steadily<T>(ask: () => Promise<T>): Promise<T> {
  return ask().catch(() => ask())
}
