import { checkPromo, priceOf, type Discount, type Price } from '@cars-bot/domain'
import type { App } from '../../app.js'
import { loadSettings } from '../../load-settings.js'
import type { PayWay, PayWish } from '../../plans/pay-callback.js'
import { isRenewedInStars, isSubscribedInStars } from './star-subscription.js'

export type WaysOffer = { wish: Omit<PayWish, 'way'>; ways: readonly PayWay[]; price: Price; /** Whether Stars would be taken again every month. */ isStarSubscription: boolean }

/** The ways to pay for a plan, the owner's first one first, with what each costs. A code that no longer holds changes nothing here; it is refused when it is used. */
export async function offerWays(app: App, { userId, wish }: { userId: string; wish: Omit<PayWish, 'way'> }): Promise<WaysOffer> {
  const [settings, discount, isRenewed] = await Promise.all([loadSettings(app), discountBy(app, userId, wish.code), isRenewedInStars(app.db, userId)])
  const { paymentWays, offersRenewal } = settings
  // With a code no renewal is offered: its price would not be the one agreed to. Nor is a second one, beside Telegram's.
  const ways = paymentWays.flatMap((way): PayWay[] => (way === 'stars' ? ['stars'] : offersRenewal && wish.code === null && !isRenewed ? ['card', 'auto'] : ['card']))
  return { wish, ways, price: priceOf(wish.plan, settings, discount), isStarSubscription: isSubscribedInStars(wish, isRenewed) }
}

async function discountBy(app: App, userId: string, code: string | null): Promise<Discount | null> {
  if (code === null) return null
  const promo = await app.db.promoCode.findUnique({ where: { code }, include: { _count: { select: { uses: true } }, uses: { where: { userId } } } })
  if (!promo || promo.kind === 'DAYS') return null
  const check = checkPromo(promo, { byOthers: promo._count.uses, isUsedByPerson: promo.uses.length > 0 }, app.now())
  return check === 'usable' ? { kind: promo.kind, value: promo.value } : null
}
