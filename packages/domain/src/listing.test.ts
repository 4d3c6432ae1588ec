import { expect, test } from 'vitest'
import { noFacts, type CarFacts } from './car.js'
import { renderListing, renderWithdrawnListing, visibleLength } from './listing.js'

const facts: CarFacts = { ...noFacts(), brand: 'BMW', model: '5 Series', year: 2015, engineVolumeCc: 1995, transmission: 'AUTOMATIC', owners: 2, mileageKm: 180_000, autotekaStatus: 'GREEN', priceKopecks: 125_000_000, marketPriceKopecks: 140_000_000 }
const input = { facts, description: 'Ухоженная машина. Два комплекта колёс.', contactUrl: 'https://t.me/cars_bot?start=contact_abc', publishedWithMedia: true, sourceHasMedia: true }

test('a listing follows the template', () => {
  expect(renderListing(input, { limit: 1024 })).toBe(
    [
      '🚗 <b>BMW 5 Series</b>',
      '📋 2.0 л • автомат • 2015',
      '📊 2 владельца\nПробег: 180\u00a0000 км\nАвтотека: без ДТП',
      '⚙️ Ухоженная машина. Два комплекта колёс.',
      '💰 <b>1\u00a0250\u00a0000\u00a0₽</b>\nНа 11 % ниже рынка\nСредняя цена на рынке: 1\u00a0400\u00a0000\u00a0₽, выгода 150\u00a0000\u00a0₽',
      '📞 <a href="https://t.me/cars_bot?start=contact_abc">Получить контакты</a>',
    ].join('\n\n'),
  )
})

test('the words of the link say what was really published', () => {
  const words = (publishedWithMedia: boolean, sourceHasMedia: boolean) => /<a [^>]*>(.*)<\/a>/.exec(renderListing({ ...input, publishedWithMedia, sourceHasMedia }, { limit: 1024 }))?.[1]
  expect(words(true, true)).toBe('Получить контакты')
  expect(words(false, false)).toBe('Получить контакты')
  expect(words(false, true)).toBe('Получить контакты и ссылку на оригинал с медиа')
})

test('unknown facts leave no empty lines and no Autoteka', () => {
  const text = renderListing({ ...input, facts: noFacts(), description: null }, { limit: 1024 })
  expect(text).toBe('🚗 <b>Автомобиль</b>\n\n💰 Цена: уточняйте у продавца\n\n📞 <a href="https://t.me/cars_bot?start=contact_abc">Получить контакты</a>')
})

test.each([
  [140_000_000, 'На 11 % ниже рынка\nСредняя цена на рынке: 1\u00a0400\u00a0000\u00a0₽, выгода 150\u00a0000\u00a0₽'],
  [128_000_000, 'Цена по рынку'],
  [121_500_000, 'Цена по рынку'],
  [115_000_000, 'На 9 % выше рынка'],
])('beside a market price of %i kopecks the listing says: %s', (marketPriceKopecks, words) => {
  expect(renderListing({ ...input, facts: { ...facts, marketPriceKopecks } }, { limit: 1024 })).toContain(`💰 <b>1\u00a0250\u00a0000\u00a0₽</b>\n${words}\n\n`)
})

test.each([0, 50_000_000, 300_000_000])('a market price that can hardly be one (%i kopecks) is not shown', (marketPriceKopecks) => {
  expect(renderListing({ ...input, facts: { ...facts, marketPriceKopecks } }, { limit: 1024 })).not.toContain('рынк')
})

test('every value is escaped', () => {
  const text = renderListing({ ...input, facts: { ...facts, brand: '<b>&', city: '"x"', priceJustification: '<i>' }, description: 'a < b & c > d' }, { limit: 1024 })
  expect(text).toContain('&lt;b&gt;&amp;')
  expect(text).toContain('a &lt; b &amp; c &gt; d')
  expect(text).toContain('&lt;i&gt;')
  expect(text.replace(/<\/?(?:b|a)(?: href="[^"<>]*")?>/g, '')).not.toMatch(/[<>]/)
})

test('a long description is cut at a sentence and the facts stay whole, at every length', () => {
  const sentence = 'Машина обслужена & ухожена, всё работает. '
  for (const limit of [1024, 4096] as const) {
    for (let count = 1; count < 140; count += 7) {
      const text = renderListing({ ...input, description: sentence.repeat(count) }, { limit })
      expect(visibleLength(text)).toBeLessThanOrEqual(limit)
      expect(text).toContain('Получить контакты')
      expect(text).toContain('1\u00a0250\u00a0000')
      expect(text).toMatch(/работает\.\n\n💰/)
    }
  }
})

test('a description without a full stop and full of emoji is cut without breaking a character', () => {
  const text = renderListing({ ...input, description: '🔥'.repeat(2000) }, { limit: 1024 })
  expect(visibleLength(text)).toBeLessThanOrEqual(1024)
  expect(text.isWellFormed()).toBe(true)
})

test('a price that fell is shown with the one before it, one that rose or stayed is not', () => {
  const withPrevious = (previousPriceKopecks: number | null) => renderListing({ ...input, facts: { ...facts, priceKopecks: 119_000_000 }, previousPriceKopecks }, { limit: 1024 })
  expect(withPrevious(125_000_000)).toContain('💰 <b>1\u00a0190\u00a0000\u00a0₽</b>\n📉 цена снижена: 1\u00a0250\u00a0000 → 1\u00a0190\u00a0000\u00a0₽\n')
  for (const previous of [null, 119_000_000, 110_000_000]) expect(withPrevious(previous)).not.toContain('снижена')
  expect(renderListing({ ...input, facts: { ...facts, priceKopecks: null }, previousPriceKopecks: 125_000_000 }, { limit: 1024 })).not.toContain('снижена')
})

test('the fallen price costs the description room, never the limit', () => {
  const text = renderListing({ ...input, previousPriceKopecks: 130_000_000, description: 'Машина обслужена & ухожена, всё работает. '.repeat(40) }, { limit: 1024 })
  expect(visibleLength(text)).toBeLessThanOrEqual(1024)
  expect(text).toContain('цена снижена')
  expect(text).toContain('Получить контакты')
})

test('a withdrawn listing says what happened and which car it was, its price struck out, and leads to nobody', () => {
  expect(renderWithdrawnListing({ facts, isSold: true })).toBe(
    ['✅ <b>Продано</b>', '🚗 <b>BMW 5 Series</b>', '📋 2.0 л • автомат • 2015', '📊 2 владельца\nПробег: 180\u00a0000 км\nАвтотека: без ДТП', '💰 <s>1\u00a0250\u00a0000\u00a0₽</s>'].join('\n\n'),
  )
  expect(renderWithdrawnListing({ facts: noFacts(), isSold: false })).toBe('⛔️ <b>Снято с продажи</b>\n\n🚗 <b>Автомобиль</b>')
  const long = { ...facts, brand: 'Б'.repeat(500), model: '&'.repeat(500), city: 'Г'.repeat(900), priceJustification: 'пишите' }
  expect(visibleLength(renderWithdrawnListing({ facts: long, isSold: true }))).toBeLessThanOrEqual(1024)
  expect(renderWithdrawnListing({ facts: long, isSold: true })).not.toMatch(/href|пишите/)
})
