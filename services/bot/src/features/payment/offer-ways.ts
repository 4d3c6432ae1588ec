import { checkPromo, priceOf, type Discount, type Price, type Settings } from '@cars-bot/domain'
import type { App } from '../../app.js'
import { loadSettings } from '../../load-settings.js'
import type { PayWay, PayWish } from '../../plans/pay-callback.js'

export type WaysOffer = { wish: Omit<PayWish, 'way'>; ways: readonly PayWay[]; price: Price }

/** The ways to pay for a plan, the owner's first one first, with what each costs. A code that no longer holds changes nothing here; it is refused when it is used. */
export async function offerWays(app: App, { userId, wish }: { userId: string; wish: Omit<PayWish, 'way'> }): Promise<WaysOffer> {
  const [settings, discount] = await Promise.all([loadSettings(app), discountBy(app, userId, wish.code)])
  return { wish, ways: waysOf(settings, wish), price: priceOf(wish.plan, settings, discount) }
}

/** With a code no renewal is offered: its price would not be the one agreed to. */
function waysOf({ paymentWays, offersRenewal }: Settings, { code }: Omit<PayWish, 'way'>): PayWay[] {
  return paymentWays.flatMap((way): PayWay[] => (way === 'stars' ? ['stars'] : offersRenewal && code === null ? ['card', 'auto'] : ['card']))
}

async function discountBy(app: App, userId: string, code: string | null): Promise<Discount | null> {
  if (code === null) return null
  const promo = await app.db.promoCode.findUnique({ where: { code }, include: { _count: { select: { uses: true } }, uses: { where: { userId } } } })
  if (!promo || promo.kind === 'DAYS') return null
  const check = checkPromo(promo, { byOthers: promo._count.uses, isUsedByPerson: promo.uses.length > 0 }, app.now())
  return check === 'usable' ? { kind: promo.kind, value: promo.value } : null
}
