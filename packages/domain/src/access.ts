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

export type ContactRequestState = {
  user: { isBlocked: boolean; freeContactsUsed: number; trialStartedAt: Date | null }
  current: Period | null
  /** An earlier request of this user for this listing. */
  earlier: { isFree: boolean } | null
  /** Contacts of other listings this user opened since midnight in Moscow. */
  openedToday: number
  settings: { contactsPerDay: number; freeContacts: number; trialDays: number }
  now: Date
}

export type ContactDecision =
  | { kind: 'granted'; by: 'subscription' | 'opened-free' }
  /** One of the free contacts is to be used up first. */
  | { kind: 'granted'; by: 'free-contact' }
  | { kind: 'daily-limit'; contactsPerDay: number }
  /** `trialDays` above 0: a trial may be begun. */
  | { kind: 'subscription-required'; trialDays: number }
  | { kind: 'blocked' }

/**
 * What a request for the contacts of a listing leads to. A subscriber opens any listing up to the daily limit, and those opened before beyond it. Without a
 * subscription a free contact opens one listing, which stays open, and the trial is offered to whoever has not had it.
 */
export function contactDecision({ user, current, earlier, openedToday, settings, now }: ContactRequestState): ContactDecision {
  const access = contactAccess(user, current, now)
  switch (access.kind) {
    case 'blocked':
      return { kind: 'blocked' }
    case 'granted':
      if (earlier === null && openedToday >= settings.contactsPerDay) return { kind: 'daily-limit', contactsPerDay: settings.contactsPerDay }
      return { kind: 'granted', by: 'subscription' }
    case 'subscription-required':
      if (earlier?.isFree) return { kind: 'granted', by: 'opened-free' }
      if (earlier === null && user.freeContactsUsed < settings.freeContacts) return { kind: 'granted', by: 'free-contact' }
      return { kind: 'subscription-required', trialDays: user.trialStartedAt === null ? settings.trialDays : 0 }
  }
}
