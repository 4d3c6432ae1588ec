import { american } from './catalogue/american.js'
import { asian } from './catalogue/asian.js'
import { commonWords } from './catalogue/common-words.js'
import type { BrandEntry } from './catalogue/entry.js'
import { european } from './catalogue/european.js'
import { japanese } from './catalogue/japanese.js'
import { russian } from './catalogue/russian.js'
import { foldLookalikes } from './prepare-text.js'

/** What one spelling means. */
export type LexiconEntry = {
  brand: string
  /** Null: the spelling names the make. */
  model: string | null
  /** Means the car even where the make is not named; for a make: even without one of its models behind it. */
  standsAlone: boolean
  /** So short that it counts only right after the make. */
  needsAdjacency: boolean
}

/** How many letters of a stem are looked up before it is cut. */
export const stemHeadLength = 4

const tokens = /\p{L}+|\d+/gu
const shortNamesThatStandAlone = new Set(['x3', 'x5', 'x6', 'x7', 'q3', 'q5', 'q7', 'q8', 'k5', 'g63', 'g55', 'rav4', 'ока', 'л200', 'l200'].map(lexiconKey))

/** Every known spelling, folded and without separators → its meanings, the likeliest first. */
export const lexicon: ReadonlyMap<string, LexiconEntry[]> = buildLexicon([...russian, ...japanese, ...european, ...american, ...asian])

/** All makes as we write them. */
export const brandList: readonly string[] = [...russian, ...japanese, ...european, ...american, ...asian].map((entry) => entry.brand)

/** First words of all spellings: a word not among them starts no name. */
export const firstWords: ReadonlySet<string> = collectFirstWords([...russian, ...japanese, ...european, ...american, ...asian])

/** Cyrillic spellings of one word without their last vowel, to meet them in any case. */
export const lexiconStems: ReadonlyMap<string, string> = collectStems([...russian, ...japanese, ...european, ...american, ...asian])

/** First letters of those stems: a word that begins otherwise has none. */
export const stemHeads: ReadonlySet<string> = new Set([...lexiconStems.keys()].map((stem) => stem.slice(0, stemHeadLength)))

/** Folded, without separators: the form in which spellings are compared. */
export function lexiconKey(spelling: string): string {
  return (foldLookalikes(spelling.toLowerCase().replaceAll('ё', 'е')).match(tokens) ?? []).join('')
}

/** A Russian word without the ending of its case. */
export function nameStem(word: string): string {
  return word.replace(/(?:ами|ями|ой|ою|ом|ем|ов|ам|ах|[ayоаяыуюеийьeo])$/, '')
}

function buildLexicon(entries: BrandEntry[]): Map<string, LexiconEntry[]> {
  const found = new Map<string, LexiconEntry[]>()
  const add = (key: string, entry: LexiconEntry): void => {
    if (key === '') return
    const known = found.get(key) ?? []
    if (known.some((other) => other.brand === entry.brand)) return
    found.set(key, [...known, entry])
  }
  for (const { brand, names, models } of entries) {
    const spellings = splitSpellings(names)
    const flagged = spellings.some((name) => name.text === brand.toLowerCase() && name.isWeak)
    for (const name of [{ text: brand, isWeak: flagged }, ...spellings]) {
      add(lexiconKey(name.text), { brand, model: null, standsAlone: !name.isWeak, needsAdjacency: false })
    }
    for (const { model, spelling, isWeak } of modelSpellings(models)) {
      const key = lexiconKey(spelling)
      add(key, { brand, model: shownModel(brand, model, key), standsAlone: (key.startsWith(lexiconKey(brand)) && key.length > lexiconKey(brand).length) || (!isWeak && canStandAlone(brand, key)), needsAdjacency: key.length <= 2 || /^\d{1,3}$/.test(key) })
    }
  }
  return found
}

/** Lexus and Infiniti sell the engine's number as part of the model. */
function shownModel(brand: string, model: string, key: string): string {
  const index = /\d{2,3}[a-z]*$/.exec(key)?.[0]
  if (!index || /\d/.test(model)) return model
  if (brand === 'Lexus') return `${model} ${index}`
  return brand === 'Infiniti' ? `${model}${index}` : model
}

function canStandAlone(brand: string, key: string): boolean {
  if (shortNamesThatStandAlone.has(key)) return true
  if (/^\d+$/.test(key)) return (brand === 'Lada' && /^21\d{2,3}$/.test(key)) || ['31105', '3110', '31029'].includes(key)
  return key.length >= 4 && !commonWords.has(key)
}

function splitSpellings(list: string): { text: string; isWeak: boolean }[] {
  return list
    .split(',')
    .map((item) => item.trim().replace(/\s+/g, ' '))
    .filter((item) => item !== '')
    .map((item) => ({ text: item.replace(/^\?/, ''), isWeak: item.startsWith('?') }))
}

function modelSpellings(models: string): { model: string; spelling: string; isWeak: boolean }[] {
  return models
    .split(';')
    .map((item) => item.trim().replace(/\s+/g, ' '))
    .filter((item) => item !== '')
    .flatMap((item) => {
      const isWeak = item.startsWith('?')
      const [name = '', others = ''] = item.replace(/^\?/, '').split(/: (.*)/s)
      const model = name.trim()
      return [{ text: model, isWeak }, ...splitSpellings(others)].map((spelling) => ({ model, spelling: spelling.text, isWeak: isWeak || spelling.isWeak }))
    })
}

function collectFirstWords(entries: BrandEntry[]): Set<string> {
  const words = new Set<string>()
  for (const { brand, names, models } of entries) {
    const all = [brand, ...splitSpellings(names).map((name) => name.text), ...modelSpellings(models).map((model) => model.spelling)]
    for (const spelling of all) {
      const first = foldLookalikes(spelling.toLowerCase()).match(tokens)?.[0]
      if (first) words.add(first)
    }
  }
  return words
}

function collectStems(entries: BrandEntry[]): Map<string, string> {
  const stems = new Map<string, string>()
  const spellings = entries.flatMap(({ names, models }) => [...splitSpellings(names).map((name) => name.text), ...modelSpellings(models).map((model) => model.spelling)])
  for (const spelling of spellings) {
    const key = lexiconKey(spelling)
    if (/[^\p{L}]/u.test(spelling) || key.length < 5 || !/[бвгджзийлпфцчшщъыьэюя]/.test(key)) continue
    const stem = nameStem(key)
    if (stem.length >= 4 && !stems.has(stem)) stems.set(stem, key)
  }
  return stems
}
