import { expect, test } from 'vitest'
import { noFacts, type CarFacts } from './car.js'
import { findSameCar } from './find-same-car.js'
import type { CarSighting } from './same-car.js'

function sighting(given: Partial<CarFacts>, rest: Partial<CarSighting> = {}): CarSighting {
  const facts = { ...noFacts(), brand: 'Kia', model: 'Rio', year: 2014, mileageKm: 143_200, priceKopecks: 72_000_000, transmission: 'MANUAL' as const, ...given }
  return { facts, contacts: { phones: ['+79000000001'], telegramUsernames: [], other: [] }, text: 'Рио', channelId: 1, ...rest }
}

test('the stronger sign wins over the earlier car, and of equal ones the earlier car', () => {
  const byContact = { id: 'contact', sightings: [sighting({})] }
  const byForward = { id: 'forward', sightings: [sighting({}, { origins: ['5/5'] })] }
  const post = sighting({}, { origins: ['9/9', '5/5'], channelId: 2 })
  expect(findSameCar([post], [byContact, byForward])).toMatchObject({ id: 'forward' })
  expect(findSameCar([{ ...post, origins: [] }], [byContact, byForward])).toMatchObject({ id: 'contact' })
})

test('a car is known by any of its posts, and excluded by any of them', () => {
  const car = { id: 'car', sightings: [sighting({ mileageKm: null }), sighting({}, { channelId: 2 })] }
  expect(findSameCar([sighting({}, { channelId: 3 })], [car])).toMatchObject({ id: 'car' })
  expect(findSameCar([sighting({ mileageKm: 90_000 }, { channelId: 3 })], [car])).toBeNull()
})

test('what is not sure decides nothing where two cars are just as like', () => {
  const cars = [91_300, 143_200].map((mileageKm) => ({ id: String(mileageKm), sightings: [sighting({ mileageKm })] }))
  const post = sighting({ mileageKm: null }, { channelId: 2 })
  expect(findSameCar([post], cars.slice(0, 1))).toMatchObject({ id: '91300' })
  expect(findSameCar([post], cars)).toBeNull()
})

test('what was found to be of the post\'s own car speaks for it and against it too', () => {
  const car = { id: 'car', sightings: [sighting({}, { contacts: { phones: [], telegramUsernames: [], other: [] } })] }
  const silent = sighting({ mileageKm: null, priceKopecks: null }, { channelId: 2 })
  expect(findSameCar([silent], [car])).toBeNull()
  expect(findSameCar([silent, sighting({}, { channelId: 3 })], [car])).toMatchObject({ id: 'car' })
  expect(findSameCar([sighting({}, { channelId: 3 }), sighting({ mileageKm: 90_000 })], [car])).toBeNull()
})
