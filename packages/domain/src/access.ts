import type { Plan } from './plans.js'

/** One period of access. FREE is a row of bookkeeping and opens nothing. */
export type Period = { plan: Plan; startsAt: Date; endsAt: Date; isActive: boolean }

export type ContactAccess = { kind: 'granted' } | { kind: 'subscription-required' } | { kind: 'blocked' }

/** Whether a user may see contacts now. The end of a period is no longer inside it. */
export function contactAccess(user: { isBlocked: boolean }, current: Period | null, now: Date): ContactAccess {
  if (user.isBlocked) return { kind: 'blocked' }
  if (!current || !current.isActive || current.plan === 'FREE') return { kind: 'subscription-required' }
  if (current.startsAt > now || current.endsAt <= now) return { kind: 'subscription-required' }
  return { kind: 'granted' }
}
