import type { CarFacts } from './car.js'
import { containsContact } from './contacts.js'
import { extractByRules } from './extraction/extract-by-rules.js'
import { namedCars } from './extraction/find-car.js'
import { lexicon, lexiconKey, nameStem } from './extraction/lexicon.js'
import { findTrappedAmounts } from './extraction/price.js'
import { findTrappedReadings } from './extraction/mileage.js'
import { prepareText } from './extraction/prepare-text.js'
import { statedNumbers } from './stated-numbers.js'

export type DroppedFact = { field: keyof CarFacts; reason: string }

/**
 * Keeps only facts that stand in the source: each number after normalisation, make and model by name, words by their stems.
 * A price that the source gives as a bill, a discount or the market's, and a mileage that belongs to a belt or an engine, are dropped too.
 */
export function groundFacts(facts: CarFacts, sourceText: string): { facts: CarFacts; dropped: DroppedFact[] } {
  const source = readSource(sourceText)
  const kept: CarFacts = { ...facts }
  const dropped: DroppedFact[] = []
  const drop = (field: keyof CarFacts, reason: string): void => {
    Object.assign(kept, { [field]: null })
    dropped.push({ field, reason })
  }
  for (const check of checks) {
    if (facts[check.field] === null) continue
    const reason = check.fault(facts, source)
    if (reason) drop(check.field, reason)
  }
  return { facts: kept, dropped }
}

type Source = {
  text: string
  stems: Set<string>
  numbers: Set<number>
  trappedAmounts: Set<number>
  trappedReadings: Set<number>
  cars: { brands: Set<string>; models: Set<string> }
  rules: CarFacts
}

type Check = { field: keyof CarFacts; fault: (facts: CarFacts, source: Source) => string | null }

const absent = 'этого числа нет в тексте'

const checks: Check[] = [
  { field: 'brand', fault: ({ brand }, source) => (brand !== null && isNamedBrand(brand, source) ? null : 'марка в тексте не названа') },
  { field: 'model', fault: ({ model }, source) => (model !== null && isNamedModel(model, source) ? null : 'модель в тексте не названа') },
  { field: 'year', fault: ({ year }, source) => (year !== null && year >= 1900 && year <= 2100 && source.numbers.has(year) ? otherYear(year, source) : absent) },
  { field: 'engineVolumeCc', fault: ({ engineVolumeCc: cc }, source) => (cc !== null && (source.numbers.has(cc) || source.numbers.has(Math.round(cc / 100) / 10)) ? null : absent) },
  { field: 'powerHp', fault: ({ powerHp }, source) => (powerHp !== null && source.numbers.has(powerHp) ? null : absent) },
  { field: 'mileageKm', fault: ({ mileageKm }, source) => numberFault(mileageKm, source, source.trappedReadings, 'это число в тексте не пробег машины') },
  { field: 'owners', fault: ({ owners }, source) => (owners !== null && source.numbers.has(owners) && /владел|влад|хоз|собственн|рук|птс/.test(source.text) ? null : 'число владельцев в тексте не названо') },
  { field: 'priceKopecks', fault: ({ priceKopecks }, source) => numberFault(priceKopecks === null ? null : priceKopecks / 100, source, source.trappedAmounts, 'эта сумма в тексте не цена машины') },
  { field: 'marketPriceKopecks', fault: ({ marketPriceKopecks: price }, source) => (price !== null && source.numbers.has(price / 100) && /рын|средн|оценк/.test(source.text) ? null : 'рыночной цены в тексте нет') },
  { field: 'transmission', fault: ({ transmission }, source) => (source.rules.transmission === transmission ? null : 'коробка передач в тексте не названа') },
  { field: 'fuel', fault: ({ fuel }, source) => (fuel !== null && fuelWords(fuel).test(source.text) ? null : 'топливо в тексте не названо') },
  { field: 'drive', fault: ({ drive }, source) => (drive !== null && driveWords(drive).test(source.text) ? null : 'привод в тексте не назван') },
  { field: 'city', fault: ({ city }, source) => (city !== null && isCityNamed(city, source) ? null : 'город в тексте не назван') },
  { field: 'autotekaStatus', fault: ({ autotekaStatus }, source) => (source.rules.autotekaStatus === autotekaStatus ? null : 'об Автотеке в тексте этого нет') },
  { field: 'priceJustification', fault: ({ priceJustification }, source) => wordsFault(priceJustification, source) },
  { field: 'equipment', fault: ({ equipment }, source) => wordsFault(equipment, source) },
]

function readSource(sourceText: string): Source {
  const text = prepareText(sourceText).text
  const { values, quantities } = statedNumbers(sourceText)
  return {
    text,
    stems: new Set((text.match(/\p{L}{3,}/gu) ?? []).map((word) => nameStem(word))),
    numbers: values,
    trappedAmounts: findTrappedAmounts(quantities),
    trappedReadings: findTrappedReadings(quantities),
    cars: namedCars(text),
    rules: extractByRules(sourceText).facts,
  }
}

function numberFault(value: number | null, source: Source, trapped: Set<number>, reason: string): string | null {
  if (value === null || value < 0 || !source.numbers.has(value)) return absent
  return trapped.has(value) ? reason : null
}

/** A year that the text names only for a purchase, a repair or a paper differs from the one the rules read. */
function otherYear(year: number, source: Source): string | null {
  return source.rules.year === null || source.rules.year === year ? null : 'год выпуска в тексте другой'
}

function isNamedBrand(brand: string, source: Source): boolean {
  const key = lexiconKey(brand)
  const meant = (lexicon.get(key) ?? []).filter((entry) => entry.model === null).map((entry) => entry.brand)
  return meant.some((name) => source.cars.brands.has(name)) || lexiconKey(source.text).includes(key)
}

function isNamedModel(model: string, source: Source): boolean {
  const key = lexiconKey(model)
  if (key === '') return false
  if (source.cars.models.has(key)) return true
  const meant = (lexicon.get(key) ?? []).flatMap((entry) => (entry.model === null ? [] : [lexiconKey(entry.model)]))
  if (meant.some((name) => source.cars.models.has(name))) return true
  return new RegExp(`(?<![\\p{L}\\d])${key.split('').join('[\\s\\-.]{0,2}')}(?![\\p{L}\\d])`, 'u').test(lexiconText(source.text))
}

function lexiconText(text: string): string {
  return text.replace(/[авсенкмортху]/g, (letter) => lexiconKey(letter))
}

function isCityNamed(city: string, source: Source): boolean {
  if (source.rules.city === city) return true
  return (city.toLowerCase().replaceAll('ё', 'е').match(/\p{L}{3,}/gu) ?? []).every((word) => source.stems.has(nameStem(word)))
}

function fuelWords(fuel: string): RegExp {
  if (/диз/i.test(fuel)) return /диз|tdi|crdi|cdi|hdi|dci|\d[.,]\dd/
  if (/гибрид/i.test(fuel)) return /гибрид|hybrid|phev/
  if (/элект/i.test(fuel)) return /электро|ev(?![a-z])/
  if (/газ/i.test(fuel)) return /газ|гбо|пропан|метан/
  return /бенз|tsi|tfsi|fsi|аи-?9/
}

function driveWords(drive: string): RegExp {
  if (/полн/i.test(drive)) return /полн|4 ?wd|awd|4[xх]4|quattro|xdrive|4matic|4motion/
  if (/перед/i.test(drive)) return /передн|fwd/
  return /задн|rwd/
}

/** Free words may hold no contact, no number that the source lacks, and at least half of their words must come from it. */
function wordsFault(words: string | null, source: Source): string | null {
  if (words === null) return null
  if (containsContact(words)) return 'в тексте есть контакт'
  const strange = [...statedDigits(words)].find((value) => !source.numbers.has(value))
  if (strange !== undefined) return absent
  const stems = (words.toLowerCase().replaceAll('ё', 'е').match(/\p{L}{3,}/gu) ?? []).map((word) => nameStem(word))
  const known = stems.filter((stem) => hasStem(source.stems, stem)).length
  return known * 2 < stems.length ? 'этого в тексте нет' : null
}

function hasStem(stems: Set<string>, stem: string): boolean {
  if (stems.has(stem)) return true
  const head = stem.slice(0, 5)
  if (head.length < 5) return false
  for (const other of stems) if (other.startsWith(head)) return true
  return false
}

function statedDigits(text: string): Set<number> {
  return new Set((text.match(/\d+(?:[.,]\d+)?/g) ?? []).map((digits) => Number(digits.replace(',', '.'))))
}
