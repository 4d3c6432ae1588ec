/** A number below the limit, from 0. */
export type Draw = (limit: number) => number

/** A car that is offered, by all that an ad may tell of it. Sellers and numbers are invented. */
export type OfferedCar = {
  names: readonly string[]
  year: number
  litres: string
  gearbox: 'автомат' | 'механика'
  mileageKm: number
  priceRubles: number
  owners: 1 | 2 | 3
  colour: string
  city: string
  phone: string
}

export type Retelling = {
  text: string
  /** How the car's photos stand under this ad. */
  photos: 'same' | 'compressed' | 'none'
}

const models: readonly (readonly string[])[] = [
  ['Toyota Camry', 'Тойота Камри', 'Камри'], ['Kia Rio', 'Киа Рио', 'КИА РИО'], ['Hyundai Solaris', 'Хендай Солярис', 'Солярис'], ['Volkswagen Polo', 'Фольксваген Поло', 'VW Polo'],
  ['Skoda Octavia', 'Шкода Октавия', 'Октавия'], ['Renault Logan', 'Рено Логан', 'Логан'], ['Nissan Qashqai', 'Ниссан Кашкай', 'Кашкай'], ['Mazda CX-5', 'Мазда СХ-5', 'Mazda CX5'],
  ['BMW X5', 'БМВ Х5', 'бмв х5'], ['Ford Focus', 'Форд Фокус', 'Фокус'], ['Lada Vesta', 'Лада Веста', 'Веста'], ['Haval Jolion', 'Хавал Джолион', 'Haval Jolion'],
]
const colours = ['белый', 'чёрный', 'серый', 'красный', 'синий']
const cities = ['Москва', 'Казань', 'Самара', 'Екатеринбург', 'Краснодар', 'Тюмень']
const extras = [
  ['камера заднего вида', 'задняя камера'], ['подогрев сидений', 'тёплые сиденья'], ['два комплекта резины', 'зимняя резина в подарок'], ['климат-контроль', 'климат'],
  ['кожаный салон', 'салон кожа'], ['не бита, не крашена', 'без ДТП, в родной краске'], ['обслужена, вложений не требует', 'масло и колодки свежие'], ['два ключа', 'ключей два'],
]
const greetings = ['', '🔥 Свежее поступление!', 'Срочная продажа', '🚗🚗🚗', '#продажа #авто', 'Всем привет, продаю свою машину']
const endings = ['', 'Торг у капота', 'Обмен не интересует', 'Реальному покупателю торг', '👍', 'Осмотр в любое время']

/** So many cars of all makes, each by a seller of its own. */
export function offeredCars(count: number, draw: Draw): OfferedCar[] {
  return Array.from({ length: count }, (_, index) => ({
    names: models[draw(models.length)] ?? [],
    year: 2009 + draw(14),
    litres: ['1.6', '2.0', '2.5'][draw(3)] ?? '',
    gearbox: draw(2) === 0 ? 'автомат' : 'механика',
    // Sellers round as often as not.
    mileageKm: draw(2) === 0 ? 1_000 * (20 + draw(230)) : 20_100 + 100 * draw(2_300),
    priceRubles: 10_000 * (45 + draw(300)),
    owners: ([1, 2, 3] as const)[draw(3)] ?? 1,
    colour: colours[draw(colours.length)] ?? '',
    city: cities[draw(cities.length)] ?? '',
    phone: `+7900${String(1_000_000 + index * 7 + draw(7)).padStart(7, '0')}`,
  }))
}

/** So many cars of one model in one dealer's yard: a year apart at most, one phone, like prices and readings. */
export function dealersCars(count: number, draw: Draw): OfferedCar[] {
  const [car] = offeredCars(1, draw)
  if (!car) return []
  return Array.from({ length: count }, (_, index) => ({ ...car, year: 2019 + draw(2), mileageKm: 40_000 + index * 1_300 + 100 * draw(10), priceRubles: 1_400_000 + 10_000 * draw(12), owners: 1, colour: colours[draw(colours.length)] ?? '' }))
}

/** A dealer's ad: one pattern for all its cars. */
export function dealersText(car: OfferedCar): string {
  return [
    `✅ ${car.names[0]}, ${car.year} г.в.`,
    `Двигатель ${car.litres} л, ${car.gearbox}, цвет ${car.colour}`,
    `Пробег ${grouped(car.mileageKm)} км, 1 владелец`,
    'Проверен по базам, юридическая чистота, кредит и трейд-ин, гарантия 1 год',
    `Цена ${grouped(car.priceRubles)} руб.`,
    `Автосалон «Пример», ${car.city}, звоните: ${car.phone}`,
  ].join('\n')
}

/**
 * One car as another channel tells of it: names, order, abbreviations, emoji and extras differ. Of five tellings in a row the first is whole, the second rounds the reading, the third has another
 * phone, the fourth leaves something out, the fifth is short, with another phone. Where the phone or a fact is another's or left out the photos are the car's, so that each two are bound to one another.
 */
export function retold(car: OfferedCar, telling: number, draw: Draw): Retelling {
  const pick = (words: readonly string[]): string => words[draw(words.length)] ?? ''
  const otherPhone = `+7900${String(8_000_000 + draw(999_999))}`
  const kind = telling % 5
  const left = kind === 3 ? draw(4) : null
  const name = pick(car.names)
  const parts = [
    pick([`${car.litres} ${car.gearbox}`, `Двигатель ${car.litres} л, КПП ${car.gearbox}`, `⚙️ ${car.litres} / ${car.gearbox === 'автомат' ? 'АКПП' : 'МКПП'}`]),
    left === 0 ? '' : mileage(car.mileageKm, kind === 1, pick),
    left === 1 ? '' : pick([`${car.owners} владельца по ПТС`, `Владельцев: ${car.owners}`, `хозяев ${car.owners}`]),
    left === 2 ? '' : pick([`цвет ${car.colour}`, `Цвет: ${car.colour}`]),
    left === 3 ? '' : pick([`г. ${car.city}`, `📍 ${car.city}`, car.city]),
    ...(kind === 4 ? [] : extras.filter(() => draw(2) === 0).map(pick)),
    price(car.priceRubles, pick),
  ].filter((part) => part !== '')
  const phone = phoneWords(kind === 2 || kind === 4 ? otherPhone : car.phone, pick)
  const title = pick([`Продам ${name}, ${car.year} год`, `${name} ${car.year} г.в.`, `🚘 ${name} (${car.year})`, `Продаётся ${name} ${car.year}`])
  const text = [pick(greetings), title, ...shuffled(parts, draw), kind === 4 ? '' : pick(endings), phone].filter((line) => line !== '').join('\n')
  const photos = kind === 0 ? 'same' : kind === 4 ? 'compressed' : (['compressed', 'same', 'none'] as const)[draw(kind === 1 ? 3 : 2)]
  return { text, photos: photos ?? 'none' }
}

export function shuffled<T>(items: readonly T[], draw: Draw): T[] {
  const left = [...items]
  return items.flatMap(() => left.splice(draw(left.length), 1))
}

function mileage(km: number, isRounded: boolean, pick: (words: readonly string[]) => string): string {
  if (isRounded) return pick([`Пробег ${Math.floor(km / 1_000)} т.км`, `${Math.floor(km / 1_000)} тыс. км`, `пробег ${Math.floor(km / 1_000)}тыс`])
  return pick([`Пробег ${grouped(km)} км`, `пробег: ${km} км`, `${grouped(km)}км пробег`])
}

function price(rubles: number, pick: (words: readonly string[]) => string): string {
  const millions = rubles >= 1_000_000 ? [`цена ${rubles / 1_000_000} млн`] : []
  return pick([`Цена ${grouped(rubles)} ₽`, `${grouped(rubles)} руб.`, `💰 ${rubles / 1_000} т.р.`, `Цена: ${rubles} рублей`, ...millions])
}

function phoneWords(phone: string, pick: (words: readonly string[]) => string): string {
  const digits = phone.slice(2)
  const [code, first, second, third] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6, 8), digits.slice(8)]
  return pick([`Тел. ${phone}`, `8 (${code}) ${first}-${second}-${third}`, `звоните 8${digits}`, `📞 +7 ${code} ${first} ${second} ${third}`])
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ' ')
}
