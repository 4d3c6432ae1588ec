import type { CarFacts, SellerContacts } from './car.js'
import { wordStem, wordsOf } from './word-stem.js'

/**
 * A key that two posts of one very car share: the same contact with brand, model, year and mileage or price;
 * without these the words of a text long enough to be no coincidence. Null: nothing to tell this car by.
 * Never made of catalogue attributes alone. Holds contacts in clear: hash it before it is stored.
 */
export function fingerprint(facts: CarFacts, contacts: SellerContacts, text: string): string | null {
  const contact = [...contacts.phones].sort()[0] ?? [...contacts.telegramUsernames].map((name) => name.toLowerCase()).sort()[0]
  const own = facts.mileageKm !== null ? `km${facts.mileageKm}` : facts.priceKopecks !== null ? `rub${facts.priceKopecks}` : null
  if (contact && facts.brand && facts.model && facts.year && own) {
    return ['car', contact, facts.brand, facts.model, facts.year, own].join('|').toLowerCase()
  }
  const words = wordsOf(text).filter((word) => /^\d+$/.test(word) || word.length > 2).map(wordStem)
  return words.length < 12 ? null : `text|${words.join(' ')}`
}
