import { describe, expect, test } from 'vitest'
import { noFacts, type CarFacts, type SellerContacts } from './car.js'
import { carSigns, isSameCar, type CarSighting } from './same-car.js'

const contacts: SellerContacts = { phones: ['+79000000001'], telegramUsernames: ['seller_one'], other: [] }
const others: SellerContacts = { phones: ['+79000000002'], telegramUsernames: [], other: [] }
const facts: CarFacts = { ...noFacts(), brand: 'Kia', model: 'Rio', year: 2014, mileageKm: 143_200, priceKopecks: 72_000_000 }
const long = 'Продам Киа Рио две тысячи четырнадцатого года, один хозяин, резина зима лето на литье, сигнализация с автозапуском, обслужена, торг у капота, обмен не предлагать'
const seen: CarSighting = { facts, contacts, text: long, channelId: 1, origins: ['1/1', '100/7'], photos: [0n, -1n, 0x0f0f0f0fn, 0x5555_5555_0000n, 0x1234_5678_9abcn] }

function other(given: Partial<CarSighting> & { with?: Partial<CarFacts> } = {}): CarSighting {
  const { with: changes, ...rest } = given
  return { facts: { ...facts, ...changes }, contacts, text: 'Отличная Рио, звоните', channelId: 2, origins: ['2/9'], ...rest }
}

test.each<[string, (typeof carSigns)[number], CarSighting]>([
  ['the same forwarded message', 'forward', other({ facts: noFacts(), contacts: others, origins: ['2/9', '100/7'] })],
  ['a forward of the post itself', 'forward', other({ facts: noFacts(), contacts: others, origins: ['2/9', '1/1'] })],
  ['the same seller in other words with a new price', 'contact', other({ with: { priceKopecks: 64_000_000 }, contacts: { ...contacts, phones: [] } })],
  ['a mileage rounded to thousands', 'contact', other({ with: { mileageKm: 143_000 }, text: 'Рио 143 т.км' })],
  ['the same seller and price in another channel, the mileage left out', 'contact', other({ with: { mileageKm: null, transmission: 'MANUAL' }, text: 'Рио на механике' })],
  ['the same words without a contact', 'text', other({ with: { priceKopecks: null }, contacts: others, text: `${long}!` })],
  ['another seller with the mileage to the kilometre at nearly the same price', 'text', other({ with: { priceKopecks: 71_500_000 }, contacts: others })],
  ['two photos of four, when the mileage is the same', 'photos', other({ with: { priceKopecks: 50_000_000 }, contacts: others, photos: [0n, -2n, 0x1234_5678_9abc_def0n] })],
  ['half the photos, when little else is told', 'photos', other({ facts: { ...noFacts(), brand: 'Kia' }, contacts: others, photos: [0n, -2n] })],
])('%s is the same car, with evidence', (_name, sign, post) => {
  const answer = isSameCar({ ...seen, facts: { ...facts, transmission: 'MANUAL' } }, post)
  expect(answer).toMatchObject({ kind: 'same', sign })
  expect(answer.kind === 'same' && answer.evidence.length).toBeGreaterThan(0)
  expect(isSameCar(post, { ...seen, facts: { ...facts, transmission: 'MANUAL' } })).toEqual(answer)
})

test.each<[string, CarSighting]>([
  ['another mileage', other({ with: { mileageKm: 147_000 }, text: long, photos: seen.photos })],
  ['another year', other({ with: { year: 2015 }, text: long, photos: seen.photos })],
  ['another model', other({ with: { model: 'Ceed' }, text: long, photos: seen.photos })],
  ['another gearbox', other({ with: { transmission: 'AUTOMATIC', mileageKm: 143_000 }, text: long, photos: seen.photos })],
  ['another colour at a rounded mileage', other({ with: { mileageKm: 143_000 }, text: `${long}, чёрный`, photos: seen.photos })],
])('%s is another car whatever else is the same', (_name, post) => {
  expect(isSameCar({ ...seen, text: `${long}, белый`, facts: { ...facts, transmission: 'MANUAL' } }, post)).toEqual({ kind: 'different' })
})

test.each<[string, CarSighting]>([
  ['make, model, year, equipment and price in common', other({ with: { mileageKm: null }, contacts: others, text: 'Рио 2014, автомат, панорама, кожа, идеальное состояние, срочно' })],
  ['two photos of ten in common', other({ with: { mileageKm: null }, contacts: others, photos: [0n, -1n, 0x0f0f_0f0f_0000_0000n, 0x3333_3333_3333_3333n, 0x0ff0_0ff0_0ff0_0ff0n] })],
  ['one photo in common', other({ with: { mileageKm: null, priceKopecks: null }, contacts: others, photos: [0n] })],
])('%s are no reason to take two ads for one car', (_name, post) => {
  expect(isSameCar(seen, post).kind).not.toBe('same')
})

describe('a dealer in its own channel', () => {
  const pattern = (rest: string): string => `Kia Rio в наличии, гарантия, кредит, трейд-ин, обмен, оценка за час, работаем без выходных. ${rest}`
  const rio = (text: string, changes: Partial<CarFacts>): CarSighting => ({ facts: { ...facts, ...changes }, contacts, text: pattern(text), channelId: 1 })
  test.each<[string, CarSighting, CarSighting]>([
    ['mileages half a thousand apart at nearly one price', rio('45 000 км', { mileageKm: 45_000 }), rio('45 500 км', { mileageKm: 45_500, priceKopecks: 71_500_000 })],
    ['like mileages 1 % apart', rio('45 200 км', { mileageKm: 45_200 }), rio('45 500 км', { mileageKm: 45_500 })],
    ['the same round mileage at another price', rio('45 000 км Комфорт', { mileageKm: 45_000 }), rio('45 000 км Люкс', { mileageKm: 45_000, priceKopecks: 79_000_000 })],
    ['the same price, words of the equipment', rio('Комфорт', { mileageKm: null }), rio('Престиж', { mileageKm: null })],
    ['new cars, prices a little apart', rio('новая', { mileageKm: 10 }), rio('новая', { mileageKm: 12, priceKopecks: 73_000_000 })],
    ['new cars, stock numbers', rio('артикул 70001', { mileageKm: null }), rio('артикул 70002', { mileageKm: null })],
    ['a new car and a used one', rio('новая', { mileageKm: 10 }), rio('45 000 км', { mileageKm: 45_000 })],
  ])('offers two cars that differ in: %s', (_name, one, another) => {
    expect(isSameCar(one, another).kind).not.toBe('same')
  })

  test('tells of one car again with words added', () => {
    expect(isSameCar(rio('новая', { mileageKm: null }), rio('новая, ещё в продаже', { mileageKm: null }))).toMatchObject({ kind: 'same', sign: 'contact' })
  })
})

test('a VIN decides against everything else and does not stand in the evidence', () => {
  const vin = 'Z94CB41AAER123456'
  expect(isSameCar({ ...seen, text: `VIN ${vin}` }, other({ facts: noFacts(), contacts: others, text: `вин: ${vin.toLowerCase()}` }))).toEqual({ kind: 'same', sign: 'identity', isSure: true, evidence: ['тот же VIN'] })
  expect(isSameCar({ ...seen, text: `VIN ${vin}` }, { ...seen, origins: [], text: 'VIN Z94CB41AAER654321' })).toEqual({ kind: 'different' })
})

test('a plate written in either alphabet is one plate, and does not stand in the evidence', () => {
  expect(isSameCar({ ...seen, text: 'номер А123ВС72' }, other({ facts: noFacts(), contacts: others, text: 'A 123 BC 72' }))).toMatchObject({ kind: 'same', evidence: ['тот же госномер'] })
  expect(isSameCar({ ...seen, text: 'номер А123ВС72' }, other({ text: 'A124BC72' }))).toEqual({ kind: 'different' })
})
