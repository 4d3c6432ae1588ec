import { randomUUID } from 'node:crypto'
import type { PaymentModel, RefundModel } from '@cars-bot/platform'
import type { App } from '../../app.js'

export type StartedRefund = { kind: 'unknown-payment' } | { kind: 'not-paid' } | { kind: 'too-much'; restKopecks: number } | { kind: 'whole-only' } | { kind: 'started'; amountKopecks: number; amountStars: number | null }

/** Writes down a refund and has the worker make it. The whole rest without an amount; Stars go back whole only (core.telegram.org/bots/api#refundstarpayment). */
export async function startRefund(app: App, { payment: id, amountKopecks, adminId }: { payment: string; amountKopecks: number | null; adminId: bigint }): Promise<StartedRefund> {
  const found = await app.db.payment.findFirst({ where: isUuid(id) ? { OR: [{ id }, { externalId: id }] } : { externalId: id }, select: { id: true } })
  if (!found) return { kind: 'unknown-payment' }
  const started = await app.db.$transaction(async (tx): Promise<StartedRefund> => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`refunds:${found.id}`}, 0))`
    const payment = await tx.payment.findUniqueOrThrow({ where: { id: found.id }, include: { refunds: { where: { status: { not: 'CANCELED' } } } } })
    const wanted = refundable(payment, amountKopecks)
    if (wanted.kind === 'started') await tx.refund.create({ data: { paymentId: payment.id, amountKopecks: wanted.amountKopecks, amountStars: wanted.amountStars, idempotenceKey: randomUUID(), createdAt: app.now() } })
    return wanted
  })
  if (started.kind !== 'started') return started
  app.log.info('refund started by an admin', { paymentId: found.id, adminId, amountKopecks: started.amountKopecks })
  await app.jobs.enqueue('settleRefunds', { paymentId: found.id })
  return started
}

function refundable(payment: PaymentModel & { refunds: RefundModel[] }, wantedKopecks: number | null): StartedRefund {
  if (payment.status !== 'SUCCEEDED' || payment.externalId === null) return { kind: 'not-paid' }
  const restKopecks = payment.amountKopecks - payment.refunds.reduce((sum, refund) => sum + refund.amountKopecks, 0)
  if (payment.provider === 'STARS' && wantedKopecks !== null && wantedKopecks !== payment.amountKopecks) return { kind: 'whole-only' }
  const amountKopecks = wantedKopecks ?? restKopecks
  if (amountKopecks <= 0 || amountKopecks > restKopecks) return { kind: 'too-much', restKopecks }
  return { kind: 'started', amountKopecks, amountStars: payment.amountStars }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
