import { randomUUID } from 'node:crypto'
import type { PaidPlan, PlanTerms } from '@cars-bot/domain'
import type { PaymentModel } from '@cars-bot/platform'
import type { App } from '../../app.js'

const linkLifeMs = 3_600_000

/**
 * The one row of a user's intent to buy a plan on these terms: the open one whose link lives, or which has no link yet, else a new one. Serialised by user with
 * an advisory lock. A row is used for an hour at most, far less than the 24 h after which the provider forgets its idempotence key.
 */
export async function intendedPayment(app: App, { userId, plan, terms }: { userId: string; plan: PaidPlan; terms: PlanTerms }): Promise<PaymentModel> {
  const { priceKopecks: amountKopecks, durationDays } = terms
  return app.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`payments:${userId}`}, 0))`
    const usableSince = new Date(app.now().getTime() - linkLifeMs)
    const open = await tx.payment.findFirst({
      where: {
        userId,
        provider: 'YOOKASSA',
        plan,
        amountKopecks,
        durationDays,
        status: 'PENDING',
        createdAt: { gt: usableSince },
        OR: [{ externalId: null }, { confirmationEndsAt: { gt: app.now() } }],
      },
      orderBy: { createdAt: 'desc' },
    })
    return open ?? tx.payment.create({ data: { userId, provider: 'YOOKASSA', plan, amountKopecks, durationDays, idempotenceKey: randomUUID(), createdAt: app.now() } })
  })
}

/** A confirmation link lives for an hour (yookassa.ru/developers, payment process); counted from before it was asked for, so never too long. */
export function linkEndsAt({ createdAt }: Pick<PaymentModel, 'createdAt'>): Date {
  return new Date(createdAt.getTime() + linkLifeMs)
}
