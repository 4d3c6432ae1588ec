import { expect, test } from 'vitest'
import { carCard, type CarGlance } from './car-card.js'

const car: CarGlance = { brand: 'Toyota', model: 'Camry <V70>', year: 2018, engineVolumeCc: 2494, transmission: 'AUTOMATIC', mileageKm: 95_000, city: 'Москва', priceKopecks: 2_150_000_00n, previousPriceKopecks: 2_300_000_00n }

test('a listing at a glance, in both languages', () => {
  expect(carCard(car, 'ru')).toBe('🚗 <b>Toyota Camry &lt;V70&gt;, 2018 г.</b>\n📋 2.5 л · автомат · 95\u00a0000 км · Москва\n💰 <b>2\u00a0150\u00a0000\u00a0₽</b> <s>2\u00a0300\u00a0000\u00a0₽</s>')
  expect(carCard({ ...car, previousPriceKopecks: null }, 'en')).toBe('🚗 <b>Toyota Camry &lt;V70&gt;, 2018</b>\n📋 2.5 l · automatic · 95\u00a0000 km · Москва\n💰 <b>2\u00a0150\u00a0000\u00a0₽</b>')
})

test('a post that was read no further still has a card', () => {
  expect(carCard(null, 'ru')).toBe('🚗 <b>Автомобиль</b>\n💰 <b>цена у продавца</b>')
})
