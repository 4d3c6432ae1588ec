import { expect, test } from 'vitest'
import { evaluate } from '../evaluate.js'
import { groundFacts } from '../grounding.js'
import { notAds, shortOffers } from './beside-ads.fixture.js'
import { boardAds } from './board-ads.fixture.js'
import { boardTexts } from './board-texts.fixture.js'
import { boardPosts } from './board-posts.fixture.js'
import { channelAds } from './channel-ads.fixture.js'
import { dealerPosts } from './dealer-posts.fixture.js'
import { extractByRules } from './extract-by-rules.js'
import { hardPosts } from './hard-posts.fixture.js'
import { mixedPosts } from './mixed-posts.fixture.js'
import { otherSums } from './other-sums.fixture.js'
import { sellerPosts } from './seller-posts.fixture.js'
import { telegramAds } from './telegram-ads.fixture.js'
import { variedAds } from './varied-ads.fixture.js'

const results = [...telegramAds, ...variedAds, ...channelAds, ...boardAds, ...boardPosts, ...boardTexts, ...dealerPosts, ...hardPosts, ...mixedPosts, ...sellerPosts].map((item) => ({ item, extraction: extractByRules(item.text), decidedWithoutModel: true, ms: 0 }))

test('selling and not selling are told apart with F1 of at least 0.97', () => {
  expect(evaluate(results).classification.f1).toBeGreaterThanOrEqual(0.97)
})

test.each(['price', 'year', 'mileage', 'phones'] as const)('%s is read with precision 0.99 and recall 0.95', (field) => {
  const score = evaluate(results).fields[field]
  expect(score.precision).toBeGreaterThanOrEqual(0.99)
  expect(score.recall).toBeGreaterThanOrEqual(0.95)
})

test.each([['brand', 0.97], ['model', 0.93], ['transmission', 0.95], ['owners', 0.95], ['engineVolume', 0.95], ['telegram', 0.95], ['city', 0.9]] as const)('%s is read with precision and recall of at least %d', (field, least) => {
  const score = evaluate(results).fields[field]
  expect(score.precision).toBeGreaterThanOrEqual(least)
  expect(score.recall).toBeGreaterThanOrEqual(least)
})

test.each(telegramAds.map((item) => [item.id, item] as const))('the post «%s» gets its kind', (_id, item) => {
  expect(extractByRules(item.text).kind).toBe(item.kind)
})

test('a span covers the very words its fact came from', () => {
  const text = '🔥 Продам Kia Rio 2014 г.в., пробег 1️⃣43 т.км, цена 720т.р., тел 8 900 000-00-01, Казань'
  const { spans } = extractByRules(text)
  const at = (field: keyof typeof spans) => text.slice(spans[field]?.start, spans[field]?.end)
  expect(at('brand')).toBe('Kia')
  expect(at('model')).toBe('Rio')
  expect(at('year')).toBe('2014')
  expect(at('mileageKm')).toBe('1️⃣43 т.км')
  expect(at('priceKopecks')).toMatch(/^720т\.р/)
  expect(at('phones')).toBe('8 900 000-00-01')
  expect(at('city')).toBe('Казань')
})

const runsOf = (text: string): string[] => text.normalize('NFKC').replace(/[\ufe0f\u20e3]/g, '').match(/\d+/g) ?? []

/** Fields whose span is missing, empty, or shows digits that the value has not. */
function spanFaults({ item, extraction }: (typeof results)[number]): string[] {
  const { facts, contacts, spans } = extraction
  const stated: [keyof typeof spans, number | string | null | undefined][] = [
    ['year', facts.year], ['mileageKm', facts.mileageKm], ['priceKopecks', facts.priceKopecks], ['engineVolumeCc', facts.engineVolumeCc], ['powerHp', facts.powerHp], ['phones', contacts.phones[0]], ['brand', facts.brand], ['model', facts.model], ['transmission', facts.transmission], ['city', facts.city],
  ]
  const words = (field: keyof typeof spans): string => item.text.slice(spans[field]?.start, spans[field]?.end)
  const isNumber = (field: string): boolean => !['brand', 'model', 'transmission', 'city'].includes(field)
  return stated
    .filter(([field, value]) => value !== null && value !== undefined && (spans[field] === undefined || words(field).trim() === '' || (isNumber(field) && !runsOf(words(field)).slice(field === 'phones' ? -1 : 0).map((run) => (field === 'phones' ? run.slice(-4) : run)).every((run) => String(value).includes(run.replace(/^0+|0+$/g, ''))))))
    .map(([field, value]) => `${item.id} ${field} ${String(value)}: ${words(field)}`)
}

test('every value has a span, and the digits that stand there are its own', () => {
  expect(results.flatMap(spanFaults)).toEqual([])
})

test.each([
  ['цена 1 250 000 ₽', 1_250_000], ['цена 1.25 млн', 1_250_000], ['цена 1,25млн', 1_250_000], ['цена 650т.р', 650_000], ['цена 650 т.р.', 650_000], ['цена 650 тыс. руб.', 650_000], ['цена 650к', 650_000], ['цена 1млн 200', 1_200_000], ['цена 1 млн 50 тыс', 1_050_000],
  ['цена 1.250.000р', 1_250_000], ['цена 350', 350_000], ['цена: 1250000 рублей', 1_250_000], ['1 250 т.р.', 1_250_000], ['прошу 480', 480_000], ['отдам за 135т.р', 135_000], ['💰 2 300 000', 2_300_000], ['ценник 999 000р торг', 999_000], ['полтора миллиона', 1_500_000], ['цена 1.2кк', 1_200_000],
])('«%s» is the price of %d ₽', (words, rubles) => {
  expect(extractByRules(`Продам Kia Rio 2014, ${words}`).facts.priceKopecks).toBe(rubles * 100)
})

test.each([
  ['пробег 180 т.км', 180_000], ['пробег 180т.км.', 180_000], ['пробег: 180 000 км', 180_000], ['180 тыс. км', 180_000], ['150к пробег', 150_000], ['пробег 95тыс', 95_000], ['пробег 63', 63_000], ['пробег - 63т', 63_000], ['63.500 км', 63_500], ['пробег всего 48 тысяч километров', 48_000], ['на одометре 120000', 120_000], ['180ткм', 180_000],
])('«%s» is a mileage of %d km', (words, km) => {
  expect(extractByRules(`Продам Kia Rio 2014, ${words}, цена 500 000 руб`).facts.mileageKm).toBe(km)
})

test.each(['ГРМ на 120 т.км', 'масло каждые 8 000 км', 'после ремонта проехал 5000 км', 'двигатель контракт с пробегом 70 т.км', 'ТО на 90 000 км', 'гарантия до 100 000 км', 'расход 10 литров на 100 км', 'разгон до 100 км/ч'])('«%s» is no mileage of the car', (words) => {
  expect(extractByRules(`Продам Kia Rio 2014. ${words}. Цена 500 000 руб`).facts.mileageKm).toBeNull()
})

test.each(['вложено 80т.р', 'рынок 1.5 млн', 'скидка 20т.р', 'обмен с доплатой до 200 тыс', 'резина новая за 32 тыс', 'ремонт подвески 45 000 руб', 'налог 3 400 руб', 'страховка 12 000 руб', 'за 300 тыс не предлагать', 'взнос от 100 000 руб', 'кредит от 21 000 руб/мес'])('«%s» is no price of the car', (words) => {
  expect(extractByRules(`Продам Kia Rio 2014, пробег 100 т.км. ${words}`).facts.priceKopecks).toBeNull()
})

test.each(['Цена: 1 890 000 ₽ (рынок 2.05 млн)', 'цена 1 890 000 руб, рынок 2 050 000', '1.89 млн (по рынку 2.05 млн), торг', '2.05 млн рынок, отдам за 1 890 000'])('of «%s» the price is what is asked, the other the market\'s', (words) => {
  expect(extractByRules(`Haval Jolion 2023, 22 000 км\n${words}`).facts.priceKopecks).toBe(1_890_000_00)
})

test.each(['Цена: €21,500', 'Цена 💲 21.500', '$21 500', '21 500 $, торг', 'Цена в Корее 24 000 000 вон'])('«%s» is no price in rubles, and the post sells all the same', (words) => {
  const { facts, kind } = extractByRules(`Kia Sorento\nГод: 2021/05\nПробег: 41 000 км\n${words}`)
  expect({ price: facts.priceKopecks, year: facts.year, kind }).toEqual({ price: null, year: 2021, kind: 'car-sale' })
})

test.each(['Год выпуска: 07.2021', 'Год: 07/2021', '2021/07', 'выпуск 7.2021', '07.2021 г.'])('«%s» is the year 2021', (words) => {
  expect(extractByRules(`Geely Coolray\n${words}\nПробег: 41 000 км`).facts.year).toBe(2021)
})

test.each(['ПРОДАНО! %', '%\nПРОДАНО', '%\n\nUPD: продана', '%\n(продал сегодня)', 'Объявление неактуально. %', 'Скоро в продаже: %', 'Куплю такую: %', 'Осмотр №12. %', 'Угнали! %', 'Поздравляем Олега с покупкой! %', 'Правила группы: объявление так: %'])('whatever the ad within it states, «%s» sells nothing', (frame) => {
  const ad = 'Kia Rio 2017, 1.6 автомат, пробег 98 000 км, один хозяин, цена 1 050 000 ₽, тел. 8 900 000-00-31'
  expect(extractByRules(ad).kind).toBe('car-sale')
  expect(extractByRules(frame.replace('%', ad)).kind).not.toBe('car-sale')
})

test.each(['Подбор авто под ключ! ', 'Возим машины из Китая, эта уже здесь.\n', 'Выгода до 300 000 ₽, каско в подарок, кредит от 5 %!\n', 'Последняя по старому прайсу, дальше утильсбор.\n'])('a dealer may open with «%s» and offer one car in full', (opening) => {
  expect(extractByRules(`${opening}Haval Jolion 2023, 1.5 робот, 21 000 км, 1 990 000 ₽, тел. 8 900 000-00-32`).kind).toBe('car-sale')
})

test('a price that its author crossed out is not the price, and nobody may take it for one', () => {
  const text = 'Kia Rio 2017, 98 000 км\n~~1 150 000 ₽~~\n1 050 000 ₽, тел. 8 900 000-00-33'
  expect(extractByRules(text).facts.priceKopecks).toBe(1_050_000_00)
  expect(groundFacts({ ...extractByRules(text).facts, priceKopecks: 1_150_000_00 }, text).facts.priceKopecks).toBeNull()
})

test.each([
  'рейка перебрана за 9500', 'коробку сделал (соленоиды, 45т.р. гарантия)', 'форсунки 4*1200', 'новая лямбда 2 шт по 3800', 'поженились на ней в 81м', 'перекупам сразу нет за 200', 'выкупил из лизинга за 600', 'антикор 10 тыс', 'масло 4 литра 3200', 'сцепление валео 7800 работа 5000',
  '30 140 км — 41 900 р. на ТО', 'в такси отдали 32 тыс', 'музыка на 50 тыс', 'тент 4×3 м', 'покраска (два крыла) 12 000 руб',
])('on a board «%s» is no price of the car', (words) => {
  for (const text of [`ВАЗ 2110, 2004\nМашина хорошая, ${words}. Хозяин один`, `ВАЗ 2110, 2004\nНа ходу. ${words}. Документы в порядке`]) expect(extractByRules(text).facts.priceKopecks).toBeNull()
})

test.each(['двигатель после капиталки прошел 20 тыс', 'ездил на море 2000 км без проблем', 'брал с пробегом 90 тысяч', 'пробег колодок 5 тысяч', 'прошлый хозяин проехал 30 тысяч', 'турбина пробежала 20 т.км', 'генератор до 225 км / 1239 км', 'гарантия 7 лет или 200 000 км'])('on a board «%s» is no mileage of the car', (words) => {
  expect(extractByRules(`Kia Rio III, хетчбэк 5 дв.\nСалон чистый, ${words}, кузов без гнили`).facts.mileageKm).toBeNull()
})

test.each(['гараж 1985 года постройки', 'сигналка 2010 года', 'музыка 2014 года', 'комплект 2013 года летний', 'купил в 2015 году', 'в 2018 перекрашен капот', 'ПТС выдан в 2016'])('on a board «%s» is no year of the car', (words) => {
  expect(extractByRules(`Kia Rio III, хетчбэк 5 дв.\nСалон чистый, ${words}, кузов без гнили`).facts.year).toBeNull()
})

test('sums of other money never become the price, whoever reads them', () => {
  const text = 'Kia Sorento 2021, 41 000 км\nЦена €21,500'
  expect(groundFacts({ ...extractByRules(text).facts, priceKopecks: 2_150_000 }, text).facts.priceKopecks).toBeNull()
})

test.each([['BMW', 'бэха пятёрка бмв 525'], ['Lada', 'приора'], ['Toyota', 'крузак'], ['Mercedes-Benz', 'мерин Е200'], ['UAZ', 'УАЗ буханка'], ['Chery', 'черри тигго 7 про'], ['Haval', 'Хавейл Джолион'], ['Skoda', 'шкода октавия']])('%s is named «%s» too', (brand, words) => {
  expect(extractByRules(`Продам ${words}, 2014 год`).facts.brand).toBe(brand)
})

test('a car wanted in exchange or a donor of the engine is not the car on sale', () => {
  expect(extractByRules('Продам Ладу Веста 2018, двигатель от BMW не ставил. Обмен на Камри с моей доплатой').facts).toMatchObject({ brand: 'Lada', model: 'Vesta' })
})

test('a car without words on it says nothing', () => {
  const { facts } = extractByRules('Привет')
  expect(Object.values(facts).every((value) => value === null)).toBe(true)
})

test('reading never fails, whatever the text', () => {
  const alphabet = 'продам kia 1250 000.,₽т.р км🚗\n«»()@+7️⃣\u00a0\u200d%$\\[]{}'
  let seed = 7
  for (let round = 0; round < 300; round += 1) {
    let text = ''
    for (let length = 0; length < 120; length += 1) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      text += alphabet.charAt(seed % alphabet.length)
    }
    const { confidence, spans } = extractByRules(text)
    expect(confidence).toBeGreaterThanOrEqual(0)
    expect(confidence).toBeLessThanOrEqual(1)
    for (const span of Object.values(spans)) expect(span.start).toBeLessThan(span.end)
  }
})

test.each([
  ['Продаю Солярис 2014, 1.6 ат, 132.000, в такси не был, цена 830', 830_000, 132_000],
  ['Mazda 3 2011 / 1.6 AT / 167 000 / 640 000 / Тверь', 640_000, 167_000],
  ['Logan 2015 | 1.6 | 98 000 | 560 000 | 1 хоз', 560_000, 98_000],
  ['Рио 2017г 1.4 мт 86000 690000 торг', 690_000, 86_000],
  ['Пежо 408 2013 1.6 турбо акпп 156000 2хоз 675 торг', 675_000, 156_000],
  ['Пежо 408 2013 1.6 акпп 156000 км 675 торг', 675_000, 156_000],
  ['Рено Дастер 2013, ручка, км 134 500, 849.000', 849_000, 134_500],
  ['Рапид 2016 года, механика, 97т.км пробега, каско до 2027, 985. Омск', 985_000, 97_000],
  ['Отдам Ладу 2115. Пробег 140 тысяч, прошу 130', 130_000, 140_000],
  ['Кодиак официал 2026, пробег 700 км, 4 990 000 ₽', 4_990_000, 700],
  ['Логан 2014, 110 т.км., на запчасти потратил 40 000, 420 000, торг 10 000', 420_000, 110_000],
])('in «%s» the price is %i and the mileage %i', (text, price, mileageKm) => {
  expect(extractByRules(text).facts).toMatchObject({ priceKopecks: price * 100, mileageKm })
})

test.each(otherSums)('«%s» is no price of the car, wherever it stands', (words) => {
  const frames = [`Машина в хорошем состоянии, ${words}. Торг.`, `На ходу. ${words}. Хозяин один, звоните`, `${words}\nрезина новая\nторг`]
  const heads = ['Lada Granta I, седан\n', 'Продам Toyota Corolla 2008, пробег 180 000 км. ']
  expect(heads.flatMap((head) => frames.map((frame) => extractByRules(head + frame).facts.priceKopecks))).toEqual(Array<null>(6).fill(null))
})

test.each(notAds)('no car is offered in «%s»', (text) => {
  expect(extractByRules(text).class).not.toBe('SELLING')
})

test.each(shortOffers)('one car is offered in «%s»', (text) => {
  expect(extractByRules(text)).toMatchObject({ class: 'SELLING', kind: 'car-sale' })
})
