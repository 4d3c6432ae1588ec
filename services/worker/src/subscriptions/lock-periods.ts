import type { Transaction } from '@cars-bot/platform'

/** Until the transaction ends nobody else changes this user's periods through this lock; the database's exclusion constraint stands behind it. */
export async function lockPeriods(tx: Transaction, userId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`periods:${userId}`}, 0))`
}
