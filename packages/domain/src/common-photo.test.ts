import { expect, test } from 'vitest'
import { isCommonPhoto } from './common-photo.js'

const camry = { brand: 'Toyota', model: 'Camry', year: 2018, mileageKm: 95_000 }

test('a photo under one car told several times is its own, under two cars it is nobody\'s', () => {
  expect(isCommonPhoto([camry, { ...camry, mileageKm: null }, { ...camry, mileageKm: 95_400, year: null }])).toBe(false)
  for (const other of [{ ...camry, mileageKm: 120_000 }, { ...camry, year: 2019 }, { ...camry, model: 'RAV4' }]) expect(isCommonPhoto([camry, other])).toBe(true)
})
