import { nextPeriod, promoCodeOf } from '@cars-bot/domain'
import { addPeriod, lockPeriods } from '@cars-bot/platform'
import type { App } from '../../app.js'
import type { PromoRefusal } from './intended-payment.js'
import { reservePromo } from './reserve-promo.js'

export type UsedPromo = { kind: 'refused'; why: PromoRefusal } | { kind: 'discount'; code: string; discount: { kind: 'PERCENT' | 'FIXED'; value: number } } | { kind: 'days'; days: number; endsAt: Date }

/** A discount is taken when it is paid with; days are given at once, once per person. */
export async function usePromo(app: App, { userId, text }: { userId: string; text: string }): Promise<UsedPromo> {
  const code = promoCodeOf(text)
  if (code === null) return { kind: 'refused', why: 'unknown' }
  const used = await app.db.$transaction(async (tx): Promise<UsedPromo> => {
    const now = app.now()
    await lockPeriods(tx, userId)
    const reserved = await reservePromo(tx, { userId, code, now })
    if (reserved.kind === 'refused') return reserved
    const { id, kind, value } = reserved.promo
    if (kind !== 'DAYS') return { kind: 'discount', code, discount: { kind, value } }
    await tx.promoUse.create({ data: { promoCodeId: id, userId } })
    const { endsAt } = await addPeriod(tx, { userId, plan: 'MONTHLY', source: 'PROMO', now, spanAfter: (last) => nextPeriod(last, value, now) })
    return { kind: 'days', days: value, endsAt }
  })
  app.log.info('promo code tried', { userId, code, outcome: used.kind })
  return used
}
