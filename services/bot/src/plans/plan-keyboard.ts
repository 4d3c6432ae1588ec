import type { Keyboard } from '@cars-bot/adapters/bot-api'
import { discounted, planTerms, yearlySaving, type Discount, type PaidPlan, type PlanSettings } from '@cars-bot/domain'
import type { Texts } from '../texts/texts.js'
import { planChoice } from './pay-callback.js'

/** One button per plan; what a year saves is computed. With a promo code the prices are those that will be paid. */
export function planKeyboard(texts: Texts, settings: PlanSettings, promo: { code: string; discount: Discount } | null = null): Keyboard {
  const button = (plan: PaidPlan, savingPercent: number): Keyboard[number] => {
    const { priceKopecks, durationDays } = planTerms(plan, settings)
    const price = discounted(priceKopecks, promo?.discount ?? null)
    return [{ text: texts.planButton({ priceKopecks: price, durationDays, savingPercent }), data: planChoice.encode({ plan, code: promo?.code ?? null }) }]
  }
  return [button('MONTHLY', 0), button('YEARLY', promo === null ? yearlySaving(settings) : 0)]
}
