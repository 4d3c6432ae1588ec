import { checkPromo, type PromoCheck } from '@cars-bot/domain'
import type { PromoCodeModel, Transaction } from '@cars-bot/platform'

const linkLifeMs = 3_600_000

export type ReservedPromo = { kind: 'usable'; promo: PromoCodeModel } | { kind: 'refused'; why: Exclude<PromoCheck, 'usable'> | 'unknown' }

/**
 * A promo code for this person now. Whoever may still pay with it counts against its limit, so that it is never passed. Until the transaction ends nobody else can
 * take the last use.
 */
export async function reservePromo(tx: Transaction, { userId, code, now }: { userId: string; code: string; now: Date }): Promise<ReservedPromo> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`promo:${code}`}, 0))`
  const promo = await tx.promoCode.findUnique({ where: { code } })
  if (!promo) return { kind: 'refused', why: 'unknown' }
  const isOpen = { promoCodeId: promo.id, status: 'PENDING' as const, createdAt: { gt: new Date(now.getTime() - linkLifeMs) } }
  const [own, used, open] = await Promise.all([
    tx.promoUse.findUnique({ where: { promoCodeId_userId: { promoCodeId: promo.id, userId } } }),
    tx.promoUse.count({ where: { promoCodeId: promo.id } }),
    tx.payment.findMany({ where: { ...isOpen, userId: { not: userId } }, distinct: ['userId'], select: { id: true } }),
  ])
  const why = checkPromo(promo, { byOthers: used + open.length, isUsedByPerson: own !== null }, now)
  return why === 'usable' ? { kind: 'usable', promo } : { kind: 'refused', why }
}
