import { expect, test } from 'vitest'
import { contactAccess, type Period } from './access.js'

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
