import { expect, test } from 'vitest'
import { nextPeriod, planTerms, yearlySaving } from './plans.js'
import { defaultSettings } from './settings.js'

const now = new Date('2026-03-01T12:00:00Z')
const day = 24 * 60 * 60 * 1000

test('terms come from the settings and nowhere else', () => {
  expect(planTerms('MONTHLY', defaultSettings)).toEqual({ priceKopecks: 29_900, durationDays: 30, title: 'Месячная подписка' })
  expect(planTerms('YEARLY', { ...defaultSettings, yearlyPriceKopecks: 100_000, yearlyDays: 366 })).toMatchObject({ priceKopecks: 100_000, durationDays: 366 })
})

test('the saving shown is computed and never rounded up', () => {
  expect(yearlySaving(defaultSettings)).toBe(16)
  expect(yearlySaving({ ...defaultSettings, monthlyPriceKopecks: 19_000, yearlyPriceKopecks: 199_000 })).toBe(12)
  expect(yearlySaving({ ...defaultSettings, yearlyPriceKopecks: 400_000 })).toBe(0)
})

test('a payment while a period runs starts where that one ends, so periods never overlap', () => {
  const endsAt = new Date(now.getTime() + 5 * day)
  expect(nextPeriod({ endsAt }, 30, now)).toEqual({ startsAt: endsAt, endsAt: new Date(endsAt.getTime() + 30 * day) })
})

test('a payment after the end of a period starts now', () => {
  expect(nextPeriod({ endsAt: new Date(now.getTime() - 1) }, 30, now).startsAt).toEqual(now)
  expect(nextPeriod({ endsAt: now }, 30, now).startsAt).toEqual(now)
  expect(nextPeriod(null, 365, now)).toEqual({ startsAt: now, endsAt: new Date(now.getTime() + 365 * day) })
})

test('a hundred payments in a row give a hundred periods end to end', () => {
  let current = nextPeriod(null, 30, now)
  for (let count = 1; count < 100; count += 1) {
    const next = nextPeriod(current, 30, now)
    expect(next.startsAt).toEqual(current.endsAt)
    current = next
  }
  expect(current.endsAt).toEqual(new Date(now.getTime() + 3000 * day))
})
