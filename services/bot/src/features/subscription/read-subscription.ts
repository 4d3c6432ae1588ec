import { planTerms, type PlanSettings } from '@cars-bot/domain'
import type { App } from '../../app.js'
import { loadPlanSettings } from '../../plans/load-plan-settings.js'

const dayMs = 24 * 60 * 60 * 1000

export type SubscriptionState = { plans: PlanSettings } & (
  | { kind: 'none' }
  | { kind: 'active'; planTitle: string; endsAt: Date; /** Begun days count. */ daysLeft: number }
)

/** The subscription of a user: the plan running now, until the end of the last period that follows it. */
export async function readSubscription(app: App, { userId }: { userId: string }): Promise<SubscriptionState> {
  const now = app.now()
  const [plans, periods] = await Promise.all([
    loadPlanSettings(app),
    app.db.subscription.findMany({ where: { userId, isActive: true, plan: { not: 'FREE' }, endsAt: { gt: now } }, orderBy: { startsAt: 'asc' } }),
  ])
  const current = periods.find((period) => period.startsAt <= now)
  const last = periods.at(-1)
  if (!current || !last || current.plan === 'FREE') return { kind: 'none', plans }
  const daysLeft = Math.ceil((last.endsAt.getTime() - now.getTime()) / dayMs)
  return { kind: 'active', planTitle: planTerms(current.plan, plans).title, endsAt: last.endsAt, daysLeft, plans }
}
