import type { Transmission } from './car.js'
import { gearboxName } from './car-card.js'
import { findCity } from './extraction/city.js'
import { findDrive, findFuel, findTransmission } from './extraction/features.js'
import { findCar } from './extraction/find-car.js'
import { nameHits, wordsWithPlaces, type Hit } from './extraction/name-hits.js'
import { prepareText } from './extraction/prepare-text.js'
import { quantitiesOf } from './extraction/quantities.js'
import type { Language } from './language.js'
import { formatRubles, groupDigits } from './money.js'
import { searchBounds, type SearchBounds } from './search-bounds.js'
import { plainPhrases } from './search-phrases.js'
import { wordStem, wordsOf } from './word-stem.js'

/** What a person looks for; null fits every listing. Bounds are included. */
export type Search = SearchBounds & {
  brand: string | null
  model: string | null
  transmission: Transmission | null
  city: string | null
  /** Stems that must all stand in the published text. */
  words: string[]
}

const mostWords = 5
const longestText = 200
const fillers = new Set(
  'до от с со по не и в во на за из у к или мне нам нужен нужна нужно нужны куплю купить ищу ищем хочу хотим найди найти покажи машина машину машины авто автомобиль автомобили тачка цена ценой цене стоимость стоимостью рублей руб рубля рубли р тыс тысяч млн миллион миллиона миллионов год года году годы лет г км пробег пробегом пробега дороже дешевле старше младше новее больше меньше более менее выше ниже максимум минимум макс мин около примерно бюджет город городе коробка коробке коробкой кпп срочно недорого дешево недорогая недорогой дешевая идеале идеальном наличные наличными хорошем хорошая хороший отличном состоянии состояние класс класса серия серии кузов хозяин хозяина владелец владельца интересует рассмотрю присматриваю после моложе свежее раньше позже начиная марка модель the a an car cars auto with and or under over up to from below above max min since before after year price mileage for in within find show me want buy automatic manual not older newer than class series'.split(' '),
)

type Place = { start: number; end: number }
type Named = { brand: (Place & { value: string }) | null; model: (Place & { value: string }) | null }

/** Reads «BMW X5 до 1,5 млн от 2015 автомат Москва» by the rules that read the ads. Never throws; what is not understood becomes a word to be found. An age is counted back from `now`. */
export function parseSearch(source: string, now: Date): Search {
  const typed = prepareText(source.slice(0, longestText).replace(/\s+/g, ' ').trim()).text
  const stems = [...typed.matchAll(/«(\p{L}{3,40})»/gu)].flatMap(([, stem]) => (stem ? [stem] : []))
  const text = plainPhrases(typed.replace(/«\p{L}{3,40}»/gu, ' '), now)
  const car = namedCar(text)
  const plain = [car.model, car.brand].reduce((rest, named) => (named ? blanked(rest, named) : rest), text)
  const quantities = quantitiesOf(plain)
  const bounds = searchBounds(plain, quantities)
  const transmission = findTransmission(plain) ?? englishTransmission(plain)
  const city = findCity(plain) ?? lastCity(plain)
  const features = [findFuel(plain) ?? englishFuel(plain), findDrive(plain)].filter((found) => found !== null)
  const found: Place[] = [...quantities, ...features, ...(transmission ? [transmission] : []), ...(city ? [city] : [])]
  const rest = withoutOthers(found.reduce(blanked, plain), car)
  const unread = wordsOf(rest).filter((word) => word.length >= 3 && !/\d/.test(word) && !fillers.has(word)).map(wordStem)
  const words = [...new Set([...stems, ...features.flatMap(({ value }) => searchStems(value)), ...unread])].slice(0, mostWords)
  return { ...bounds, brand: car.brand?.value ?? null, model: car.model?.value ?? null, transmission: transmission?.value ?? null, city: city?.value ?? null, words }
}

/** As in an ad; and an everyday word that is also a model, such as «рио», among a search's first words. */
function namedCar(text: string): Named {
  const found = findCar(text)
  if (found.brand) return found
  const words = wordsWithPlaces(text)
  const first = words.filter((word) => /\p{L}/u.test(word.text) && !fillers.has(word.text)).slice(0, 2)
  const hit = nameHits(text, words).find(({ start, end }) => end - start >= 3 && first.some((word) => word.start === start))
  const entry = hit?.entries.find(({ model }) => model !== null) ?? hit?.entries[0]
  if (!hit || !entry) return { brand: null, model: null }
  return { brand: { value: entry.brand, start: hit.start, end: hit.end }, model: entry.model === null ? null : { value: entry.model, start: hit.start, end: hit.end } }
}

/** One search is for one car in one city: further names are no words to be found in its description. */
function withoutOthers(text: string, car: Named): string {
  const isName = ({ entries, start, end }: Hit): boolean => entries.some(({ standsAlone, model }) => standsAlone && end - start >= (model === null ? 3 : 5))
  const cars = car.brand ? nameHits(text, wordsWithPlaces(text)).filter(isName) : []
  const rest = cars.reduce(blanked, text)
  const city = lastCity(rest)
  return city ? blanked(rest, city) : rest
}

export function isEmptySearch(search: Search): boolean {
  return Object.values(search).every((value) => value === null || (Array.isArray(value) && value.length === 0))
}

/** The stems of a published text, as a search's words are compared with. */
export function searchStems(text: string): string[] {
  return [...new Set(wordsOf(text).map(wordStem))]
}

const boundWords = {
  ru: { any: 'Любая машина', from: 'от', to: 'до', year: 'г.', mileage: 'пробег до', km: 'км' },
  en: { any: 'Any car', from: 'from', to: 'up to', year: '', mileage: 'mileage up to', km: 'km' },
} as const satisfies Record<Language, unknown>

/** «BMW X5 · до 1 500 000 ₽ · от 2015 г.»: plain text. */
export function describeSearch(search: Search, language: Language): string {
  const { any, from, to, year, mileage, km } = boundWords[language]
  const range = (low: string | null, high: string | null): string | null => (low !== null && low === high ? low : [low && `${from} ${low}`, high && `${to} ${high}`].filter(Boolean).join(' ') || null)
  const rubles = (kopecks: number | null): string | null => (kopecks === null ? null : formatRubles(kopecks))
  const years = range(search.yearFrom?.toString() ?? null, search.yearTo?.toString() ?? null)
  const parts = [
    [search.brand, search.model].filter(Boolean).join(' ') || null,
    range(rubles(search.priceFromKopecks), rubles(search.priceToKopecks)),
    years && `${years} ${year}`.trim(),
    search.mileageToKm === null ? null : `${mileage} ${groupDigits(search.mileageToKm)} ${km}`,
    search.transmission && gearboxName(search.transmission, language),
    search.city,
    search.words.length === 0 ? null : search.words.map((word) => `«${word}»`).join(' '),
  ].filter(Boolean)
  return parts.length === 0 ? any : parts.join(' · ')
}

function blanked(text: string, { start, end }: Place): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end)
}

function englishTransmission(text: string): { value: Transmission; start: number; end: number } | null {
  const match = /(?<![a-z])(automatic|auto|manual|robot)(?![a-z])/.exec(text)
  if (!match?.[1]) return null
  const value = match[1] === 'manual' ? 'MANUAL' : match[1] === 'robot' ? 'ROBOT' : 'AUTOMATIC'
  return { value, start: match.index, end: match.index + match[0].length }
}

function englishFuel(text: string): { value: string; start: number; end: number } | null {
  const match = /(?<![a-z])(diesel|petrol|gasoline|electric)(?![a-z])/.exec(text)
  if (!match?.[1]) return null
  const value = match[1] === 'diesel' ? 'дизель' : match[1] === 'electric' ? 'электро' : 'бензин'
  return { value, start: match.index, end: match.index + match[0].length }
}

/** «camry москва»: a search names its city anywhere, an ad does so on a line of its own. */
function lastCity(text: string): ReturnType<typeof findCity> {
  for (const match of text.matchAll(/[а-я]{3,}(?:[ -][а-я]{3,})?/g)) {
    for (const words of [match[0], ...match[0].split(' ')]) {
      const city = findCity(words)
      const start = text.indexOf(words, match.index)
      if (city) return { ...city, start: start + city.start, end: start + city.end }
    }
  }
  return null
}
