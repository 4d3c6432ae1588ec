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
