import type { ListedPayment } from '@cars-bot/adapters/yookassa'
import { compareRegisters as differencesOf, type RegisterDifference, type RegisterLine } from '@cars-bot/domain'
import { recordStarCharge } from '@cars-bot/platform'
import type { App } from '../app.js'

const dayMs = 24 * 3_600_000
const moscowMs = 3 * 3_600_000

type Day = { from: Date; to: Date }

/**
 * Compares yesterday (Moscow time) with what YooKassa and Telegram have: payments and refunds, in both directions. What can be set right is: money that came is settled, money
 * that went back outside the bot takes its access with it. The rest is told to the owner. Safe to run twice.
 */
export async function compareRegisters(app: App): Promise<void> {
  const day = yesterday(app.now())
  const differences = [...(await comparePayments(app, day)), ...(await compareRefunds(app, day)), ...(await compareStars(app, day))]
  app.log.info('registers compared', { day: day.from, differences: differences.length })
  if (differences.length === 0) return
  const message = `Сверка платежей за вчера, расхождений: ${differences.length}. ${differences.slice(0, 10).join('; ')}`
  await app.alerts.raise({ level: 'ERROR', message, dedupeKey: `registers:${day.from.toISOString()}` })
}

/** A payment is looked up on its own where the days differ: our clock notes it later than the provider took it. */
async function comparePayments(app: App, day: Day): Promise<string[]> {
  const captured = (await app.payments.paymentsCaptured(day)).filter(({ isTest }) => app.payments.mode === 'test' || !isTest)
  const ours = await app.db.payment.findMany({
    where: { provider: 'YOOKASSA', status: 'SUCCEEDED', OR: [{ paidAt: { gte: day.from, lt: day.to } }, { externalId: { in: captured.map(({ externalId }) => externalId) } }] },
  })
  const here = ours.flatMap(({ externalId, amountKopecks }): RegisterLine[] => (externalId === null ? [] : [{ externalId, amount: amountKopecks }]))
  const known = new Set(captured.map(({ externalId }) => externalId))
  const apart: RegisterLine[] = []
  for (const { externalId } of here) {
    if (known.has(externalId)) continue
    const { status, amountKopecks } = await app.payments.getPayment(externalId)
    if (status === 'succeeded') apart.push({ externalId, amount: amountKopecks })
  }
  const there = [...captured.map(({ externalId, amountKopecks }) => ({ externalId, amount: amountKopecks })), ...apart]
  const differences = differencesOf(here, there)
  for (const difference of differences) if (difference.kind === 'missing-here') await bringBack(app, captured.find(({ externalId }) => externalId === difference.externalId))
  return differences.map((difference) => inWords('ЮKassa', difference))
}

/** Ours by its metadata though its answer or its notification was lost: settled like any other. */
async function bringBack(app: App, found: ListedPayment | undefined): Promise<void> {
  if (!found || found.paymentId === null || !isUuid(found.paymentId)) return
  const payment = await app.db.payment.findUnique({ where: { id: found.paymentId } })
  if (payment?.provider !== 'YOOKASSA' || payment.status === 'SUCCEEDED') return
  await app.db.payment.updateMany({ where: { id: payment.id, externalId: null }, data: { externalId: found.externalId, status: 'PENDING' } })
  await app.jobs.enqueue('settlePayment', { paymentId: payment.id }, { dedupeKey: `registers:${payment.id}` })
}

async function compareRefunds(app: App, day: Day): Promise<string[]> {
  const there = (await app.payments.refundsCreated(day)).filter(({ status }) => status === 'succeeded')
  const ours = await app.db.refund.findMany({
    where: { status: 'SUCCEEDED', payment: { provider: 'YOOKASSA' }, externalId: { in: there.map(({ externalId }) => externalId) } },
  })
  const here = ours.flatMap(({ externalId, amountKopecks }): RegisterLine[] => (externalId === null ? [] : [{ externalId, amount: amountKopecks }]))
  const differences = differencesOf(here, there.map(({ externalId, amountKopecks }) => ({ externalId, amount: amountKopecks })))
  for (const difference of differences) {
    const refund = there.find(({ externalId }) => externalId === difference.externalId)
    const payment = refund && (await app.db.payment.findUnique({ where: { externalId: refund.paymentExternalId }, select: { id: true } }))
    if (payment) await app.jobs.enqueue('settleRefunds', { paymentId: payment.id })
  }
  return [...differences.map((difference) => inWords('ЮKassa, возврат', difference)), ...(await vanishedRefunds(app, day, new Set(there.map(({ externalId }) => externalId))))]
}

/** Refunds we believe done, of which the provider knows nothing. */
async function vanishedRefunds(app: App, day: Day, known: ReadonlySet<string>): Promise<string[]> {
  const ours = await app.db.refund.findMany({ where: { status: 'SUCCEEDED', createdAt: { gte: day.from, lt: day.to }, payment: { provider: 'YOOKASSA' } }, include: { payment: true } })
  const gone: string[] = []
  for (const { externalId, amountKopecks, payment } of ours) {
    if (externalId === null || known.has(externalId) || payment.externalId === null) continue
    const found = await app.payments.refundsOf(payment.externalId)
    if (!found.some((refund) => refund.externalId === externalId && refund.status === 'succeeded')) gone.push(inWords('ЮKassa, возврат', { kind: 'missing-there', externalId, amount: amountKopecks }))
  }
  return gone
}

async function compareStars(app: App, day: Day): Promise<string[]> {
  // A charge may be noted late on our side: one more day of theirs finds it.
  const since = await app.bot.starTransactionsSince(new Date(day.from.getTime() - dayMs))
  const isOfDay = ({ at }: { at: Date }): boolean => at >= day.from && at < day.to
  const paid = since.filter(({ kind }) => kind === 'payment')
  const ours = await app.db.payment.findMany({
    where: { provider: 'STARS', status: 'SUCCEEDED', OR: [{ paidAt: { gte: day.from, lt: day.to } }, { externalId: { in: paid.map(({ chargeId }) => chargeId) } }] },
  })
  const here = ours.flatMap(({ externalId, amountStars }): RegisterLine[] => (externalId === null ? [] : [{ externalId, amount: amountStars ?? 0 }]))
  const isOurs = new Set(here.map(({ externalId }) => externalId))
  const there = paid.filter((line) => isOfDay(line) || isOurs.has(line.chargeId)).map(({ chargeId, stars }) => ({ externalId: chargeId, amount: stars }))
  const differences = differencesOf(here, there)
  for (const charge of paid.filter(({ chargeId }) => differences.some(({ kind, externalId }) => kind === 'missing-here' && externalId === chargeId))) {
    const recorded = await recordStarCharge(app.db, { ...charge, isRenewal: await isLaterCharge(app, charge) })
    if (recorded.kind === 'recorded' || recorded.kind === 'known') await app.jobs.enqueue('settlePayment', { paymentId: recorded.paymentId }, { dedupeKey: `registers:${recorded.paymentId}` })
  }
  const outside = await starRefundsOutside(app, since.filter((line) => line.kind === 'refund' && isOfDay(line)).map(({ chargeId }) => chargeId))
  return [...differences.map((difference) => inWords('звёзды', difference)), ...outside]
}

/** The register does not tell the first charge of a subscription from its renewals: the first is the one our invoice waits for. */
async function isLaterCharge(app: App, { payload, isSubscription }: { payload: string; isSubscription: boolean }): Promise<boolean> {
  if (!isSubscription || !isUuid(payload)) return false
  const invoice = await app.db.payment.findUnique({ where: { id: payload }, select: { externalId: true } })
  return invoice !== null && invoice.externalId !== null
}

async function starRefundsOutside(app: App, chargeIds: readonly string[]): Promise<string[]> {
  const payments = await app.db.payment.findMany({ where: { externalId: { in: [...chargeIds] }, refunds: { none: { status: 'SUCCEEDED' } } } })
  for (const { id } of payments) await app.jobs.enqueue('settleRefunds', { paymentId: id })
  return payments.map(({ externalId, amountStars }) => inWords('звёзды, возврат', { kind: 'missing-here', externalId: externalId ?? '', amount: amountStars ?? 0 }))
}

function inWords(where: string, difference: RegisterDifference): string {
  switch (difference.kind) {
    case 'missing-here':
      return `${where}: у нас не было ${difference.externalId}`
    case 'missing-there':
      return `${where}: у них нет ${difference.externalId}`
    case 'other-amount':
      return `${where}: другая сумма ${difference.externalId}`
  }
}

function yesterday(now: Date): Day {
  const to = new Date(Math.floor((now.getTime() + moscowMs) / dayMs) * dayMs - moscowMs)
  return { from: new Date(to.getTime() - dayMs), to }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
