import type { CarFacts, SellerContacts } from './car.js'
import { colourOf } from './colour.js'
import { findPhones } from './phone.js'
import { wordStem, wordsOf } from './word-stem.js'

/** Below this a reading says only that the car is new, and new cars share it. */
export const telltaleMileageKm = 500

/**
 * A key that two posts of one very car share: the same contact with make, model, year, colour and the mileage; for cars without a telling
 * mileage the price and every other long number of the text instead. Without these the words of a text too long for a coincidence.
 * Null: nothing to tell this car by. Never made of catalogue attributes alone. Holds contacts in clear: hash it before it is stored.
 */
export function fingerprint(facts: CarFacts, contacts: SellerContacts, text: string): string | null {
  const contact = [...contacts.phones].sort()[0] ?? contacts.telegramUsernames.map((name) => name.toLowerCase()).sort()[0]
  const own = ownMark(facts, text)
  if (contact && facts.brand && facts.model && facts.year && own) {
    return ['car', contact, facts.brand, facts.model, facts.year, colourOf(text) ?? '', own].join('|').toLowerCase()
  }
  const words = wordsOf(text).filter((word) => /^\d+$/.test(word) || word.length > 2).map(wordStem)
  return words.length < 12 ? null : `text|${words.join(' ')}`
}

/** Numbers of four and more digits that are neither phone nor the facts named: stock numbers, tails of a VIN. */
export function ownNumbers(facts: CarFacts, text: string): string[] {
  let plain = text
  for (const { start, end } of findPhones(text)) plain = plain.slice(0, start) + ' '.repeat(end - start) + plain.slice(end)
  const named = new Set([facts.year, facts.mileageKm, facts.priceKopecks === null ? null : facts.priceKopecks / 100, facts.marketPriceKopecks === null ? null : facts.marketPriceKopecks / 100].map(String))
  const joined = plain.replace(/(?<=\d)[ \u00a0.'](?=\d{3}(?!\d))/g, '')
  return [...new Set(joined.match(/(?<!\d)\d{4,}(?!\d)/g) ?? [])].filter((number) => !named.has(number)).sort()
}

function ownMark(facts: CarFacts, text: string): string | null {
  if (facts.mileageKm !== null && facts.mileageKm >= telltaleMileageKm) return `km${facts.mileageKm}`
  return facts.priceKopecks === null ? null : `rub${facts.priceKopecks / 100}:${ownNumbers(facts, text).join(',')}`
}
