import { expect, test } from 'vitest'
import { noFacts, type CarFacts } from './car.js'
import { extractByRules } from './extraction/extract-by-rules.js'
import { telegramAds } from './extraction/telegram-ads.fixture.js'
import { groundFacts } from './grounding.js'

const source = 'Продам Kia Rio 2014 г.в., 1.6 МКПП, 123 л.с. Пробег 143 т.км, ГРМ на 120 т.км меняли, 1 хозяин. Цена 720т.р. Вложено 80т.р. Рынок 800т.р. Кожаный салон, люк. Куплена в 2016. Казань. Автотека зелёная'
const truth: CarFacts = { ...noFacts(), brand: 'Kia', model: 'Rio', year: 2014, engineVolumeCc: 1600, powerHp: 123, transmission: 'MANUAL', mileageKm: 143_000, owners: 1, autotekaStatus: 'GREEN', city: 'Казань', priceKopecks: 72_000_000, marketPriceKopecks: 80_000_000, equipment: 'кожаный салон, люк' }

test('what stands in the source is kept', () => {
  expect(groundFacts(truth, source)).toEqual({ facts: truth, dropped: [] })
})

test.each([
  ['brand', 'BMW'], ['model', 'Ceed'], ['year', 2015], ['year', 2016], ['engineVolumeCc', 2000], ['powerHp', 150], ['transmission', 'AUTOMATIC'], ['mileageKm', 120_000], ['mileageKm', 99_000], ['owners', 2], ['autotekaStatus', 'HAS_ACCIDENTS'], ['city', 'Москва'],
  ['priceKopecks', 8_000_000], ['priceKopecks', 65_000_000], ['priceKopecks', 80_000_000], ['marketPriceKopecks', 90_000_000], ['fuel', 'дизель'], ['drive', 'полный привод'], ['equipment', 'панорама, подогрев руля и массаж'], ['equipment', 'кожаный салон, тел 89000000001'], ['priceJustification', 'скидка 50 000'],
] as const)('an invented %s of %s is dropped with a reason', (field, value) => {
  const { facts, dropped } = groundFacts({ ...truth, [field]: value }, source)
  expect(facts[field]).toBeNull()
  expect(dropped).toEqual([{ field, reason: expect.stringMatching(/[а-я]{3}/) }])
})

const sparse = 'Отдам Kia Rio, куплена в 2016, ГРМ на 120 т.км, вложил 80 т.р., ехать 95 км, запаска R15, бак 50, 2 ключа, один хозяин. VIN XTA00000000001234, тел 8 900 123-45-67'

test.each([
  ['year', 2016], ['mileageKm', 120_000], ['mileageKm', 50_000], ['mileageKm', 9_001_234_567], ['priceKopecks', 8_000_000], ['priceKopecks', 9_500_000], ['priceKopecks', 5_000_000], ['priceKopecks', 890_012_345_6700], ['priceKopecks', -100],
  ['powerHp', 120], ['powerHp', 50], ['engineVolumeCc', 2_000], ['engineVolumeCc', 50], ['owners', 2], ['owners', 16], ['marketPriceKopecks', 8_000_000], ['mileageKm', -1], ['year', 80], ['priceKopecks', 1e15],
  ['city', '8 900 123-45-67'], ['city', 'т. 8900'], ['brand', 'Отдам'], ['brand', 'звоните'], ['model', '2016'], ['model', 'тел 8 900 123-45-67'], ['model', '(.*)+'], ['model', 'ключа 2016'],
] as const)('where the rules are silent, %s %s, which the text gives for something else, is dropped', (field, value) => {
  const { facts, dropped } = groundFacts({ ...noFacts(), [field]: value }, sparse)
  expect(facts[field]).toBeNull()
  expect(dropped).toHaveLength(1)
})

test.each([
  ['Рио, прошла 95 тысяч километров', 'mileageKm', 95_000],
  ['Рио 2014 модельного ряда', 'year', 2014],
  ['хочу 450 тысяч рублей за Рио', 'priceKopecks', 45_000_000],
  ['мотор 1.6, 123 лошадки', 'engineVolumeCc', 1_600],
  ['хозяин один', 'owners', 1],
  ['владельцев двое', 'owners', 2],
] as const)('what stands there in words of its own is kept: «%s»', (text, field, value) => {
  expect(groundFacts({ ...noFacts(), [field]: value }, text)).toMatchObject({ facts: { [field]: value }, dropped: [] })
})

test('a model spelt in another alphabet is grounded', () => {
  const { dropped } = groundFacts({ ...noFacts(), brand: 'Mazda', model: 'CX-5', year: 2015 }, 'Мазда СХ5 15 года')
  expect(dropped).toEqual([])
})

test('what the rules read in any of our posts is grounded in it', () => {
  for (const item of telegramAds) {
    if (item.label !== 'selling') continue
    const { facts } = extractByRules(item.text)
    expect({ id: item.id, dropped: groundFacts({ ...facts, equipment: null }, item.text).dropped }).toEqual({ id: item.id, dropped: [] })
  }
})
