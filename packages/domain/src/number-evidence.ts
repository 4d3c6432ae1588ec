import { findTrappedReadings } from './extraction/mileage.js'
import { findTrappedAmounts } from './extraction/price.js'
import type { Quantity, Unit } from './extraction/quantities.js'

/** The numbers of a source text with what stands around them. */
export type Numbers = { quantities: Quantity[]; trappedAmounts: Set<number>; trappedReadings: Set<number> }

/** Reads the numbers of a text once. */
export function numbersOf(quantities: Quantity[]): Numbers {
  return { quantities, trappedAmounts: findTrappedAmounts(quantities), trappedReadings: findTrappedReadings(quantities) }
}

const mostRubles = 1_000_000_000
const mostKm = 2_000_000
const priceCue = /цен|прод|отда|прошу|стоимост|торг|за\s*$|💰|💵|₽/u
const mileageCue = /пробег|одометр|км|ход|🛣/u
const powerCue = /мощност|лошад|л\.?\s?с|сил/u
const volumeCue = /объ?[её]м|двиг|мотор|двс|л\s*$/u
const marketCue = /рын|средн|оценк/u
/** What happened to the car, or to a part of it, in that year. */
const eventCue = /купл|купил|покуп|приобр|брал|взя[тл]|владе|меня|замен|ремонт|страхов|осаго|каско|ввез|привез|растамож|учет|птс|стс|гаранти|резин|шин|колес|акб|аккум|сделан|установ|крашен|дтп|обслуж|то(?![а-я])|(?:^|\s)(?:с|до|после)\s*$/u

/** Null when the source gives this sum, in rubles, as the price of a car; else what speaks against it. */
export function priceFault(rubles: number, numbers: Numbers): string | null {
  const given = stated(numbers, rubles, ['rub', null])
  if (rubles <= 0 || rubles > mostRubles || given.length === 0) return absent
  if (numbers.trappedAmounts.has(rubles)) return 'эта сумма в тексте не цена машины'
  return given.some((one) => one.unit === 'rub' || one.scale === 1_000_000 || priceCue.test(around(one))) ? null : 'это число в тексте не цена машины'
}

export function mileageFault(km: number, numbers: Numbers): string | null {
  const given = stated(numbers, km, ['km', null])
  if (km < 0 || km > mostKm || given.length === 0) return absent
  if (numbers.trappedReadings.has(km)) return 'это число в тексте не пробег машины'
  return given.some((one) => one.unit === 'km' || mileageCue.test(`${one.partBefore} ${one.partAfter.slice(0, 20)}`)) ? null : 'это число в тексте не пробег машины'
}

/** A year that the text names only for a purchase, a repair or a paper is not the car's. */
export function yearFault(year: number, numbers: Numbers): string | null {
  const short = String(year % 100).padStart(2, '0')
  const given = numbers.quantities.filter(({ digits, unit, scale }) => scale === 1 && ((digits === String(year) && (unit === null || unit === 'year')) || (digits === short && unit === 'year') || digits.endsWith(`.${year}`)))
  if (year < 1900 || year > 2100 || given.length === 0) return absent
  return given.some((one) => !eventCue.test(one.partBefore) && !eventCue.test(one.partAfter.slice(0, 16))) ? null : 'этот год в тексте не год выпуска'
}

export function powerFault(powerHp: number, { quantities }: Numbers): string | null {
  const given = quantities.filter((one) => one.value === powerHp && (one.unit === 'hp' || (one.unit === null && powerCue.test(around(one)))))
  return powerHp > 0 && powerHp <= 3_000 && given.length > 0 ? null : absent
}

export function volumeFault(cc: number, { quantities }: Numbers): string | null {
  const litres = Math.round(cc / 100) / 10
  const given = quantities.filter((one) => {
    if (one.scale !== 1) return false
    if (one.unit === 'litre') return one.value === litres
    if (one.unit === 'cc') return one.value === cc
    return one.unit === null && ((one.isDecimal && one.value === litres) || ((one.value === cc || one.value === litres) && volumeCue.test(around(one))))
  })
  return litres >= 0.3 && litres <= 20 && given.length > 0 ? null : absent
}

export function marketPriceFault(rubles: number, numbers: Numbers): string | null {
  return rubles > 0 && rubles <= mostRubles && stated(numbers, rubles, ['rub', null]).some((one) => marketCue.test(around(one))) ? null : 'рыночной цены в тексте нет'
}

export const absent = 'этого числа нет в тексте'

/** The quantities that can be read as this value: as they stand with their scale, «цена 350» as thousands, «1.25» as millions. */
function stated({ quantities }: Numbers, value: number, units: readonly (Unit | null)[]): Quantity[] {
  return quantities.filter((one) => {
    if (!units.includes(one.unit)) return false
    if (one.value === value || (one.isGrouped && Number(one.digits.replace(/\D/g, '')) === value)) return true
    if (one.scale !== 1) return false
    return (one.value < 10_000 && one.value * 1_000 === value) || (one.isDecimal && Math.round(one.value * 1_000_000) === value)
  })
}

function around({ clauseBefore, partAfter }: Quantity): string {
  return `${clauseBefore.slice(-30)} ${partAfter.slice(0, 20)}`
}
