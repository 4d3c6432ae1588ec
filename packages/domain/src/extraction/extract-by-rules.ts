import { noFacts } from '../car.js'
import { findContacts } from '../contacts.js'
import type { RulesExtraction } from './types.js'

/** Reads one post by rules alone. */
export function extractByRules(text: string): RulesExtraction {
  const isSale = /прода|цена|торг/i.test(text)
  const price = /(\d[\d ]{3,12})\s*(?:₽|руб)/i.exec(text)
  return {
    class: isSale ? 'SELLING' : 'INFORMATIVE',
    kind: isSale ? 'car-sale' : 'other',
    confidence: 0.6,
    facts: { ...noFacts(), priceKopecks: price?.[1] ? Number(price[1].replace(/\s/g, '')) * 100 : null },
    contacts: findContacts(text),
    spans: {},
  }
}
