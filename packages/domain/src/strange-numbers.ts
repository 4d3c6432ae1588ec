import type { Quantity } from './extraction/quantities.js'
import { spelledNumbers } from './spelled-numbers.js'
import { statedNumbers } from './stated-numbers.js'
import { wordStem, wordsOf } from './word-stem.js'

/** The car's data, by the words that follow their numbers: whether these are right is seen from the data. */
const dataNoun = /^(?:владел|хозя|собственник|км|километр|лс|сил|лошад|руб|год|лет|тыс|млн|миллион|литр|куб)/
/** «второй комплект»: of two. */
const ordinal = /^(?:втор|трет|четверт|пят(?!ь))/
const wordInDigits = /\p{L}[\p{L}-]?(\d+)|(\d+)\p{L}/gu

type Source = { values: Set<number>; quantities: Quantity[]; counts: Set<number>; glued: Set<string>; stems: Set<string> }

/**
 * The numbers of a text, in digits with their scale, within words and in words, that no reading of the source holds: nor holds for the same thing, be it roubles, kilometres
 * or keys. As they stand in the text.
 */
export function strangeNumbers(text: string, sourceText: string): string[] {
  const source = readSource(sourceText)
  const { quantities } = statedNumbers(text)
  const inDigits = quantities.filter((quantity) => /\d/.test(quantity.digits) && isStrange(quantity, source)).map(({ digits }) => digits)
  const withinWords = gluedDigits(text).filter((digits) => !source.glued.has(digits) && !source.values.has(Number(digits)) && !quantities.some((quantity) => quantity.digits.includes(digits)))
  const inWords = spelledNumbers(text.replace(/(?:втор|трет)\p{L}+\s+ряд/giu, ' '))
    .filter(({ value, words, next }) => isOfOtherUnit(value, next, source.quantities) || (value < 1_000 ? !source.counts.has(value) || (!ordinal.test(words) && isOtherThing(next, source)) : !source.values.has(value)))
    .map(({ words }) => words)
  return [...new Set([...inDigits, ...withinWords, ...inWords])]
}

function readSource(text: string): Source {
  const { values, quantities } = statedNumbers(text)
  const plain = quantities.filter((quantity) => isCount(quantity) && !quantity.isDecimal).map(({ value }) => value)
  const spelled = spelledNumbers(text).map(({ value }) => value)
  return { values, quantities, counts: new Set([...plain, ...spelled, ...ownCounts(text)]), glued: new Set(gluedDigits(text)), stems: new Set(wordsOf(text).map(wordStem)) }
}

/** «один» and «первый» count where the source says so in words. */
function ownCounts(text: string): number[] {
  return /(?<!\p{L})(?:од(?:ин|на|но|ного|ной|них)|перв\p{L}+|единственн\p{L}+)(?!\p{L})/iu.test(text) ? [1] : []
}

function isStrange(quantity: Quantity, { values, quantities, counts, glued, stems }: Source): boolean {
  const { digits, value, scale, isGrouped, isDecimal, partAfter } = quantity
  if (hasOtherUnit(quantity, quantities)) return true
  if (scale !== 1) return !values.has(value)
  if (isCount(quantity) && !isGrouped && !isDecimal && value < 1_000) {
    return (!counts.has(value) && !glued.has(digits)) || isOtherThing(/^[\s-]*(\p{L}+(?:\s+\p{L}+)?)/u.exec(partAfter)?.[1] ?? null, { stems })
  }
  const bare = Number(digits.replace(/[ '’]/g, '').replace(',', '.'))
  return !values.has(bare) && !values.has(value) && !(isGrouped && values.has(Number(digits.replace(/[ .,'’]/g, ''))))
}

/** A number of things, not of money, distance, power or years. */
function isCount({ unit, scale }: Quantity): boolean {
  return scale === 1 && (unit === null || unit === 'other')
}

/** What is counted is not spoken of in the source at all, neither by its name nor by what it is made of: «набора колёс». */
function isOtherThing(nouns: string | null, { stems }: Pick<Source, 'stems'>): boolean {
  const [noun, ...others] = (nouns ?? '').toLowerCase().replaceAll('ё', 'е').split(/\s+/)
  if (!noun || noun.length < 3 || dataNoun.test(noun)) return false
  return [noun, ...others].every((word) => !isSpokenOf(wordStem(word), stems))
}

function isSpokenOf(stem: string, stems: ReadonlySet<string>): boolean {
  if (stem.length < 3 || stems.has(stem)) return stems.has(stem)
  const head = stem.slice(0, 4)
  for (const other of stems) if (other.startsWith(head)) return true
  return false
}

/** The source gives this number, but for roubles, kilometres or horsepower of something else. */
function hasOtherUnit({ unit, value }: Quantity, stated: readonly Quantity[]): boolean {
  if (unit !== 'rub' && unit !== 'km' && unit !== 'hp') return false
  const same = stated.filter((quantity) => quantity.value === value)
  return same.length > 0 && same.every((quantity) => quantity.unit !== null && quantity.unit !== unit)
}

const unitNouns: readonly (readonly [RegExp, Quantity['unit']])[] = [[/^(?:сил|лошад)/, 'hp'], [/^(?:км|километр)/, 'km'], [/^руб/, 'rub']]

/** «двести сил» where the source has a two hundred of another kind. */
function isOfOtherUnit(value: number, noun: string | null, stated: readonly Quantity[]): boolean {
  const unit = unitNouns.find(([pattern]) => noun !== null && pattern.test(noun))?.[1]
  return unit !== undefined && !stated.some((quantity) => quantity.value === value && quantity.unit === unit)
}

/** «R22», «V8»: digits that belong to a word are no quantity, but a number all the same. */
function gluedDigits(text: string): string[] {
  return [...text.matchAll(wordInDigits)].flatMap((match) => match[1] ?? match[2] ?? [])
}
