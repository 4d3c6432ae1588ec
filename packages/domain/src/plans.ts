export type Plan = 'FREE' | 'MONTHLY' | 'YEARLY'
export type PaidPlan = Exclude<Plan, 'FREE'>

export type PlanTerms = { priceKopecks: number; durationDays: number; title: string }

/** The part of the owner's settings that plans are made of. */
export type PlanSettings = {
  monthlyPriceKopecks: number
  monthlyDays: number
  yearlyPriceKopecks: number
  yearlyDays: number
}

const dayMs = 24 * 60 * 60 * 1000

/** What a plan costs and how long it lasts, the only place where both are decided. */
export function planTerms(plan: PaidPlan, settings: PlanSettings): PlanTerms {
  switch (plan) {
    case 'MONTHLY':
      return { priceKopecks: settings.monthlyPriceKopecks, durationDays: settings.monthlyDays, title: 'Месячная подписка' }
    case 'YEARLY':
      return { priceKopecks: settings.yearlyPriceKopecks, durationDays: settings.yearlyDays, title: 'Годовая подписка' }
  }
}

/** Whole percent saved by one year against as many whole months as fit into it; 0 when nothing is saved. Rounded down: never promises more than is given. */
export function yearlySaving(settings: PlanSettings): number {
  const months = Math.floor(settings.yearlyDays / settings.monthlyDays)
  const byMonths = months * settings.monthlyPriceKopecks
  if (byMonths <= settings.yearlyPriceKopecks) return 0
  return Math.floor(((byMonths - settings.yearlyPriceKopecks) * 100) / byMonths)
}

/** The period a payment opens: from now, or from the end of a period still running. Never overlaps the one given. */
export function nextPeriod(current: { endsAt: Date } | null, durationDays: number, now: Date): { startsAt: Date; endsAt: Date } {
  const startsAt = current && current.endsAt > now ? current.endsAt : now
  return { startsAt, endsAt: new Date(startsAt.getTime() + durationDays * dayMs) }
}
