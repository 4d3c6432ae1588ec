import { expect, test } from 'vitest'
import { noFacts, type CarFacts, type SellerContacts } from './car.js'
import { fingerprint } from './fingerprint.js'
import { isSameCar } from './same-car.js'

const contacts: SellerContacts = { phones: ['+79000000001'], telegramUsernames: [], other: [] }
const nobody: SellerContacts = { phones: [], telegramUsernames: [], other: [] }
const rio: CarFacts = { ...noFacts(), brand: 'Kia', model: 'Rio', year: 2014, mileageKm: 143_200, priceKopecks: 72_000_000 }

test('one car told in other words by the same seller has one fingerprint', () => {
  expect(fingerprint(rio, contacts, 'Продам Рио, 143 200 км')).toBe(fingerprint({ ...rio, priceKopecks: 70_000_000 }, contacts, 'Kia Rio 2014 — цена снижена'))
})

test('ten like new cars of one dealer have ten fingerprints and are never one car', () => {
  const colours = ['белый', 'чёрный', 'серый', 'красный', 'синий']
  const cars = Array.from({ length: 10 }, (_, at) => ({
    facts: { ...noFacts(), brand: 'Haval', model: 'Jolion', year: 2024, mileageKm: 10, priceKopecks: 215_000_000 },
    contacts,
    text: `Haval Jolion 2024, пробег 10 км, ${colours[at % 5]}, цена 2 150 000, артикул ${70_000 + at}. Автосалон, трейд-ин, кредит, звоните`,
  }))
  expect(new Set(cars.map((car) => fingerprint(car.facts, car.contacts, car.text))).size).toBe(10)
  for (const [at, car] of cars.entries()) for (const other of cars.slice(at + 1)) expect(isSameCar(car, other).kind).not.toBe('same')
})

test('catalogue attributes alone give no fingerprint', () => {
  expect(fingerprint(rio, nobody, 'Продам Рио')).toBeNull()
  expect(fingerprint({ ...rio, mileageKm: null, priceKopecks: null }, contacts, 'Продам Рио')).toBeNull()
})

test('the same long text has one fingerprint in any case and punctuation, without any contact', () => {
  const text = 'Продам Киа Рио, два хозяина, пробег 143 тысячи, резина зима и лето, сигнализация с автозапуском, вложений не требует, торг'
  expect(fingerprint(noFacts(), nobody, text)).toBe(fingerprint(noFacts(), nobody, text.toUpperCase().replaceAll(',', ' —')))
})
