export type PromoTerms = { isEnabled: boolean; endsAt: Date | null; usesLimit: number | null }
export type PromoCheck = 'usable' | 'over' | 'used-up' | 'used-by-you'

const shape = /^[A-Z0-9А-ЯЁ_-]{3,24}$/

/** A code as it is stored: in capitals; null for what can't be one. 24 letters fit into a button's 64 bytes beside the plan. */
export function promoCodeOf(text: string): string | null {
  const code = text.trim().toUpperCase()
  return shape.test(code) && new TextEncoder().encode(code).length <= 40 ? code : null
}

/** Whether a person may use a code now. `usesByOthers` counts the payments still open with it, so that a limit is never passed. */
export function checkPromo(promo: PromoTerms, uses: { byOthers: number; isUsedByPerson: boolean }, now: Date): PromoCheck {
  if (!promo.isEnabled || (promo.endsAt !== null && promo.endsAt <= now)) return 'over'
  if (uses.isUsedByPerson) return 'used-by-you'
  return promo.usesLimit !== null && uses.byOthers >= promo.usesLimit ? 'used-up' : 'usable'
}
