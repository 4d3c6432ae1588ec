import type { Transaction } from './database.js'
import type { Plan, SubscriptionSource } from './generated/enums.js'
import type { SubscriptionModel } from './generated/models.js'

/** Until the transaction ends nobody else changes this user's periods through this lock; the database's exclusion constraint stands behind it. */
export async function lockPeriods(tx: Transaction, userId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`periods:${userId}`}, 0))`
}

export type NewPeriod = {
  userId: string
  plan: Exclude<Plan, 'FREE'>
  source: SubscriptionSource
  paymentId?: string
  now: Date
  /** The span, given the last period still running or to come. */
  spanAfter: (last: { endsAt: Date } | null) => { startsAt: Date; endsAt: Date }
}

/** Adds access behind what the user has already. The caller holds `lockPeriods`. */
export async function addPeriod(tx: Transaction, { userId, plan, source, paymentId, now, spanAfter }: NewPeriod): Promise<SubscriptionModel> {
  // FREE opens nothing, so it must not push a paid period into the future.
  await tx.subscription.updateMany({ where: { userId, plan: 'FREE', isActive: true }, data: { isActive: false } })
  const last = await tx.subscription.findFirst({ where: { userId, isActive: true, endsAt: { gt: now } }, orderBy: { endsAt: 'desc' } })
  return tx.subscription.create({ data: { userId, plan, source, paymentId: paymentId ?? null, ...spanAfter(last) } })
}
