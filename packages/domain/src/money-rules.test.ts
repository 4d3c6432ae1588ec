import { expect, test } from 'vitest'
import { afterRefund } from './after-refund.js'
import { compareRegisters } from './compare-registers.js'
import { priceOf } from './price-of.js'
import { checkPromo, promoCodeOf } from './promo-code.js'
import { receiptContactOf } from './receipt-contact.js'
import { afterFailedRenewal, endWithGrace, endWithoutGrace, firstAttemptAt } from './renewal-schedule.js'
import { defaultSettings } from './settings.js'

const now = new Date('2026-03-01T12:00:00Z')
const hour = 3_600_000
const day = 24 * hour
const at = (days: number): Date => new Date(now.getTime() + days * day)

test.each([
  [null, 299_00, 180],
  [{ kind: 'PERCENT', value: 50 }, 149_50, 90],
  [{ kind: 'PERCENT', value: 33 }, 200_33, 121],
  [{ kind: 'PERCENT', value: 100 }, 1_00, 1],
  [{ kind: 'FIXED', value: 100_00 }, 199_00, 120],
  [{ kind: 'FIXED', value: 1_000_00 }, 1_00, 1],
  [{ kind: 'FIXED', value: -5_00 }, 299_00, 180],
] as const)('with %j the month costs %i kopecks or %i Stars, never less than the provider takes and never more than the full price', (discount, kopecks, stars) => {
  expect(priceOf('MONTHLY', defaultSettings, discount)).toEqual({ fullKopecks: 299_00, kopecks, stars, durationDays: 30 })
})

test('a code is read in any letters, and what is none is refused', () => {
  expect([promoCodeOf(' весна-26 '), promoCodeOf('spring'), promoCodeOf('a'), promoCodeOf('two words'), promoCodeOf('x'.repeat(25)), promoCodeOf('a:b:c')]).toEqual(['ВЕСНА-26', 'SPRING', null, null, null, null])
  expect(promoCodeOf('ж'.repeat(21))).toBeNull()
})

test('a code is refused when it is off, over, used up or used by this person', () => {
  const promo = { isEnabled: true, endsAt: at(1), usesLimit: 2 }
  const uses = { byOthers: 0, isUsedByPerson: false }
  expect(checkPromo(promo, uses, now)).toBe('usable')
  expect(checkPromo({ ...promo, isEnabled: false }, uses, now)).toBe('over')
  expect(checkPromo(promo, uses, at(1))).toBe('over')
  expect(checkPromo(promo, { ...uses, isUsedByPerson: true }, now)).toBe('used-by-you')
  expect(checkPromo(promo, { ...uses, byOthers: 2 }, now)).toBe('used-up')
  expect(checkPromo({ ...promo, usesLimit: null, endsAt: null }, { ...uses, byOthers: 1_000 }, now)).toBe('usable')
})

test('three attempts within three days, the first a day ahead, the last within the grace period', () => {
  const end = at(0)
  const first = firstAttemptAt(end)
  expect(first).toEqual(at(-1))
  const second = afterFailedRenewal(1, 'insufficient_funds', first)
  expect(second).toEqual({ kind: 'again', at: end })
  const third = afterFailedRenewal(2, 'insufficient_funds', end)
  expect(third).toEqual({ kind: 'again', at: new Date(end.getTime() + 23 * hour) })
  expect(end.getTime() + 23 * hour).toBeLessThan(endWithGrace(end).getTime())
  expect(afterFailedRenewal(3, 'insufficient_funds', at(1))).toEqual({ kind: 'given-up' })
  expect(afterFailedRenewal(1, 'permission_revoked', first)).toEqual({ kind: 'given-up' })
})

test('unused grace is taken back when the renewal succeeds, used grace is not', () => {
  expect(endWithoutGrace(endWithGrace(at(1)), now)).toEqual(at(1))
  expect(endWithoutGrace(endWithGrace(at(-0.5)), now)).toEqual(now)
})

test('a full refund ends the period at once, a part takes off its part, nothing used is given back, and a period to come goes whole', () => {
  const running = { startsAt: at(-10), endsAt: at(20) }
  const amounts = { paid: 299_00, refunded: 299_00, length: 30 * day }
  expect(afterRefund(running, amounts, now)).toEqual({ kind: 'shorter', endsAt: now, freedMs: 20 * day })
  expect(afterRefund(running, { ...amounts, refunded: 149_50 }, now)).toEqual({ kind: 'shorter', endsAt: at(5), freedMs: 15 * day })
  expect(afterRefund(running, { ...amounts, refunded: 269_10 }, now)).toEqual({ kind: 'shorter', endsAt: now, freedMs: 20 * day })
  expect(afterRefund({ startsAt: at(5), endsAt: at(35) }, amounts, now)).toEqual({ kind: 'gone', freedMs: 30 * day })
  expect(afterRefund({ startsAt: at(-40), endsAt: at(-10) }, amounts, now)).toEqual({ kind: 'shorter', endsAt: at(-10), freedMs: 0 })
})

test.each([
  ['Anna@Example.org', { email: 'anna@example.org' }],
  ['8 (900) 000-00-01', { phone: '79000000001' }],
  ['+79000000001', { phone: '79000000001' }],
])('%j is a contact for receipts', (text, contact) => {
  expect(receiptContactOf(text)).toEqual(contact)
})

test.each(['anna@', '@example.org', 'anna@example', 'an na@example.org', 'a..b@example.org', '12345', 'позвоните мне', `${'a'.repeat(250)}@example.org`])('%j is no contact for receipts', (text) => {
  expect(receiptContactOf(text)).toBeNull()
})

test('registers are compared in both directions, amounts included', () => {
  const line = (externalId: string, amount = 1): { externalId: string; amount: number } => ({ externalId, amount })
  expect(compareRegisters([line('a'), line('b'), line('c', 5)], [line('b'), line('c', 6), line('d')])).toEqual([
    { kind: 'other-amount', externalId: 'c', here: 5, there: 6 },
    { kind: 'missing-here', externalId: 'd', amount: 1 },
    { kind: 'missing-there', externalId: 'a', amount: 1 },
  ])
  expect(compareRegisters([line('a')], [line('a')])).toEqual([])
})
