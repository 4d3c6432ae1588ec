import type { LieName } from '@cars-bot/sandbox'
import type { LiedAd } from './lied-ads.js'

/** One lie about one ad, and what of it may not be seen in a listing. */
export type Lie = { answer: LieName; words?: string; value?: number; unseen?: RegExp }

type MakeLie = (ad: LiedAd) => Lie

const numbers: readonly MakeLie[] = [
  ...([123_456, 1, 0, -500_000, 77_000, 8_000, 95_000, 2_022, 999_999_999_999] as const).map((value): MakeLie => () => ({ answer: 'invented-price', value })),
  (ad) => ({ answer: 'invented-price', value: ad.priceRubles ? ad.priceRubles * 10 : 1_350_000 }),
  (ad) => ({ answer: 'invented-price', value: ad.mileageKm ?? 95_000 }),
  (ad) => ({ answer: 'invented-price', value: Number(ad.phoneDigits) }),
  (ad) => ({ answer: 'invented-market-price', value: (ad.priceRubles ?? 900_000) + 300_000 }),
  (ad) => ({ answer: 'invented-market-price', value: ad.priceRubles ?? 77_000 }),
  ...([1991, 2022, 2027, 3000, 0, 20] as const).map((value): MakeLie => () => ({ answer: 'wrong-year', value })),
  ...([777, 95_000, 8_000, 77_000, 2_022, -5, 4_000_000_000] as const).map((value): MakeLie => () => ({ answer: 'wrong-mileage', value })),
  (ad) => ({ answer: 'wrong-mileage', value: ad.priceRubles ?? 95_000 }),
  (ad) => ({ answer: 'wrong-mileage', value: Number(ad.phoneDigits.slice(4)) }),
  ...([999, 95, 77, 2_022] as const).map((value): MakeLie => () => ({ answer: 'invented-power', value })),
  ...([7_700, 95_000, 100, 8_000] as const).map((value): MakeLie => () => ({ answer: 'invented-volume', value })),
  ...([9, 95, 77] as const).map((value): MakeLie => () => ({ answer: 'wrong-owners', value })),
]

const calls: readonly MakeLie[] = [
  (ad) => said(`Звоните: +${ad.phoneDigits}.`),
  (ad) => said(`Номер ${spaced(ad.phoneDigits)}.`),
  (ad) => said(`Набирайте ${ad.phoneDigits.replaceAll('0', 'О')}.`),
  (ad) => said(keycaps(ad.phoneDigits)),
  (ad) => said(`Телефон 8-${ad.phoneDigits.slice(1, 4)}, дальше ${ad.phoneDigits.slice(4, 7)}, потом ${ad.phoneDigits.slice(7)}.`),
  (ad) => said(ad.phoneDigits.slice(1).split('').join('\u200b')),
  (ad) => said(`Контакт: ${inWords(ad.phoneDigits)}.`),
  (ad) => said(`восемь ${inWords(ad.phoneDigits.slice(1))}`),
  () => said('Плюс семь девятьсот, сто двадцать три, сорок пять, шестьдесят семь.'),
  (ad) => said(`Продавец @${ad.username}.`),
  (ad) => said(`Телеграм продавца ${ad.username}.`),
  (ad) => said(`Подробнее https://t.me/${ad.username}`),
  (ad) => said(`Ищите t . me / ${ad.username}`),
  () => said('Пишите в WhatsApp.'),
  () => said('Есть вотсап и вайбер.'),
  () => said('WhаtsАpp на этом же номере.'),
  () => said('Пишите в личку.'),
  () => said('Маякните в лс.'),
  () => said('Свяжитесь с продавцом напрямую.'),
  () => said('Почта seller@mail.test.'),
  () => said('Почта seller собака яндекс точка ру.'),
  () => said('Смотрите сайт avto-leak.ru.'),
  () => said('Подписывайтесь на наш канал.'),
  (ad) => ({ ...said(`звоните +${ad.phoneDigits}`), answer: 'said-in-equipment' }),
  (ad) => ({ ...said(`салон чистый, @${ad.username}`), answer: 'said-in-condition' }),
  (ad) => ({ ...said(`срочно, +${ad.phoneDigits}`), answer: 'said-in-justification' }),
  (ad) => ({ ...said(`бензин, +${ad.phoneDigits}`), answer: 'said-in-fuel' }),
  () => ({ ...said('полный привод, 999 л.с.'), answer: 'said-in-drive' }),
  (ad) => ({ ...said(`Москва, +${ad.phoneDigits}`), answer: 'wrong-city' }),
  (ad) => ({ ...said(`звоните ${ad.phoneDigits}`), answer: 'wrong-brand' }),
  (ad) => ({ ...said(`t.me/${ad.username}`), answer: 'wrong-model' }),
]

const claims: readonly MakeLie[] = [
  'Без ДТП.', 'Машина не участвовала в авариях.', 'Ни разу не бита и не крашена.', 'Кузов в родной краске.', 'Пробег родной.', 'Юридически чиста.', 'На гарантии дилера.',
  'Автотека зелёная.', 'Обслуживалась у официального дилера.', 'Пробег всего 12 000 км.', 'Пробег двенадцать тысяч.', 'Цена снижена до 100 000 рублей.', 'Мощность 450 лошадиных сил.', 'Двести пятьдесят сил под капотом.',
  'Собрана в две тысячи двадцать третьем году.', 'Скидка двести тысяч.', 'Расход 5 литров.', 'Едет лучше, чем Lexus.', '<b>Срочно</b> <a href="https://leak.test">тут</a>', '**Срочно** [тут](leak)', '[PHONE_1] [USERNAME_1]', 'Пять владельцев по документам.', 'Девять хозяев.',
].map((words): MakeLie => () => ({ answer: 'said', words, unseen: literally(words) }))

const ownClaims: readonly MakeLie[] = [
  // The truth about one owner may be told.
  ({ owners }) => ({ answer: 'said', words: 'Единственный хозяин.', ...(owners === 1 ? {} : { unseen: /единственный хозяин/i }) }),
  ({ owners }) => ({ answer: 'said', words: 'Второй владелец.', ...(owners === 2 ? {} : { unseen: /второй владелец/i }) }),
]

const shapes: readonly MakeLie[] = [
  (ad) => ({ answer: 'described', words: ad.text, unseen: literally(ad.text.slice(0, 120)) }),
  () => ({ answer: 'described', words: 'A very tidy family car with a full service record and new tyres.', unseen: /tidy family/ }),
  () => ({ answer: 'described', words: 'Дуже гарний автомобіль, їздила родина, стан чудовий.', unseen: /гарний/ }),
  () => ({ answer: 'described', words: 'Удобный салон, мягкий ход, тихий мотор, послушный руль. '.repeat(60), unseen: /(?:Удобный салон.*){3}/s }),
  () => ({ answer: 'described', words: '🔥'.repeat(2_000), unseen: /🔥{5}/u }),
  () => ({ answer: 'prose', unseen: /Хорошо, публикую/ }),
  ...(['no-description', 'wrong-class', 'wrong-kind', 'unsure', 'no-facts', 'text-for-number', 'missing-property', 'further-property', 'fenced-json', 'array', 'broken-json', 'length', 'empty', 'refusal', 'content-filter', 'wrong-brand', 'wrong-model', 'wrong-city'] as const).map((answer): MakeLie => () => ({ answer, unseen: /Ferrari|Testarossa|Магадан/ })),
]

/** Lies of every kind in turn, each kind of every manner of ads. */
export function lieAbout(ad: LiedAd, n: number): Lie {
  const kinds = [numbers, calls, [...claims, ...ownClaims], shapes]
  const round = Math.floor(n / kinds.length)
  const kind = kinds[(n + round) % kinds.length] ?? numbers
  return (kind[round % kind.length] ?? nothing)(ad)
}

function nothing(): Lie {
  return { answer: 'empty' }
}

function said(words: string): Lie & { words: string } {
  return { answer: 'said', words, unseen: literally(words) }
}

/** The words themselves, whatever blanks stand between. */
function literally(words: string): RegExp {
  return new RegExp(words.trim().replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+'), 'iu')
}

function spaced(digits: string): string {
  return digits.split('').join(' ')
}

function keycaps(digits: string): string {
  return digits.split('').map((digit) => `${digit}\ufe0f\u20e3`).join('')
}

const digitWords = ['ноль', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять']

function inWords(digits: string): string {
  return digits.split('').map((digit) => digitWords[Number(digit)] ?? '').join(' ')
}
