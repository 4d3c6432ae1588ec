import type { SubscriptionModel, UserModel } from '@cars-bot/platform'
import { formatCellDate } from './cell-date.js'
import { noSubscription, type SubscriptionCells } from './subscription-cells.js'

export type Subscriber = Pick<UserModel, 'id' | 'telegramId' | 'username' | 'firstName' | 'registeredAt'> & {
  subscriptions: SubscriptionModel[]
  _count: { contactRequests: number }
}

/** What the sheet should show of a subscription: the access that runs or is to come, from its first start to its last end; else the one that came last. */
export function subscriptionView(subscriptions: readonly SubscriptionModel[], now: Date): SubscriptionCells {
  const paid = subscriptions.filter(({ plan }) => plan !== 'FREE')
  const open = paid.filter(({ isActive, endsAt }) => isActive && endsAt > now).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  const [first] = open
  const last = open.at(-1)
  if (first && last) return { plan: first.plan, isActive: true, startsAt: formatCellDate(first.startsAt), endsAt: formatCellDate(last.endsAt) }
  const latest = paid.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0]
  return latest ? { plan: latest.plan, isActive: false, startsAt: formatCellDate(latest.startsAt), endsAt: formatCellDate(latest.endsAt) } : noSubscription
}

/** The newest period that was paid for; an owner's change made before it was seen must not undo it. Blank when nothing was ever paid. */
export function latestPaid(subscriptions: readonly SubscriptionModel[]): string {
  const paid = subscriptions.filter(({ paymentId }) => paymentId !== null)
  return paid.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0]?.id ?? ''
}

/** Whether the user may see contacts at this moment. */
export function hasAccess(subscriptions: readonly SubscriptionModel[], now: Date): boolean {
  return subscriptions.some(({ plan, isActive, startsAt, endsAt }) => plan !== 'FREE' && isActive && startsAt <= now && endsAt > now)
}
