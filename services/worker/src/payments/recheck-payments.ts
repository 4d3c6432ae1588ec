import { recordStarCharge } from '@cars-bot/platform'
import type { App } from '../app.js'

const recheckAfterMs = 45_000
const giveUpAfterMs = 10 * 60_000
/** An invoice can be paid for an hour; then some time for the news of it. */
const invoiceLifeMs = 2 * 3_600_000
const batchSize = 200
/** The sweep runs every minute; a few may fail. */
const registerWindowMs = 15 * 60_000

/**
 * Payments whose notification never came are looked up again, those unasked longest first; so are refunds under way. A payment that never reached the provider has no link
 * anybody could pay by, and is closed; a renewal needs no link, so it is left to those who charge it.
 */
export async function recheckPayments(app: App): Promise<void> {
  const now = app.now().getTime()
  const before = (ms: number): Date => new Date(now - ms)
  const open = await app.db.payment.findMany({
    where: { status: 'PENDING', externalId: { not: null }, createdAt: { lt: before(recheckAfterMs) } },
    select: { id: true },
    orderBy: [{ checkedAt: { sort: 'asc', nulls: 'first' } }, { createdAt: 'asc' }],
    take: batchSize,
  })
  const paid = open.length < batchSize ? [] : await paidLately(app, before)
  for (const id of new Set([...paid, ...open.map((payment) => payment.id)])) await app.jobs.enqueue('settlePayment', { paymentId: id }, { dedupeKey: `recheckPayments:${id}` })
  const refunds = await app.db.refund.findMany({ where: { status: 'PENDING', createdAt: { lt: before(recheckAfterMs) } }, distinct: ['paymentId'], select: { paymentId: true }, take: batchSize })
  for (const { paymentId } of refunds) await app.jobs.enqueue('settleRefunds', { paymentId }, { dedupeKey: `recheckRefunds:${paymentId}` })
  const unreached = { status: 'PENDING' as const, externalId: null, isRenewal: false }
  const closed = await app.db.payment.updateMany({
    where: { ...unreached, OR: [{ provider: 'YOOKASSA', createdAt: { lt: before(giveUpAfterMs) } }, { provider: 'STARS', createdAt: { lt: before(invoiceLifeMs) } }] },
    data: { status: 'CANCELED', statusReason: 'never reached the provider' },
  })
  await recheckStars(app, before)
  if (open.length > 0 || closed.count > 0) app.log.info('payments rechecked', { asked: open.length, closed: closed.count })
}

/** With more links open than are asked after in one round, YooKassa's register names those among them that were paid, so that nobody waits for their turn. */
async function paidLately(app: App, before: (ms: number) => Date): Promise<string[]> {
  try {
    const captured = await app.payments.paymentsCaptured({ from: before(registerWindowMs), to: before(0) })
    const ours = await app.db.payment.findMany({ where: { status: 'PENDING', externalId: { in: captured.map(({ externalId }) => externalId) } }, select: { id: true } })
    return ours.map(({ id }) => id)
  } catch (error) {
    app.log.warn('register of payments not read', { error })
    return []
  }
}

/** Invoices that somebody was allowed to pay a while ago without a word since: Telegram's register knows. */
async function recheckStars(app: App, before: (ms: number) => Date): Promise<void> {
  const asked = await app.db.payment.findMany({ where: { provider: 'STARS', status: 'PENDING', externalId: null, checkedAt: { lt: before(recheckAfterMs) } }, select: { id: true, checkedAt: true }, orderBy: { checkedAt: 'asc' }, take: batchSize })
  const since = asked[0]?.checkedAt
  if (!since) return
  const payloads = new Set(asked.map(({ id }) => id))
  for (const charge of await app.bot.starTransactionsSince(new Date(since.getTime() - 60_000))) {
    if (charge.kind !== 'payment' || !payloads.has(charge.payload)) continue
    const recorded = await recordStarCharge(app.db, { ...charge, isRenewal: false })
    if (recorded.kind === 'recorded') await app.jobs.enqueue('settlePayment', { paymentId: recorded.paymentId }, { dedupeKey: `stars:${recorded.paymentId}` })
  }
}
