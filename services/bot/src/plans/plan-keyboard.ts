import type { Keyboard } from '@cars-bot/adapters/bot-api'
import { planTerms, yearlySaving, type PaidPlan, type PlanSettings } from '@cars-bot/domain'
import type { Texts } from '../texts/texts.js'
import { buyCallback } from './buy-callback.js'

/** One button per plan; what a year saves is computed. */
export function planKeyboard(texts: Texts, settings: PlanSettings): Keyboard {
  const button = (plan: PaidPlan, savingPercent: number): Keyboard[number] => {
    const { priceKopecks, durationDays } = planTerms(plan, settings)
    return [{ text: texts.planButton({ priceKopecks, durationDays, savingPercent }), data: buyCallback.encode(plan) }]
  }
  return [button('MONTHLY', 0), button('YEARLY', yearlySaving(settings))]
}
