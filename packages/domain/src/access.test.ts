import { expect, test } from 'vitest'
import { contactAccess, contactDecision, type Period } from './access.js'

const now = new Date('2026-03-01T12:00:00Z')
const running: Period = { plan: 'MONTHLY', startsAt: new Date('2026-02-20T00:00:00Z'), endsAt: new Date('2026-03-20T00:00:00Z'), isActive: true }
const user = { isBlocked: false }

test('a running paid period opens contacts', () => {
  expect(contactAccess(user, running, now)).toEqual({ kind: 'granted' })
  expect(contactAccess(user, { ...running, plan: 'YEARLY' }, now)).toEqual({ kind: 'granted' })
})

test('a blocked user sees nothing even with a paid period', () => {
  expect(contactAccess({ isBlocked: true }, running, now)).toEqual({ kind: 'blocked' })
})

test.each([
  ['no period', null],
  ['a FREE period', { ...running, plan: 'FREE' as const }],
  ['a period switched off', { ...running, isActive: false }],
  ['a period that ends this very moment', { ...running, endsAt: now }],
  ['a period that has not begun', { ...running, startsAt: new Date(now.getTime() + 1) }],
])('%s opens nothing', (_name, period) => {
  expect(contactAccess(user, period, now)).toEqual({ kind: 'subscription-required' })
})

const settings = { contactsPerDay: 50, freeContacts: 1, trialDays: 3 }
const stranger = { user: { isBlocked: false, freeContactsUsed: 0, trialStartedAt: null }, current: null, earlier: null, openedToday: 0, settings, now }
const subscriber = { ...stranger, current: running }
const tasted = { ...stranger, user: { ...stranger.user, freeContactsUsed: 1 } }

test.each([
  ['a new person tastes one contact', stranger, { kind: 'granted', by: 'free-contact' }],
  ['the contact tasted stays open', { ...tasted, earlier: { isFree: true } }, { kind: 'granted', by: 'opened-free' }],
  ['a second taste is not given, a trial is offered', tasted, { kind: 'subscription-required', trialDays: 3 }],
  ['a trial is offered once', { ...tasted, user: { ...tasted.user, trialStartedAt: now } }, { kind: 'subscription-required', trialDays: 0 }],
  ['what a subscription opened closes with it', { ...stranger, earlier: { isFree: false } }, { kind: 'subscription-required', trialDays: 3 }],
  ['no taste where the owner gives none', { ...stranger, settings: { ...settings, freeContacts: 0 } }, { kind: 'subscription-required', trialDays: 3 }],
  ['a subscriber uses up no taste', subscriber, { kind: 'granted', by: 'subscription' }],
  ['the last contact of the day is given', { ...subscriber, openedToday: 49 }, { kind: 'granted', by: 'subscription' }],
  ['the next is not', { ...subscriber, openedToday: 50 }, { kind: 'daily-limit', contactsPerDay: 50 }],
  ['beyond the limit what was opened before stays open', { ...subscriber, openedToday: 50, earlier: { isFree: false } }, { kind: 'granted', by: 'subscription' }],
  ['a barred person gets not even what was tasted', { ...tasted, user: { ...tasted.user, isBlocked: true }, earlier: { isFree: true } }, { kind: 'blocked' }],
] as const)('%s', (_what, state, expected) => {
  expect(contactDecision(state)).toEqual(expected)
})
