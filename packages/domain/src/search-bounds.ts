import type { Quantity } from './extraction/quantities.js'

export type SearchBounds = {
  priceFromKopecks: number | null
  priceToKopecks: number | null
  yearFrom: number | null
  yearTo: number | null
  mileageToKm: number | null
}

type Side = 'from' | 'to' | 'none'
type Meaning = { kind: 'price' | 'year' | 'mileage'; value: number }

const rangeJoint = /^\s*[-–—]\s*$/
const spokenJoint = /^\s*(?:до|to|по)\s*$/
const toBefore = /(?:(?<![а-яa-z])(?:до|не (?:дороже|больше|более|выше|новее|младше|моложе|позже|свежее)|раньше|(?<!not |no )older than|cheaper than|less than|дешевле|максимум|макс\.?|меньше|менее|ниже|бюджет|under|up to|below|max|before)|<=?)\s*(?:пробег[а-я]*\s*|цен[а-я]*\s*)?$/
const fromBefore = /(?:(?<![а-яa-z])(?:от|с|после|начиная с|не (?:дешевле|меньше|менее|ниже|старше|старее|раньше)|(?:not|no) older than|newer than|more than|дороже|минимум|мин\.?|больше|более|выше|новее|младше|моложе|свежее|from|over|above|min|since|after)|>=?)\s*$/
const olderBefore = /(?<![а-я])(?<!не )(?:старше)\s*$/
const mileageBefore = /(?:пробег[а-я]*|mileage)[^\d]{0,16}(?:\d[\d ]*(?:тыс\.?|т\.?|к)?(?: ?км)? ?(?:-|до|to) ?)?$/
/** Rubles: less is what a subscription costs, no car. */
const leastPrice = 5_000
const currentYears = { from: 1950, to: 2035 }

/** Price, year and mileage by the numbers of a search: «от 1 до 1,5 млн», «2015-2018», «пробег до 100 тыс», «не старше 2012». */
export function searchBounds(text: string, quantities: readonly Quantity[]): SearchBounds {
  const bounds: SearchBounds = { priceFromKopecks: null, priceToKopecks: null, yearFrom: null, yearTo: null, mileageToKm: null }
  for (const [at, quantity] of quantities.entries()) {
    const next = quantities[at + 1]
    const previous = quantities[at - 1]
    const opensRange = next !== undefined && isRange(text, quantity, next)
    const closesRange = previous !== undefined && isRange(text, previous, quantity)
    const before = wordsBefore(text, quantity)
    const meaning = meaningOf(opensRange ? borrowed(quantity, next) : quantity, closesRange ? wordsBefore(text, previous) + before : before)
    if (meaning?.kind === 'mileage' && opensRange) continue
    if (meaning) place(bounds, meaning, opensRange ? 'from' : closesRange ? 'to' : sideOf(before))
  }
  return ordered(bounds)
}

function wordsBefore(text: string, { start }: Quantity): string {
  return text.slice(Math.max(0, start - 30), start)
}

/** «2015-2018», or «от 1 до 2 млн»; «2020 до 900 тыс» are two numbers. */
function isRange(text: string, low: Quantity, high: Quantity): boolean {
  const between = text.slice(low.end, high.start)
  return rangeJoint.test(between) || (spokenJoint.test(between) && fromBefore.test(wordsBefore(text, low)))
}

/** «от 1 до 1,5 млн»: the first number of a range has the second's unit. */
function borrowed(quantity: Quantity, next: Quantity): Quantity {
  const isShort = quantity.scale === 1 && quantity.unit === null && quantity.value < 1_000 && next.scale > 1
  return isShort ? { ...quantity, value: quantity.value * next.scale, scale: next.scale, unit: next.unit } : quantity
}

function sideOf(before: string): Side {
  if (olderBefore.test(before)) return 'to'
  if (toBefore.test(before)) return 'to'
  return fromBefore.test(before) ? 'from' : 'none'
}

function meaningOf(quantity: Quantity, before: string): Meaning | null {
  const { value, scale, unit, digits } = quantity
  if (unit === 'km' || (mileageBefore.test(before) && unit !== 'rub')) return { kind: 'mileage', value: scale === 1 && unit === null && value < 1_000 ? value * 1_000 : value }
  const isYear = scale === 1 && /^\d{4}$/.test(digits) && value >= currentYears.from && value <= currentYears.to && unit !== 'rub'
  if (isYear) return { kind: 'year', value }
  if (unit === 'year' && scale === 1 && value < 100) return { kind: 'year', value: value <= 40 ? 2_000 + value : 1_900 + value }
  if (unit !== null && unit !== 'rub') return null
  if (scale > 1 || unit === 'rub' || value >= 10_000) return priced(value)
  // Among people who speak of cars «до 2» is two million and «до 900» nine hundred thousand.
  if (sideOf(before) === 'none') return null
  return value < 30 ? priced(value * 1_000_000) : value >= 50 ? priced(value * 1_000) : null
}

function priced(rubles: number): Meaning | null {
  return rubles >= leastPrice && rubles <= 1_000_000_000 ? { kind: 'price', value: Math.round(rubles * 100) } : null
}

/** A price alone is the most that is paid, a year alone that very year, mileage always the most. */
function place(bounds: SearchBounds, { kind, value }: Meaning, side: Side): void {
  switch (kind) {
    case 'price':
      if (side === 'from') bounds.priceFromKopecks ??= value
      else bounds.priceToKopecks ??= value
      return
    case 'mileage':
      if (value <= 2_000_000) bounds.mileageToKm ??= Math.round(value)
      return
    case 'year':
      if (side !== 'to') bounds.yearFrom ??= value
      if (side !== 'from') bounds.yearTo ??= value
  }
}

function ordered(bounds: SearchBounds): SearchBounds {
  const swap = (low: number | null, high: number | null): [number | null, number | null] => (low !== null && high !== null && low > high ? [high, low] : [low, high])
  const [priceFromKopecks, priceToKopecks] = swap(bounds.priceFromKopecks, bounds.priceToKopecks)
  const [yearFrom, yearTo] = swap(bounds.yearFrom, bounds.yearTo)
  return { ...bounds, priceFromKopecks, priceToKopecks, yearFrom, yearTo }
}
