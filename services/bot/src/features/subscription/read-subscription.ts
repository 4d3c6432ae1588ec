import type { Settings } from '@cars-bot/domain'
import type { AutoRenewalModel } from '@cars-bot/platform'
import type { App } from '../../app.js'
import { loadSettings } from '../../load-settings.js'

const dayMs = 24 * 60 * 60 * 1000

export type RenewalState = { isOn: boolean; at: Date | null; methodTitle: string | null; provider: AutoRenewalModel['provider'] }

export type SubscriptionState = { plans: Settings } & (
  | { kind: 'none' }
  | { kind: 'active'; plan: 'MONTHLY' | 'YEARLY'; isTrial: boolean; endsAt: Date; /** Begun days count. */ daysLeft: number; renewal: RenewalState | null }
)

/** The subscription of a user: the plan running now, until the end of the last period that follows it. */
export async function readSubscription(app: App, { userId }: { userId: string }): Promise<SubscriptionState> {
  const now = app.now()
  const [plans, periods, renewal] = await Promise.all([
    loadSettings(app),
    app.db.subscription.findMany({ where: { userId, isActive: true, plan: { not: 'FREE' }, endsAt: { gt: now } }, orderBy: { startsAt: 'asc' } }),
    app.db.autoRenewal.findUnique({ where: { userId } }),
  ])
  const current = periods.find((period) => period.startsAt <= now)
  const last = periods.at(-1)
  if (!current || !last || current.plan === 'FREE') return { kind: 'none', plans }
  const daysLeft = Math.ceil((last.endsAt.getTime() - now.getTime()) / dayMs)
  return {
    kind: 'active',
    plan: current.plan,
    isTrial: current.source === 'TRIAL',
    endsAt: last.endsAt,
    daysLeft,
    renewal: renewal && { isOn: renewal.isEnabled, at: renewal.nextAttemptAt, methodTitle: renewal.methodTitle, provider: renewal.provider },
    plans,
  }
}
