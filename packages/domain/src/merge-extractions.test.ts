import { expect, test } from 'vitest'
import { noFacts } from './car.js'
import { mergeExtractions } from './merge-extractions.js'

const rules = { facts: { ...noFacts(), brand: 'Kia', model: 'Rio', priceKopecks: 72_000_000, mileageKm: 143_000, equipment: 'люк' }, spans: {} }

test('each side fills what the other is silent about, and it is told who named what', () => {
  const merged = mergeExtractions(rules, { ...noFacts(), brand: 'KIA', city: 'Казань', equipment: 'люк, кожаный салон' })
  expect(merged.facts).toMatchObject({ brand: 'Kia', model: 'Rio', city: 'Казань', equipment: 'люк, кожаный салон', priceKopecks: 72_000_000 })
  expect(merged.winners).toEqual({ brand: 'both', model: 'rules', city: 'model', equipment: 'model', priceKopecks: 'rules', mileageKm: 'rules' })
  expect(merged.disagreements).toEqual([])
})

test('a different price, year or mileage keeps the value with a place in the text and is reported', () => {
  const merged = mergeExtractions(rules, { ...noFacts(), priceKopecks: 80_000_000, mileageKm: 120_000, brand: 'Kia' })
  expect(merged.facts).toMatchObject({ priceKopecks: 72_000_000, mileageKm: 143_000 })
  expect([...merged.disagreements].sort()).toEqual(['mileageKm', 'priceKopecks'])
})

test('the model of another make is never glued to ours', () => {
  const merged = mergeExtractions({ facts: { ...noFacts(), brand: 'Kia' }, spans: {} }, { ...noFacts(), brand: 'Hyundai', model: 'Solaris' })
  expect(merged.facts).toMatchObject({ brand: 'Kia', model: null })
})
