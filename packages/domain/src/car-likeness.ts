import type { CarFacts } from './car.js'
import { colourOf } from './colour.js'
import { ownNumbers, telltaleMileageKm } from './fingerprint.js'
import { wordStem, wordsOf } from './word-stem.js'

export type MileageLikeness = 'equal' | 'rounded' | 'near' | 'unknown' | 'different'

type Ad = { facts: CarFacts; text: string }

/** A new car's reading tells nothing; 149 600 and 150 000 are one reading told twice; within 1 % it may have been driven between. */
export function mileageLikeness(a: number | null, b: number | null): MileageLikeness {
  if (a === null || b === null) return 'unknown'
  const [less, more] = a < b ? [a, b] : [b, a]
  if (less < telltaleMileageKm) return more < 2_000 ? 'unknown' : 'different'
  if (less === more) return 'equal'
  if (isRoundingOf(less, more) || isRoundingOf(more, less)) return 'rounded'
  return more - less <= more * 0.01 ? 'near' : 'different'
}

/** Whether the mileage stands in the text in thousands: «95 тыс», «95 т.км», «95к». */
export function saidRoughly(text: string, mileageKm: number | null): boolean {
  if (mileageKm === null || mileageKm % 1_000 !== 0) return false
  return new RegExp(String.raw`(?<![\d.,])${mileageKm / 1_000}\s?(?:т(?:ыс|\.|\s?км|к)|[кk](?![мm\p{L}]))`, 'iu').test(text)
}

/** `near`: one names a version of what the other names, as Rio X-Line and Rio. `unknown`: one names no make or no model. */
export function modelLikeness(a: Pick<CarFacts, 'brand' | 'model'>, b: Pick<CarFacts, 'brand' | 'model'>): 'same' | 'near' | 'unknown' | 'different' {
  if (a.brand !== null && b.brand !== null && plain(a.brand) !== plain(b.brand)) return 'different'
  if (a.brand === null || b.brand === null || a.model === null || b.model === null) return 'unknown'
  const [left, right] = [plain(a.model), plain(b.model)]
  if (left === right) return 'same'
  return startsWithName(a.model, b.model) || startsWithName(b.model, a.model) ? 'near' : 'different'
}

/** The share by which two prices differ, of the higher one; null when one is not known. */
export function priceGap(a: CarFacts, b: CarFacts): number | null {
  if (a.priceKopecks === null || b.priceKopecks === null) return null
  const more = Math.max(a.priceKopecks, b.priceKopecks)
  return more === 0 ? 0 : Math.abs(a.priceKopecks - b.priceKopecks) / more
}

/**
 * Whether two ads can't be of one car: model, year or mileage differ; or prices by more than 40 % without the same mileage; or colour, gearbox, engine, drive or fuel; or, for
 * new cars, stock numbers. `isOneFigure`: the seller, the mileage to the kilometre and the price are the same, and a word misread is likelier than a twin.
 */
export function contradicts(a: Ad, b: Ad, { isOneFigure }: { isOneFigure: boolean }): boolean {
  const mileage = mileageLikeness(a.facts.mileageKm, b.facts.mileageKm)
  if (modelLikeness(a.facts, b.facts) === 'different' || differ(a.facts.year, b.facts.year) || mileage === 'different') return true
  if (isOneFigure) return false
  if (mileage !== 'equal' && (priceGap(a.facts, b.facts) ?? 0) > 0.4) return true
  if (hasOtherParts(a.facts, b.facts) || hasOtherColour(a.text, b.text)) return true
  return mileage === 'unknown' && hasOtherNumbers(a, b)
}

/** Share of words that two texts have in common, 0–1: each text's set of stems. */
export function textLikeness(a: string, b: string): number {
  const left = stemsOf(a)
  const right = stemsOf(b)
  if (left.size < 6 || right.size < 6) return 0
  const shared = [...left].filter((stem) => right.has(stem)).length
  return shared / (left.size + right.size - shared)
}

/** Whether one text is the other with words added: where words were replaced by others, it may be the ad of another car after one pattern. */
export function isRepost(a: string, b: string): boolean {
  const [left, right] = [wordStemsOf(a), wordStemsOf(b)]
  if (left.size < 6 || right.size < 6) return false
  return isWithin(left, right) || isWithin(right, left)
}

/** «Автомат» is said of robots and variators too. */
function hasOtherParts(a: CarFacts, b: CarFacts): boolean {
  const gearboxes = [a.transmission, b.transmission]
  if (differ(a.transmission, b.transmission) && (gearboxes.includes('MANUAL') || !gearboxes.includes('AUTOMATIC'))) return true
  if (a.engineVolumeCc !== null && b.engineVolumeCc !== null && Math.abs(a.engineVolumeCc - b.engineVolumeCc) > 100) return true
  if (a.powerHp !== null && b.powerHp !== null && Math.abs(a.powerHp - b.powerHp) > Math.max(a.powerHp, b.powerHp) * 0.05) return true
  const fuels = [a.fuel, b.fuel]
  return differ(a.drive, b.drive) || (differ(a.fuel, b.fuel) && (fuels.includes('дизель') || fuels.includes('электро')))
}

const likeColours = [['серый', 'серебристый'], ['коричневый', 'бежевый'], ['синий', 'фиолетовый']]

function hasOtherColour(a: string, b: string): boolean {
  const [left, right] = [colourOf(a), colourOf(b)]
  return differ(left, right) && !likeColours.some((group) => group.includes(left ?? '') && group.includes(right ?? ''))
}

/** Stock numbers and tails of a VIN; years stand in any text. */
function hasOtherNumbers(a: Ad, b: Ad): boolean {
  const [left, right] = [stockNumbers(a), stockNumbers(b)]
  return left.length > 0 && right.length > 0 && !isWithin(left, new Set(right)) && !isWithin(right, new Set(left))
}

function stockNumbers({ facts, text }: Ad): string[] {
  return ownNumbers(facts, text).filter((number) => !/^(?:19[89]|20[0-3])\d$/.test(number))
}

function isWithin(some: Iterable<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((one) => all.has(one))
}

function differ<T>(a: T | null, b: T | null): boolean {
  return a !== null && b !== null && a !== b
}

function isRoundingOf(round: number, exact: number): boolean {
  return round % 1_000 === 0 && exact % 1_000 !== 0 && (round === Math.floor(exact / 1_000) * 1_000 || round === Math.round(exact / 1_000) * 1_000)
}

function startsWithName(name: string, start: string): boolean {
  return name.toLowerCase().startsWith(`${start.toLowerCase()} `)
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s-]/g, '')
}

function stemsOf(text: string): Set<string> {
  return new Set(wordsOf(text).filter((word) => word.length > 2 || /\d/.test(word)).map(wordStem))
}

function wordStemsOf(text: string): Set<string> {
  return new Set(wordsOf(text).filter((word) => word.length > 2 && !/\d/.test(word)).map(wordStem))
}
