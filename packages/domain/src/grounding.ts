import type { CarFacts } from './car.js'
import { containsContact } from './contacts.js'
import { extractByRules } from './extraction/extract-by-rules.js'
import { namedCars } from './extraction/find-car.js'
import { lexicon, lexiconKey, nameStem } from './extraction/lexicon.js'
import { prepareText } from './extraction/prepare-text.js'
import { absent, marketPriceFault, mileageFault, numbersOf, powerFault, priceFault, volumeFault, yearFault, type Numbers } from './number-evidence.js'
import { spelledNumbers } from './spelled-numbers.js'
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
  values: Set<number>
  numbers: Numbers
  cars: { brands: Set<string>; models: Set<string> }
  rules: CarFacts
}

type Check = { field: keyof CarFacts; fault: (facts: CarFacts, source: Source) => string | null }

/** What the rules read as well has its place in the text. */
const checks: Check[] = [
  { field: 'brand', fault: ({ brand }, source) => (brand !== null && isNamedBrand(brand, source) ? null : 'марка в тексте не названа') },
  { field: 'model', fault: ({ model, brand }, source) => (model !== null && isNamedModel({ model, brand }, source) ? null : 'модель в тексте не названа') },
  number('year', (year, { numbers, rules }) => (rules.year === null ? yearFault(year, numbers) : 'год выпуска в тексте другой')),
  number('engineVolumeCc', (cc, { numbers }) => volumeFault(cc, numbers)),
  number('powerHp', (power, { numbers }) => powerFault(power, numbers)),
  number('mileageKm', (km, { numbers }) => mileageFault(km, numbers)),
  number('owners', (owners, { text }) => (ownersNear(owners).test(text) ? null : 'число владельцев в тексте не названо')),
  number('priceKopecks', (kopecks, { numbers }) => priceFault(kopecks / 100, numbers)),
  number('marketPriceKopecks', (kopecks, { numbers }) => marketPriceFault(kopecks / 100, numbers)),
  { field: 'transmission', fault: ({ transmission }, source) => (source.rules.transmission === transmission ? null : 'коробка передач в тексте не названа') },
  { field: 'fuel', fault: ({ fuel }, source) => (fuel !== null && fuelWords(fuel).test(source.text) ? null : 'топливо в тексте не названо') },
  { field: 'drive', fault: ({ drive }, source) => (drive !== null && driveWords(drive).test(source.text) ? null : 'привод в тексте не назван') },
  { field: 'city', fault: ({ city }, source) => (city !== null && isCityNamed(city, source) ? null : 'город в тексте не назван') },
  { field: 'autotekaStatus', fault: ({ autotekaStatus }, source) => (source.rules.autotekaStatus === autotekaStatus ? null : 'об Автотеке в тексте этого нет') },
  { field: 'priceJustification', fault: ({ priceJustification }, source) => wordsFault(priceJustification, source) },
  { field: 'equipment', fault: ({ equipment }, source) => wordsFault(equipment, source) },
]

type NumericField = 'year' | 'engineVolumeCc' | 'powerHp' | 'mileageKm' | 'owners' | 'priceKopecks' | 'marketPriceKopecks'

function number(field: NumericField, fault: (value: number, source: Source) => string | null): Check {
  return { field, fault: (facts, source) => (facts[field] === null || facts[field] === source.rules[field] ? null : fault(facts[field], source)) }
}

function readSource(sourceText: string): Source {
  const text = prepareText(sourceText).text
  const { values, quantities } = statedNumbers(sourceText)
  return {
    text,
    stems: new Set((text.match(/\p{L}{3,}/gu) ?? []).map((word) => nameStem(word))),
    values,
    numbers: numbersOf(quantities),
    cars: namedCars(text),
    rules: extractByRules(sourceText).facts,
  }
}

const ownerWord = '(?:владел|влад(?![а-я])|хоз|собственн|рук|птс)'
const ownerCounts: Readonly<Record<number, string>> = { 1: 'од(?:ин|н[аои][а-я]*)|перв|единствен', 2: 'дв[аеу]|втор', 3: 'тр[иеё]|трет', 4: 'четыр|четвер', 5: 'пят', 6: 'шест' }

/** The number stands beside the word for owners. */
function ownersNear(owners: number): RegExp {
  const count = `(?<![\\d.,])(?:${owners}(?![\\d.,]*\\d)${ownerCounts[owners] ? `|(?<![а-я])(?:${ownerCounts[owners]})` : ''})`
  return new RegExp(`${count}[^.,;\\n\\d]{0,14}${ownerWord}|${ownerWord}[^.,;\\n\\d]{0,10}${count}`)
}

/** Only makes of the catalogue: any other word could be put in the name's place. */
function isNamedBrand(brand: string, source: Source): boolean {
  if (source.rules.brand === brand) return true
  const meant = (lexicon.get(lexiconKey(brand)) ?? []).filter((entry) => entry.model === null).map((entry) => entry.brand)
  return meant.some((name) => source.cars.brands.has(name))
}

/** A model of the catalogue, or a word of the text with a letter in it that looks like one. */
function isNamedModel({ model, brand }: { model: string; brand: string | null }, source: Source): boolean {
  if (source.rules.model === model) return true
  const key = lexiconKey(model)
  if (key === '' || model.length > 30 || containsContact(model)) return false
  const entries = (lexicon.get(key) ?? []).filter((entry) => entry.model !== null && (brand === null || entry.brand === brand))
  if (entries.some((entry) => source.cars.models.has(lexiconKey(entry.model ?? '')))) return true
  if (!/\p{L}/u.test(model)) return false
  return new RegExp(`(?<![\\p{L}\\d])${key.split('').join('[\\s\\-.]{0,2}')}(?![\\p{L}\\d])`, 'u').test(lexiconText(source.text))
}

function lexiconText(text: string): string {
  return text.replace(/[авсенкмортху]/g, (letter) => lexiconKey(letter))
}

function isCityNamed(city: string, source: Source): boolean {
  if (source.rules.city === city) return true
  if (!/^\p{L}[\p{L} .-]{1,40}$/u.test(city) || containsContact(city)) return false
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
  const strange = [...statedDigits(words)].find((value) => !source.values.has(value))
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
  const digits = (text.match(/\d+(?:[.,]\d+)?/g) ?? []).map((number) => Number(number.replace(',', '.')))
  return new Set([...digits, ...spelledNumbers(text).map(({ value }) => value)])
}
