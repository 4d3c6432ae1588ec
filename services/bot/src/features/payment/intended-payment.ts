import { randomUUID } from 'node:crypto'
import { priceOf, type PromoCheck, type Settings } from '@cars-bot/domain'
import type { PaymentModel, Transaction } from '@cars-bot/platform'
import type { App } from '../../app.js'
import type { PayWish } from '../../plans/pay-callback.js'
import { reservePromo } from './reserve-promo.js'
import { isRenewedInStars, isSubscribedInStars } from './star-subscription.js'

const linkLifeMs = 3_600_000
/** What Telegram renews is always 30 days (core.telegram.org/bots/api#createinvoicelink). */
const starMonthDays = 30

export type PromoRefusal = Exclude<PromoCheck, 'usable'> | 'unknown'
export type IntendedPayment = { kind: 'payment'; payment: PaymentModel } | { kind: 'promo-refused'; why: PromoRefusal } | { kind: 'promo-bound'; until: Date }

/**
 * The one row of a user's intent to buy a plan in this way on these terms: the open one whose link lives, or which has no link yet, else a new one. Serialised by user with
 * an advisory lock. A row is used for an hour at most, far less than the 24 h after which the provider forgets its idempotence key.
 */
export async function intendedPayment(app: App, { userId, wish, settings }: { userId: string; wish: PayWish; settings: Settings }): Promise<IntendedPayment> {
  return app.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`payments:${userId}`}, 0))`
    const now = app.now()
    const reserved = wish.code === null ? null : await reservePromo(tx, { userId, code: wish.code, now })
    if (reserved?.kind === 'refused') return { kind: 'promo-refused', why: reserved.why }
    const promo = reserved?.promo ?? null
    const terms = termsOf(wish, settings, promo, await isRenewedInStars(tx, userId))
    const open = await tx.payment.findFirst({ where: { ...terms, ...stillPayable(userId, now) }, orderBy: { createdAt: 'desc' } })
    if (open) return { kind: 'payment', payment: open }
    const boundUntil = promo ? await releasePromo(tx, { userId, promoCodeId: promo.id, now }) : null
    if (boundUntil) return { kind: 'promo-bound', until: boundUntil }
    return { kind: 'payment', payment: await tx.payment.create({ data: { ...terms, userId, idempotenceKey: randomUUID(), createdAt: now } }) }
  })
}

/** A confirmation link lives for an hour (yookassa.ru/developers, payment process); counted from before it was asked for, so never too long. */
export function linkEndsAt({ createdAt }: Pick<PaymentModel, 'createdAt'>): Date {
  return new Date(createdAt.getTime() + linkLifeMs)
}

function termsOf({ plan, way, code }: PayWish, settings: Settings, promo: Parameters<typeof discountOf>[0], isRenewed: boolean) {
  const { fullKopecks, kopecks, stars, durationDays } = priceOf(plan, settings, discountOf(promo))
  const isStars = way === 'stars'
  const isStarSubscription = isStars && isSubscribedInStars({ plan, code }, isRenewed)
  return {
    provider: isStars ? ('STARS' as const) : ('YOOKASSA' as const),
    plan,
    amountKopecks: kopecks,
    fullAmountKopecks: fullKopecks,
    amountStars: isStars ? stars : null,
    durationDays: isStarSubscription ? starMonthDays : durationDays,
    promoCodeId: promo?.id ?? null,
    savesMethod: way === 'auto' || isStarSubscription,
    isRenewal: false,
  }
}

/** A code for days is no discount. */
function discountOf(promo: { id: string; kind: 'PERCENT' | 'FIXED' | 'DAYS'; value: number } | null) {
  return promo === null || promo.kind === 'DAYS' ? null : { kind: promo.kind, value: promo.value }
}

function stillPayable(userId: string, now: Date) {
  const usableSince = new Date(now.getTime() - linkLifeMs)
  // Stars name their row by the charge: such a row is paid, and only waits to be settled.
  const isPaid = { provider: 'STARS' as const, externalId: { not: null } }
  return { userId, status: 'PENDING' as const, createdAt: { gt: usableSince }, NOT: isPaid, OR: [{ confirmationUrl: null, externalId: null }, { confirmationEndsAt: { gt: now } }] }
}

/** Takes the code off what this person opened with it before: an unpaid Stars invoice is closed, a living link of YooKassa can't be, and holds the code until its end. */
async function releasePromo(tx: Transaction, { userId, promoCodeId, now }: { userId: string; promoCodeId: string; now: Date }): Promise<Date | null> {
  await tx.payment.updateMany({
    where: { userId, promoCodeId, status: 'PENDING', externalId: null, checkedAt: null },
    data: { status: 'CANCELED', statusReason: 'another payment was opened with the promo code' },
  })
  const bound = await tx.payment.findFirst({ where: { promoCodeId, ...stillPayable(userId, now) }, orderBy: { createdAt: 'desc' } })
  return bound ? linkEndsAt(bound) : null
}
