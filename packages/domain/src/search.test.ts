import { expect, test } from 'vitest'
import { describeSearch, isEmptySearch, parseSearch, searchStems, type Search } from './search.js'

const now = new Date('2026-12-01T09:00:00Z')

const nothing: Search = { brand: null, model: null, priceFromKopecks: null, priceToKopecks: null, yearFrom: null, yearTo: null, mileageToKm: null, transmission: null, city: null, words: [] }
const million = 1_000_000_00

test.each<[string, Partial<Search>]>([
  ['BMW до 1,5 млн от 2015', { brand: 'BMW', priceToKopecks: 1.5 * million, yearFrom: 2015 }],
  ['camry до 1.5 млн', { brand: 'Toyota', model: 'Camry', priceToKopecks: 1.5 * million }],
  ['Камри 2018', { brand: 'Toyota', model: 'Camry', yearFrom: 2018, yearTo: 2018 }],
  ['тойота камри от 1 до 1,5 млн', { brand: 'Toyota', model: 'Camry', priceFromKopecks: million, priceToKopecks: 1.5 * million }],
  ['киа рио 2015-2018', { brand: 'Kia', model: 'Rio', yearFrom: 2015, yearTo: 2018 }],
  ['веста 2017 - 2020 до 900 тыс', { brand: 'Lada', model: 'Vesta', yearFrom: 2017, yearTo: 2020, priceToKopecks: 0.9 * million }],
  ['лада веста до 900', { brand: 'Lada', model: 'Vesta', priceToKopecks: 0.9 * million }],
  ['bmw x5 до 3', { brand: 'BMW', model: 'X5', priceToKopecks: 3 * million }],
  ['солярис не старше 2014', { brand: 'Hyundai', model: 'Solaris', yearFrom: 2014 }],
  ['солярис до 2014 года', { brand: 'Hyundai', model: 'Solaris', yearTo: 2014 }],
  ['Toyota пробег до 100 тыс', { brand: 'Toyota', mileageToKm: 100_000 }],
  ['Toyota до 80000 км', { brand: 'Toyota', mileageToKm: 80_000 }],
  ['Toyota автомат Москва', { brand: 'Toyota', transmission: 'AUTOMATIC', city: 'Москва' }],
  ['ищу Toyota на механике в Казани до 700 000 ₽', { brand: 'Toyota', transmission: 'MANUAL', city: 'Казань', priceToKopecks: 0.7 * million }],
  ['bmw under 1.5m from 2015 automatic', { brand: 'BMW', priceToKopecks: 1.5 * million, yearFrom: 2015, transmission: 'AUTOMATIC' }],
  ['до 500 тысяч рублей', { priceToKopecks: 0.5 * million }],
  ['Toyota с люком', { brand: 'Toyota', words: ['люк'] }],
  ['2020-2015', { yearFrom: 2015, yearTo: 2020 }],
  ['', {}],
  ['привет', { words: ['привет'] }],
])('«%s» is understood', (text, expected) => {
  expect(parseSearch(text, now)).toEqual({ ...nothing, ...expected })
})

test('whatever is typed is read without a fault and within bounds', () => {
  for (const text of ['\u0000', '💥'.repeat(50), '9'.repeat(400), 'до до до от', '1e309', '-5 млн', "' OR 1=1 --", '\ud800', 'a'.repeat(5_000), 'до 999999999999 млн']) {
    const search = parseSearch(text, now)
    expect(search.priceToKopecks ?? 0).toBeLessThanOrEqual(1_000_000_000_00)
    expect(search.words.length).toBeLessThanOrEqual(5)
  }
})

test('a search is told in words that are understood as the same search', () => {
  const search = parseSearch('BMW X5 от 2015 до 1,5 млн пробег до 100 тыс автомат Москва', now)
  expect(describeSearch(search, 'ru')).toBe('BMW X5 · до 1\u00a0500\u00a0000\u00a0₽ · от 2015 г. · пробег до 100\u00a0000 км · автомат · Москва')
  expect(parseSearch(describeSearch(search, 'ru'), now)).toEqual(search)
  expect(describeSearch(search, 'en')).toBe('BMW X5 · up to 1\u00a0500\u00a0000\u00a0₽ · from 2015 · mileage up to 100\u00a0000 km · automatic · Москва')
  expect(isEmptySearch(parseSearch('хочу машину', now))).toBe(true)
})

test("a search's word is found in a text in any of its forms", () => {
  expect(searchStems('Есть люк и кожаный салон')).toEqual(expect.arrayContaining(parseSearch('Toyota с люком', now).words))
})
