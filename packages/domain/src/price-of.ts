import { planTerms, type PaidPlan, type PlanSettings } from './plans.js'

export type Discount = { kind: 'PERCENT' | 'FIXED'; value: number }

export type Price = { fullKopecks: number; kopecks: number; stars: number; durationDays: number }

/** The least YooKassa takes for a card payment (yookassa.ru/developers/payment-methods/bank-card). */
const leastKopecks = 100

/**
 * What a plan costs in both currencies, with a discount or without: percent, or kopecks off. Stars follow in the same proportion, rounded up. Never less than a
 * ruble or a Star, never more than the full price.
 */
export function priceOf(plan: PaidPlan, settings: PlanSettings & { monthlyStars: number; yearlyStars: number }, discount: Discount | null): Price {
  const { priceKopecks: fullKopecks, durationDays } = planTerms(plan, settings)
  const fullStars = plan === 'MONTHLY' ? settings.monthlyStars : settings.yearlyStars
  const kopecks = discounted(fullKopecks, discount)
  return { fullKopecks, kopecks, stars: Math.max(1, Math.ceil((fullStars * kopecks) / fullKopecks)), durationDays }
}

/** A price in kopecks less its discount, within the bounds that `priceOf` names. */
export function discounted(fullKopecks: number, discount: Discount | null): number {
  const off = discount === null ? 0 : discount.kind === 'PERCENT' ? Math.floor((fullKopecks * Math.min(discount.value, 100)) / 100) : discount.value
  return Math.min(fullKopecks, Math.max(leastKopecks, fullKopecks - Math.max(0, off)))
}
