import { expect, test } from 'vitest'
import { extractByRules } from './extract-by-rules.js'
import { notationAd } from './notations.fixture.js'
import { adWith, billOf, dateOf, readingOf } from './other-numbers.fixture.js'

const adCount = 3_000
const otherCount = 1_000

/** Mulberry32: small, and even enough to mix notations. */
function seeded(seed: number): { next(): number } {
  let state = seed
  return {
    next() {
      state = (state + 0x6d_2b_79_f5) | 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
    },
  }
}

const random = seeded(20_261_123)
const read = Array.from({ length: adCount }, () => {
  const ad = notationAd(random)
  const { kind, facts, contacts } = extractByRules(ad.text)
  return { ad, kind, facts, phones: contacts.phones }
})

test.each([
  ['a car on sale', 0.998, read.map(({ kind }) => kind === 'car-sale')],
  ['the make and model', 0.998, read.map(({ ad, facts }) => facts.brand === ad.brand && facts.model === ad.model)],
  ['the year', 0.998, read.map(({ ad, facts }) => facts.year === ad.year)],
  ['the price', 0.998, read.map(({ ad, facts }) => facts.priceKopecks === ad.priceRubles * 100)],
  ['the mileage', 0.998, read.map(({ ad, facts }) => facts.mileageKm === ad.mileageKm)],
  ['the phone', 0.998, read.map(({ ad, phones }) => phones.join() === ad.phone)],
])('in whatever notation and order, among other numbers: %s is read in at least %d of all ads', (_what, least, outcomes) => {
  expect(outcomes.filter(Boolean).length / outcomes.length).toBeGreaterThanOrEqual(least)
})

test.each([
  ['price', read.flatMap(({ ad, facts }) => (facts.priceKopecks === null ? [] : [facts.priceKopecks === ad.priceRubles * 100]))],
  ['mileage', read.flatMap(({ ad, facts }) => (facts.mileageKm === null ? [] : [facts.mileageKm === ad.mileageKm]))],
  ['year', read.flatMap(({ ad, facts }) => (facts.year === null ? [] : [facts.year === ad.year]))],
])('a %s that is read is false in at most one ad of 500', (_field, outcomes) => {
  expect(outcomes.filter((isRight) => !isRight).length).toBeLessThanOrEqual(outcomes.length / 500)
})

test.each([
  ['price', 'a bill', billOf],
  ['year', 'a date', dateOf],
  ['mileageKm', 'a reading', readingOf],
] as const)('a %s is taken from %s of something else in at most one ad of 50', (field, _kind, phraseOf) => {
  const dice = seeded(20_261_124)
  const taken = Array.from({ length: otherCount }, () => adWith(dice, phraseOf(dice))).filter((text) => {
    const { facts } = extractByRules(text)
    return (field === 'price' ? facts.priceKopecks : facts[field]) !== null
  })
  expect(taken.length).toBeLessThanOrEqual(otherCount / 50)
})
