import type { CarFacts, SellerContacts } from './car.js'
import { carIdentity } from './car-identity.js'
import { contradicts, isRepost, mileageLikeness, modelLikeness, priceGap, saidRoughly, textLikeness, type MileageLikeness } from './car-likeness.js'
import { sharedPhotos } from './perceptual-hash.js'

/** One post's view of a car. */
export type CarSighting = {
  facts: CarFacts
  contacts: SellerContacts
  text: string
  /** Where it was posted. */
  channelId?: number
  /** The addresses (`channelId/messageId`) of the message itself and of the one it was forwarded from. */
  origins?: readonly string[]
  /** Perceptual hashes of its photos, those that also stand under other cars left out. */
  photos?: readonly bigint[]
}

/** By what two posts were found to be of one car, the strongest first. */
export const carSigns = ['forward', 'identity', 'contact', 'photos', 'text'] as const
export type CarSign = (typeof carSigns)[number]

export type SameCar =
  /** `isSure` false: it holds only while no other car is just as like. */
  | { kind: 'same'; sign: CarSign; isSure: boolean; evidence: string[] }
  /** What they say of the car excludes that it is one. */
  | { kind: 'different' }
  | { kind: 'unknown' }

const equalPrice = 0.005
const closePrice = 0.03
const changedPrice = 0.15
/** Prices further apart are not of one offer. */
const absurdPrice = 0.4
const closeTexts = 0.75

/**
 * Whether two posts speak of one car, with the evidence for an admin (never a VIN, plate or contact in clear). First hit wins: same forwarded message; same VIN or plate; same contact
 * with the same make, model and year; two or more like photos; much the same words or the very same figures, gated by make, model, year and mileage or price. Facts that
 * contradict win over all but the first two. Same make, model, year and equipment are never enough: ten like cars of one dealer differ in mileage, price,
 * colour, stock number or words, and stay ten.
 */
export function isSameCar(a: CarSighting, b: CarSighting): SameCar {
  if (a.origins?.some((origin) => b.origins?.includes(origin))) return same('forward', ['переслано одно и то же сообщение'])
  const [one, other] = [carIdentity(a.text), carIdentity(b.text)]
  if (one.vin !== null && other.vin !== null) return one.vin === other.vin ? same('identity', ['тот же VIN']) : { kind: 'different' }
  if (one.plate !== null && other.plate !== null) return one.plate === other.plate ? same('identity', ['тот же госномер']) : { kind: 'different' }
  const pair = pairOf(a, b)
  if (contradicts(a, b, { isOneFigure: pair.hasContact && isExact(pair) && within(pair.gap, closePrice) })) return { kind: 'different' }
  return byContact(pair) ?? byPhotos(pair) ?? byText(pair) ?? { kind: 'unknown' }
}

type Pair = {
  a: CarSighting
  b: CarSighting
  model: 'same' | 'near' | 'unknown' | 'different'
  isYearKnown: boolean
  mileage: MileageLikeness
  /** Share by which the prices differ; null: one is not known. */
  gap: number | null
  hasContact: boolean
  /** A dealer lists its different cars side by side in its own channel; the same offer in two channels is more often the same car. */
  isElsewhere: boolean
}

function pairOf(a: CarSighting, b: CarSighting): Pair {
  return {
    a,
    b,
    model: modelLikeness(a.facts, b.facts),
    isYearKnown: a.facts.year !== null && b.facts.year !== null,
    mileage: mileageLikeness(a.facts.mileageKm, b.facts.mileageKm),
    gap: priceGap(a.facts, b.facts),
    hasContact: sharedContact(a.contacts, b.contacts),
    isElsewhere: a.channelId !== undefined && b.channelId !== undefined && a.channelId !== b.channelId,
  }
}

function byContact(pair: Pair): SameCar | null {
  const { a, b, gap, mileage, isElsewhere } = pair
  if (!pair.hasContact || pair.model === 'different') return null
  const evidence = ['тот же контакт', ...modelEvidence(pair)]
  if (pair.model !== 'same') return isExact(pair) && pair.isYearKnown && within(gap, closePrice) ? same('contact', [...evidence, 'тот же пробег', 'близкая цена']) : null
  switch (mileage) {
    case 'equal':
      if (gap === null) return isExact(pair) || isElsewhere || isRepost(a.text, b.text) ? same('contact', [...evidence, 'тот же пробег']) : null
      if (within(gap, isExact(pair) ? absurdPrice : isElsewhere || isRepost(a.text, b.text) ? changedPrice : closePrice)) return same('contact', [...evidence, 'тот же пробег', priceEvidence(gap)])
      return null
    case 'rounded':
      if (isSaidRoughly(pair) && within(gap, isElsewhere ? changedPrice : closePrice)) return same('contact', [...evidence, 'пробег отличается округлением', priceEvidence(gap)])
      return within(gap, equalPrice) && (isElsewhere || isRepost(a.text, b.text)) ? same('contact', [...evidence, 'пробег отличается округлением', priceEvidence(gap)]) : null
    case 'near':
    case 'different':
      return null
    case 'unknown':
      if (!within(gap, equalPrice)) return null
      if (isRepost(a.text, b.text)) return same('contact', [...evidence, 'та же цена', 'те же слова'])
      return isElsewhere && (agreement(a.facts, b.facts) ?? 0) > 0 ? unsure('contact', [...evidence, 'та же цена', 'остальное совпадает']) : null
  }
}

/** Pictures of the dealer's house stand beside those of the car: where the figures do not speak for one car, half the photos have to. */
function byPhotos(pair: Pair): SameCar | null {
  const photos = [pair.a.photos ?? [], pair.b.photos ?? []] as const
  const shared = sharedPhotos(photos[0], photos[1])
  if (shared < 2 || pair.model === 'different') return null
  const isBacked = pair.model === 'same' && (pair.mileage === 'equal' || (pair.mileage === 'rounded' && within(pair.gap, changedPrice)))
  if (!isBacked && shared * 2 < Math.min(photos[0].length, photos[1].length)) return null
  return same('photos', [`одинаковых фото: ${shared}`, ...modelEvidence(pair)])
}

function byText(pair: Pair): SameCar | null {
  const { a, b, gap, mileage, isElsewhere } = pair
  const likeness = textLikeness(a.text, b.text)
  const words = `тексты совпадают на ${Math.round(likeness * 100)} %`
  if (pair.model === 'unknown' && likeness >= 0.95 && gap !== null && within(gap, equalPrice) && mileage !== 'near') return same('text', [words, 'та же цена'])
  if (pair.model !== 'same') return null
  const evidence = modelEvidence(pair)
  if (isExact(pair) && (within(gap, closePrice) || (within(gap, changedPrice) && likeness >= 0.3))) return same('text', [...evidence, 'тот же точный пробег', priceEvidence(gap)])
  const isKept = isElsewhere || isRepost(a.text, b.text)
  if (likeness >= closeTexts && isKept) {
    if (mileage === 'equal' && (gap === null || within(gap, changedPrice))) return same('text', [words, ...evidence, 'тот же пробег'])
    if (mileage === 'rounded' && within(gap, isElsewhere ? closePrice : equalPrice)) return same('text', [words, ...evidence, 'пробег отличается округлением'])
    if (mileage === 'near' && isElsewhere && within(gap, equalPrice)) return unsure('text', [words, ...evidence, 'пробег отличается меньше чем на 1 %', 'та же цена'])
    if (mileage === 'unknown' && within(gap, isElsewhere ? closePrice : equalPrice)) return same('text', [words, ...evidence, priceEvidence(gap)])
  }
  const agreed = agreement(a.facts, b.facts)
  if (!within(gap, equalPrice) || !isElsewhere || agreed === null) return null
  if (mileage === 'rounded' && isSaidRoughly(pair) && agreed >= 3) return unsure('text', [...evidence, 'пробег отличается округлением', 'та же цена', 'остальное совпадает'])
  const isRound = (a.facts.mileageKm ?? 0) % 10_000 === 0
  return mileage === 'equal' && (likeness >= 0.4 || (!isRound && agreed >= 3)) ? unsure('text', [...evidence, 'тот же пробег', 'та же цена', words]) : null
}

const further = ['engineVolumeCc', 'powerHp', 'transmission', 'drive', 'owners', 'city', 'fuel'] as const

/** How many further facts both name alike; null when one differs. */
function agreement(a: CarFacts, b: CarFacts): number | null {
  const named = further.filter((field) => a[field] !== null && b[field] !== null)
  return named.every((field) => a[field] === b[field]) ? named.length : null
}

/** The same figure to the kilometre, which no two cars share by chance. */
function isExact({ a, mileage }: Pick<Pair, 'a' | 'mileage'>): boolean {
  return mileage === 'equal' && (a.facts.mileageKm ?? 0) % 1_000 !== 0
}

function isSaidRoughly({ a, b }: Pair): boolean {
  return saidRoughly(a.text, a.facts.mileageKm) || saidRoughly(b.text, b.facts.mileageKm)
}

function sharedContact(a: SellerContacts, b: SellerContacts): boolean {
  const names = new Set(a.telegramUsernames.map((name) => name.toLowerCase()))
  return a.phones.some((phone) => b.phones.includes(phone)) || b.telegramUsernames.some((name) => names.has(name.toLowerCase()))
}

function within(gap: number | null, share: number): boolean {
  return gap !== null && gap <= share
}

function modelEvidence({ model, isYearKnown }: Pair): string[] {
  return [...(model === 'same' ? ['марка и модель совпали'] : []), ...(isYearKnown ? ['год совпал'] : [])]
}

function priceEvidence(gap: number | null): string {
  return gap === null ? 'цена не названа' : gap <= equalPrice ? 'та же цена' : `цена отличается на ${Math.round(gap * 100)} %`
}

function same(sign: CarSign, evidence: string[]): SameCar {
  return { kind: 'same', sign, isSure: true, evidence }
}

function unsure(sign: CarSign, evidence: string[]): SameCar {
  return { kind: 'same', sign, isSure: false, evidence }
}
