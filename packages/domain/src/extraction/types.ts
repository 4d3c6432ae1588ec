import type { CarFacts, SellerContacts, Span } from '../car.js'

export type PostClass = 'SELLING' | 'INFORMATIVE' | 'ENTERTAINING'

export const postKinds = [
  'car-sale',
  'wanted',
  'parts',
  'service',
  'news',
  'rental',
  'many-cars',
  'soon-on-sale',
  'real-estate',
  'job',
  'truck',
  'moto',
  'humour',
  'other',
] as const

export type PostKind = (typeof postKinds)[number]

export type FactSpans = Partial<Record<keyof CarFacts | 'phones' | 'telegramUsernames', Span>>

/** What the rules read in a text. Only kind `car-sale` is SELLING. Spans point into the text given. */
export type RulesExtraction = {
  class: PostClass
  kind: PostKind
  /** 0–1: how sure the class is. */
  confidence: number
  facts: CarFacts
  contacts: SellerContacts
  spans: FactSpans
}
