import type { CarFacts, SellerContacts, Transmission } from './car.js'
import type { PostClass } from './extraction/types.js'

export type Score = { precision: number; recall: number }

/** One labelled text of the corpus format; null or an empty list: the text does not say. */
export type LabelledItem = {
  id: string
  text: string
  label: 'selling' | 'other'
  fields: {
    brand?: string | null
    model?: string | null
    year?: number | null
    engine_volume_l?: number | null
    transmission?: string | null
    mileage_km?: number | null
    owners?: number | null
    price_rub?: number | null
    phones?: string[]
    telegram?: string[]
    city?: string | null
  }
  /** Further values that count as right; where `fields` says null, null stays right too. */
  also?: Record<string, unknown[]>
}

export type EvaluatedItem = {
  item: LabelledItem
  extraction: { class: PostClass; facts: CarFacts; contacts: SellerContacts }
  decidedWithoutModel: boolean
  ms: number
}

export const evaluatedFields = ['price', 'year', 'mileage', 'phones', 'brand', 'model', 'transmission', 'owners', 'engineVolume', 'city', 'telegram'] as const
export type EvaluatedField = (typeof evaluatedFields)[number]

export type Evaluation = {
  items: number
  classification: Score & { f1: number }
  fields: Record<EvaluatedField, Score>
  /** Share of the items that no model was asked about. */
  decidedWithoutModel: number
  msPerPost: number
}

type Count = { right: number; claimed: number; stated: number; met: number }

const corpusNames: Record<EvaluatedField, keyof LabelledItem['fields']> = {
  price: 'price_rub',
  year: 'year',
  mileage: 'mileage_km',
  phones: 'phones',
  brand: 'brand',
  model: 'model',
  transmission: 'transmission',
  owners: 'owners',
  engineVolume: 'engine_volume_l',
  city: 'city',
  telegram: 'telegram',
}

/**
 * Measures extractions against labels. Fields are counted on texts labelled as selling; values compare without case, blanks
 * and hyphens; a value under `also` is right too, and where the label is null it is neither claimed nor missed. List fields count
 * by their members. A measure without any case is 1.
 */
export function evaluate(results: EvaluatedItem[]): Evaluation {
  const selling = results.filter(({ item }) => item.label === 'selling')
  const claimed = results.filter(({ extraction }) => extraction.class === 'SELLING')
  const right = claimed.filter(({ item }) => item.label === 'selling').length
  const precision = ratio(right, claimed.length)
  const recall = ratio(right, selling.length)
  return {
    items: results.length,
    classification: { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) },
    fields: fieldScores(selling),
    decidedWithoutModel: ratio(results.filter((result) => result.decidedWithoutModel).length, results.length),
    msPerPost: results.length === 0 ? 0 : results.reduce((sum, result) => sum + result.ms, 0) / results.length,
  }
}

/** The value of one field as the corpus writes it; null or an empty list when nothing was read. */
export function extractedValue(extraction: EvaluatedItem['extraction'], field: EvaluatedField): string | number | string[] | null {
  const { facts, contacts } = extraction
  switch (field) {
    case 'price':
      return facts.priceKopecks === null ? null : facts.priceKopecks / 100
    case 'year':
      return facts.year
    case 'mileage':
      return facts.mileageKm
    case 'phones':
      return contacts.phones
    case 'brand':
      return facts.brand
    case 'model':
      return facts.model
    case 'transmission':
      return facts.transmission === null ? null : transmissionLabel(facts.transmission)
    case 'owners':
      return facts.owners
    case 'engineVolume':
      return facts.engineVolumeCc === null ? null : Math.round(facts.engineVolumeCc / 100) / 10
    case 'city':
      return facts.city
    case 'telegram':
      return contacts.telegramUsernames
  }
}

function fieldScores(selling: EvaluatedItem[]): Record<EvaluatedField, Score> {
  const score = (field: EvaluatedField): Score => {
    const counts = selling.map((result) => countField(result, field))
    const sum = (pick: (count: Count) => number): number => counts.reduce((total, count) => total + pick(count), 0)
    return { precision: ratio(sum((count) => count.right), sum((count) => count.claimed)), recall: ratio(sum((count) => count.met), sum((count) => count.stated)) }
  }
  return {
    price: score('price'),
    year: score('year'),
    mileage: score('mileage'),
    phones: score('phones'),
    brand: score('brand'),
    model: score('model'),
    transmission: score('transmission'),
    owners: score('owners'),
    engineVolume: score('engineVolume'),
    city: score('city'),
    telegram: score('telegram'),
  }
}

function countField({ item, extraction }: EvaluatedItem, field: EvaluatedField): Count {
  const name = corpusNames[field]
  const label = item.fields[name] ?? null
  const also = (item.also?.[name] ?? []).map(plain)
  const value = extractedValue(extraction, field)
  if (Array.isArray(label) || Array.isArray(value)) return countList(Array.isArray(label) ? label : [], Array.isArray(value) ? value : [], also)
  if (value === null) return { right: 0, claimed: 0, stated: label === null ? 0 : 1, met: 0 }
  const isRight = label !== null && plain(value) === plain(label)
  if (also.includes(plain(value))) return label === null ? { right: 0, claimed: 0, stated: 0, met: 0 } : { right: 1, claimed: 1, stated: 1, met: 1 }
  return { right: isRight ? 1 : 0, claimed: 1, stated: label === null ? 0 : 1, met: isRight ? 1 : 0 }
}

function countList(label: string[], value: string[], also: string[]): Count {
  const wanted = new Set(label.map(plain))
  const found = value.map(plain).filter((member) => wanted.has(member) || !also.includes(member))
  const right = found.filter((member) => wanted.has(member)).length
  return { right, claimed: found.length, stated: wanted.size, met: right }
}

function transmissionLabel(transmission: Transmission): string {
  return transmission.toLowerCase()
}

function plain(value: unknown): string {
  return String(value).toLowerCase().replace(/[\s\u00a0'’-]/g, '')
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole
}
