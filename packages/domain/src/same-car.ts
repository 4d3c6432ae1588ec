import type { CarFacts, SellerContacts } from './car.js'
import { colourOf } from './colour.js'
import { ownNumbers, telltaleMileageKm } from './fingerprint.js'
import { wordStem, wordsOf } from './word-stem.js'

/** One post's view of a car. `vin` and `plate` as they stood, `forwardOrigin` names the message it was forwarded from (`channelId/messageId`). */
export type CarSighting = {
  facts: CarFacts
  contacts: SellerContacts
  text: string
  forwardOrigin?: string | null
}

const closeTexts = 0.75

/**
 * Whether two posts speak of one car, with the evidence for an admin. Strongest first: same forwarded message, same VIN or plate,
 * same contact with the same make, model, year and mileage (or, for cars without a telling mileage, price and much the same words),
 * much the same words with mileage within 1 % or price within 3 %. Same make, model and year alone are never enough: ten like cars
 * of one dealer differ in mileage, colour, number or text and stay ten.
 */
export function isSameCar(a: CarSighting, b: CarSighting): { same: boolean; evidence: string[] } {
  if (a.forwardOrigin && a.forwardOrigin === b.forwardOrigin) return { same: true, evidence: [`одно и то же пересланное сообщение ${a.forwardOrigin}`] }
  const identity = sameIdentity(a.text, b.text)
  if (identity !== null) return identity
  if (!isSameModel(a.facts, b.facts) || contradicts(a, b)) return { same: false, evidence: [] }
  const likeness = textLikeness(a.text, b.text)
  const evidence = ['марка и модель совпали', ...(a.facts.year !== null && a.facts.year === b.facts.year ? ['год совпал'] : [])]
  const mileage = sameMileage(a.facts, b.facts)
  const price = isWithin(a.facts.priceKopecks, b.facts.priceKopecks, 0.03)
  if (sharedContact(a.contacts, b.contacts)) {
    if (mileage === 'equal' && (price || a.facts.priceKopecks === null || b.facts.priceKopecks === null || likeness >= 0.3)) return { same: true, evidence: ['один контакт', ...evidence, 'пробег совпал'] }
    if (mileage === 'rounded' && price) return { same: true, evidence: ['один контакт', ...evidence, 'пробег отличается округлением', 'цена близка'] }
    if (mileage === 'unknown' && price && likeness >= 0.5) return { same: true, evidence: ['один контакт', ...evidence, 'цена близка', likenessText(likeness)] }
  }
  if (likeness >= closeTexts && (mileage === 'equal' || mileage === 'rounded')) return { same: true, evidence: [likenessText(likeness), ...evidence, 'пробег совпал'] }
  if (likeness >= closeTexts && mileage === 'unknown' && price) return { same: true, evidence: [likenessText(likeness), ...evidence, 'цена близка'] }
  return { same: false, evidence: [] }
}

/** A new car's reading tells nothing; 149 600 and 150 000 are one reading told twice. */
function sameMileage(a: CarFacts, b: CarFacts): 'equal' | 'rounded' | 'unknown' | 'different' {
  const left = a.mileageKm ?? 0
  const right = b.mileageKm ?? 0
  if (left < telltaleMileageKm || right < telltaleMileageKm) return 'unknown'
  if (left === right) return 'equal'
  return isRoundingOf(left, right) || isRoundingOf(right, left) ? 'rounded' : 'different'
}

/** Share of words that two texts have in common, 0–1: each text's set of stems. */
export function textLikeness(a: string, b: string): number {
  const left = stemsOf(a)
  const right = stemsOf(b)
  if (left.size < 6 || right.size < 6) return 0
  const shared = [...left].filter((stem) => right.has(stem)).length
  return shared / (left.size + right.size - shared)
}

/** Same VIN or plate: same car. Two different ones: two cars. Null: no answer. */
function sameIdentity(a: string, b: string): { same: boolean; evidence: string[] } | null {
  const vins = [vinOf(a), vinOf(b)]
  if (vins[0] && vins[1]) return vins[0] === vins[1] ? { same: true, evidence: [`VIN ${vins[0]}`] } : { same: false, evidence: [] }
  const plates = [plateOf(a), plateOf(b)]
  if (plates[0] && plates[1] && plates[0] === plates[1]) return { same: true, evidence: [`госномер ${plates[0]}`] }
  return null
}

/** 17 characters without I, O, Q, with letters and digits (ISO 3779). */
function vinOf(text: string): string | null {
  const found = text.toUpperCase().match(/(?<![A-Z0-9])[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])/g)?.find((code) => /[A-Z]/.test(code) && /\d{4}$/.test(code))
  return found ?? null
}

/** A Russian plate with its region: А123ВС72 (GOST R 50577). */
function plateOf(text: string): string | null {
  const match = /(?<![А-ЯA-Z\d])([АВЕКМНОРСТУХABEKMHOPCTYX])\s?(\d{3})\s?([АВЕКМНОРСТУХABEKMHOPCTYX]{2})\s?(\d{2,3})(?!\d)/u.exec(text.toUpperCase())
  return match ? match.slice(1).join('').replace(/[А-Я]/g, (letter) => 'ABEKMHOPCTYX'.charAt('АВЕКМНОРСТУХ'.indexOf(letter))) : null
}

function isRoundingOf(round: number, exact: number): boolean {
  return exact % 1000 !== 0 && (round === Math.floor(exact / 1000) * 1000 || round === Math.round(exact / 1000) * 1000)
}

function contradicts(left: CarSighting, right: CarSighting): boolean {
  const a = left.facts
  const b = right.facts
  if (a.year !== null && b.year !== null && a.year !== b.year) return true
  if (a.transmission !== null && b.transmission !== null && a.transmission !== b.transmission) return true
  if (a.engineVolumeCc !== null && b.engineVolumeCc !== null && Math.abs(a.engineVolumeCc - b.engineVolumeCc) > 100) return true
  const colours = [colourOf(left.text), colourOf(right.text)]
  if (colours[0] && colours[1] && colours[0] !== colours[1]) return true
  if (sameMileage(a, b) === 'different') return true
  const isNew = sameMileage(a, b) === 'unknown'
  const numbers = [ownNumbers(a, left.text), ownNumbers(b, right.text)].map((list) => list.join(','))
  return isNew && numbers[0] !== '' && numbers[1] !== '' && numbers[0] !== numbers[1]
}

function isSameModel(a: CarFacts, b: CarFacts): boolean {
  return a.brand !== null && a.brand === b.brand && a.model !== null && a.model === b.model
}

function sharedContact(a: SellerContacts, b: SellerContacts): boolean {
  const names = new Set(a.telegramUsernames.map((name) => name.toLowerCase()))
  return a.phones.some((phone) => b.phones.includes(phone)) || b.telegramUsernames.some((name) => names.has(name.toLowerCase()))
}

function isWithin(a: number | null, b: number | null, share: number): boolean {
  return a !== null && b !== null && Math.abs(a - b) <= Math.max(a, b) * share
}

function stemsOf(text: string): Set<string> {
  return new Set(wordsOf(text).filter((word) => word.length > 2 || /\d/.test(word)).map(wordStem))
}

function likenessText(likeness: number): string {
  return `тексты совпадают на ${Math.round(likeness * 100)} %`
}
