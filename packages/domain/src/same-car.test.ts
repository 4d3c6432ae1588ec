import { expect, test } from 'vitest'
import { noFacts, type CarFacts, type SellerContacts } from './car.js'
import { isSameCar, type CarSighting } from './same-car.js'

const contacts: SellerContacts = { phones: ['+79000000001'], telegramUsernames: ['seller_one'], other: [] }
const others: SellerContacts = { phones: ['+79000000002'], telegramUsernames: [], other: [] }
const facts: CarFacts = { ...noFacts(), brand: 'Kia', model: 'Rio', year: 2014, mileageKm: 143_200, priceKopecks: 72_000_000 }
const long = 'Продам Киа Рио две тысячи четырнадцатого года, один хозяин, резина зима лето на литье, сигнализация с автозапуском, обслужена, торг у капота, обмен не предлагать'
const seen: CarSighting = { facts, contacts, text: long }

test.each<[string, CarSighting]>([
  ['the same seller in other words with a new price', { facts: { ...facts, priceKopecks: 70_000_000 }, contacts: { ...contacts, phones: [] }, text: 'Отличная Рио, звоните' }],
  ['a rounded mileage at the same price', { facts: { ...facts, mileageKm: 143_000 }, contacts, text: 'Рио 143 т.км' }],
  ['the same words without a contact', { facts: { ...facts, priceKopecks: null }, contacts: others, text: `${long}!` }],
  ['the same forwarded message', { facts: noFacts(), contacts: others, text: 'x', forwardOrigin: '100/7' }],
])('%s is the same car, with evidence', (_name, other) => {
  const answer = isSameCar({ ...seen, forwardOrigin: '100/7' }, other)
  expect(answer.same).toBe(true)
  expect(answer.evidence.length).toBeGreaterThan(0)
})

test.each<[string, CarSighting]>([
  ['another mileage', { ...seen, facts: { ...facts, mileageKm: 144_000 } }],
  ['another year', { ...seen, facts: { ...facts, year: 2015 } }],
  ['another model', { ...seen, facts: { ...facts, model: 'Ceed' } }],
  ['another colour', { ...seen, text: `${long}, чёрный` }],
  ['another gearbox', { ...seen, facts: { ...facts, transmission: 'AUTOMATIC' } }],
  ['only make, model, year and price in common', { facts: { ...facts, mileageKm: null }, contacts: others, text: 'Рио 2014, автомат, панорама, кожа, идеальное состояние, срочно' }],
])('%s is another car', (_name, other) => {
  expect(isSameCar({ ...seen, text: `${long}, белый`, facts: { ...facts, transmission: 'MANUAL' } }, other).same).toBe(false)
})

test('a VIN decides against everything else', () => {
  const vin = 'Z94CB41AAER123456'
  expect(isSameCar({ ...seen, text: `VIN ${vin}` }, { facts: noFacts(), contacts: others, text: `вин ${vin.toLowerCase()}` }).same).toBe(true)
  expect(isSameCar({ ...seen, text: `VIN ${vin}` }, { ...seen, text: 'VIN Z94CB41AAER654321' }).same).toBe(false)
})

test('a plate written in either alphabet is one plate', () => {
  expect(isSameCar({ ...seen, text: 'номер А123ВС72' }, { facts: noFacts(), contacts: others, text: 'A123BC72' }).evidence).toEqual(['госномер A123BC72'])
})
