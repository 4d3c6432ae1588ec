import { codedCar, codedModelOf } from './model-codes.js'
import { lexiconKey, type LexiconEntry } from './lexicon.js'
import { nameHits, wordsWithPlaces, type Hit, type Place, type Word } from './name-hits.js'
import { nearNames } from './near-name.js'

export type Named = { value: string; start: number; end: number }

export type FoundCar = {
  brand: Named | null
  model: Named | null
  /** The first places of all different models named outright, in order: for lists of many cars. */
  others: Place[]
  /** Every place where the chosen car, or its make alone, is named. */
  mentions: { start: number; end: number }[]
}

/** How many words behind its make a code is looked for. */
const codeReach = 40
/** How far, in characters, misspelt names are looked for: from the beginning of the text, and behind the make. */
const nearStart = 80
const nearBrand = 24
const joint = /^(?:[ \-'’.&+/"«»_,()#]{0,3})$/
const elsewhere = /(?:обмен(?!яю)[а-я]*|рассмотр[а-я]*|двигател[а-я]*|мотор[а-я]*|двс|движ[а-я]*|акпп|коробк[а-я]*|салон|диск[а-я]*|литье|колес[а-я]*|сиденья|стойк[а-я]*|пружин[а-я]*|тормоз[а-я]*|суппорт[а-я]*|фары|магнитол[а-я]*)(?:\s+(?:на|от|с|под))?\s+(?:ваш[а-я]*\s+|двигател[а-я]*\s+|базе\s+)?$|(?:^|[^а-я])(?:от|чем|как у|типа|вместо|наподобие|конкурент[а-я]*|аналог[а-я]*|лучше|переделан под|под|пересел на|пересаживаюсь на|купил|взял|куплю|рассмотрю|интересует|различным|разным|не путать с|сво[юйие]+ на)\s+$/

/** «Гелик не предлагать»: what is not taken in exchange. */
const unwanted = /^\s+не\s+(?:предлаг|интерес|нуж|рассматр)/

/** The one car a text speaks of. Cars named for exchange, as donors of parts or for comparison come last. */
export function findCar(text: string): FoundCar {
  const words = wordsWithPlaces(text)
  const hits = nameHits(text, words)
  const real = hits.filter((hit) => !elsewhere.test(text.slice(Math.max(0, hit.start - 40), hit.start)) && !unwanted.test(text.slice(hit.end, hit.end + 24)))
  const chosen = chooseCar(text, words, real)
  const named = chosen.brand ? chosen : chooseCar(text, words, hits)
  const found = named.brand && named.model ? named : named.brand ? mistyped(text, words, hits, named) : (byCodes(words) ?? mistyped(text, words, hits, named))
  const mentions: Place[] = hits.filter((hit) => hit.entries.some((entry) => entry.brand === found.brand?.value && (entry.model === null || entry.model === found.model?.value || (entry.standsAlone && /\p{L}/u.test(text.slice(hit.start, hit.end))))))
  if (found.model && !mentions.some((mention) => mention.start === found.model?.start)) mentions.push(found.model)
  mentions.sort((left, right) => left.start - right.start)
  return { ...found, others: differentCars(text, real), mentions }
}

/** «S400 W222, 2014» at the beginning of a text. */
function byCodes(words: Word[]): Pick<FoundCar, 'brand' | 'model'> | null {
  const first = words.filter((word) => word.start < nearStart)
  const coded = codedCar(first.map((word) => word.folded))
  const [code, number] = coded ? [words[coded.at], words[coded.at + 1]] : []
  if (!coded || !code || !number) return null
  const place = { start: code.start, end: number.end }
  return { brand: { value: coded.brand, ...place }, model: { value: coded.model, ...place } }
}

/** A second look for misspelt names: of the make in the ad's first words, of the model right behind its make. */
function mistyped(text: string, words: Word[], hits: Hit[], found: Pick<FoundCar, 'brand' | 'model'>): Pick<FoundCar, 'brand' | 'model'> {
  const { brand } = found
  const near = words.flatMap((word, at): Hit[] => {
    const isClose = brand ? word.start >= brand.end && word.start - brand.end <= nearBrand : word.start <= nearStart
    if (!isClose || hits.some((hit) => hit.from <= at && at < hit.to)) return []
    const entries = nearNames(word.folded).filter((entry) => !brand || (entry.brand === brand.value && entry.model !== null))
    return entries.length > 0 ? [{ entries, start: word.start, end: word.end, from: at, to: at + 1 }] : []
  })
  if (near.length === 0) return found
  const chosen = chooseCar(text, words, [...hits, ...near].sort((left, right) => left.start - right.start))
  return chosen.brand ? chosen : found
}

/** Behind nothing but a number or a bullet in its line: in a list an everyday word is a name. */
function opensLine(text: string, { start }: Hit): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  return lineStart > 0 && /\p{L}/u.test(text.charAt(start)) && !/\p{L}/u.test(text.slice(lineStart, start))
}

function differentCars(text: string, hits: Hit[]): Place[] {
  const places = new Map<string, Place>()
  for (const [at, hit] of hits.entries()) {
    const previous = hits[at - 1]
    const make = previous && joint.test(text.slice(previous.end, hit.start)) ? previous.entries.find((entry) => entry.model === null) : undefined
    const entry = hit.entries.find(({ brand, model }) => model !== null && brand === make?.brand) ?? hit.entries.find(({ model, standsAlone }) => model !== null && (standsAlone || (hit.end - hit.start >= 3 && opensLine(text, hit))))
    const name = `${entry?.brand} ${entry?.model}`
    if (entry && !places.has(name)) places.set(name, { start: hit.start, end: hit.end })
  }
  return [...places.values()]
}

function chooseCar(text: string, words: Word[], hits: Hit[]): Pick<FoundCar, 'brand' | 'model'> {
  let mentioned: Set<string> | null = null
  for (const [at, hit] of hits.entries()) {
    const brandEntry = hit.entries.find((entry) => entry.model === null)
    const next = hits[at + 1]
    const follows = next !== undefined && joint.test(text.slice(hit.end, next.start))
    if (brandEntry) {
      const model = modelAfter(text, words, hits, at, brandEntry.brand)
      // «дилер Belgee · Knewstar»: of the makes of a list the one that goes on with a model is on sale.
      if (!model?.adjacent && isListed(text, hits, at)) continue
      if (brandEntry.standsAlone || model?.adjacent || soldByName.test(text.slice(Math.max(0, hit.start - 24), hit.start))) return { brand: { value: brandEntry.brand, start: hit.start, end: hit.end }, model: model?.named ?? null }
    }
    mentioned ??= new Set(hits.flatMap((other) => other.entries.filter((entry) => entry.model === null && entry.standsAlone).map((entry) => entry.brand)))
    const brands = mentioned
    const entry = hit.entries.find((candidate) => brands.has(candidate.brand) && !candidate.needsAdjacency) ?? hit.entries.find((candidate) => candidate.standsAlone) ?? (brands.size === 0 && !namesCarLater(text, words, hits, at) && !(follows && next?.entries.some((other) => other.standsAlone)) ? headEntry(text, hit) : undefined)
    if (!entry || entry.model === null) continue
    const following = follows && next ? next.entries.find((other) => other.model === null && other.standsAlone) : undefined
    const alternative = following ? hit.entries.find((candidate) => candidate.brand === following.brand) : undefined
    const chosen = alternative ?? entry
    const brandHit = hits.find((other) => other.entries.some((candidate) => candidate.model === null && candidate.brand === chosen.brand))
    const place = brandHit ?? hit
    return { brand: { value: chosen.brand, start: place.start, end: place.end }, model: { value: chosen.model ?? '', start: hit.start, end: hit.end } }
  }
  return { brand: null, model: null }
}

/** A make with its model right behind it: then an everyday word before it is no car («Легенда СССР, ГАЗ-21»). */
function namesCarLater(text: string, words: Word[], hits: Hit[], at: number): boolean {
  return hits.some((other, place) => place > at && other.entries.some((entry) => entry.model === null && modelAfter(text, words, hits, place, entry.brand)?.adjacent === true))
}

/** «Продаю Москвич»: an everyday word that is sold is the make. */
const soldByName = /(?<![а-я])(?:прода(?:м|ю|ется|ем)|в продаже)\s+(?:сво[йюе]\s+|авто(?:мобиль)?\s+|машину\s+)?[«"]?$/
/** One of several different makes that only marks part. */
function isListed(text: string, hits: Hit[], at: number): boolean {
  const hit = hits[at]
  return [hits[at - 1], hits[at + 1]].some((other) => {
    if (!hit || !other || !other.entries.some((entry) => entry.model === null) || other.entries.some((entry) => hit.entries.some(({ brand }) => brand === entry.brand))) return false
    const between = text.slice(Math.min(hit.end, other.end), Math.max(hit.start, other.start))
    return /^\s*[·•|,/]\s*$/.test(between)
  })
}

const heading = /^(?:[^\p{L}\d]|(?:[a-zа-я]\d{1,2}|срочн[а-я]*|прода[а-я]+|на продажу|в продаже|отда[а-я]+|сво[юйяе]|мо[юйя]|ласточк[а-я]*|автомобил[а-я]*|авто|машин[а-я]*|добрый день|всем привет|всем|привет(?:ик)?|пацаны|ребят[аы]?|друзья|народ|мужики|парни|девочки|девушки|господа|здравствуйте|дешево|недорого|обменя[а-я]*|меняю|[а-я]+(?:ый|ий|ую|юю|ого|ая)|for sale|selling|sale)(?![\p{L}\d]))*$/u
const carNumbers = /пробег|т\.? ?км|\d ?км|\d ?л\.? ?с|акпп|мкпп|автомат|механик|вариатор|(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d\d ?г(?:од|\.|,|\s)/

/** «Девятка, 1999 г», «Продам фокус 2, пробег 150»: an everyday word stands for the car where the ad begins with it and goes on with a car's numbers. */
function headEntry(text: string, hit: Hit): LexiconEntry | undefined {
  if (hit.end - hit.start < 3 || !/[\p{L}]/u.test(text.charAt(hit.start)) || !heading.test(text.slice(Math.max(0, hit.start - 60), hit.start)) || !carNumbers.test(text)) return undefined
  return hit.entries.find((candidate) => candidate.model !== null && !candidate.needsAdjacency)
}

function modelAfter(text: string, words: Word[], hits: Hit[], brandAt: number, brand: string): { named: Named; adjacent: boolean } | null {
  const brandHit = hits[brandAt]
  if (!brandHit) return null
  const coded = codedModel(text, words, brandHit, brand)
  const next = hits[brandAt + 1]
  if (next && joint.test(text.slice(brandHit.end, next.start))) {
    const entry = next.entries.find((candidate) => candidate.brand === brand && candidate.model !== null)
    if (entry?.model && !/^\d{1,3}$/.test(text.slice(next.start, next.end)) ) return { named: named(entry.model, next), adjacent: true }
    if (entry?.model && isModelNumber(text, next)) return { named: named(entry.model, next), adjacent: true }
  }
  if (coded) return { named: coded, adjacent: true }
  const previous = hits[brandAt - 1]
  if (previous && joint.test(text.slice(previous.end, brandHit.start))) {
    const entry = previous.entries.find((candidate) => candidate.brand === brand && candidate.model !== null)
    if (entry?.model) return { named: named(entry.model, previous), adjacent: true }
  }
  for (const hit of [...hits.slice(brandAt + 1), ...hits.slice(0, brandAt)]) {
    const entry = hit.entries.find((candidate) => candidate.brand === brand && candidate.model !== null && !candidate.needsAdjacency)
    if (entry?.model && (entry.standsAlone || hit.entries.every((candidate) => candidate.model !== null))) return { named: named(entry.model, hit), adjacent: false }
  }
  return codedAnywhere(words, brandHit, brand)
}

/** «БМВ, кузов Ф10», «Мерседес … W212»: an index or body code that is one piece with its letter. */
function codedAnywhere(words: Word[], brandHit: Hit, brand: string): { named: Named; adjacent: boolean } | null {
  if (brand !== 'BMW' && brand !== 'Mercedes-Benz') return null
  for (const at of [...words.keys()].slice(brandHit.to, brandHit.to + codeReach)) {
    const [word, next] = [words[at], words[at + 1]]
    if (!word || !next || next.start !== word.end) continue
    const coded = codedModelOf(brand, [word.folded, next.folded])
    if (coded?.words === 2) return { named: { value: coded.model, start: word.start, end: next.end }, adjacent: false }
  }
  return null
}

/** A small number after the make is its model unless a unit follows: «Mazda 6», «Mazda 6 год: 2009», but «Mazda 3 литра», «Audi 100 000 км». */
function isModelNumber(text: string, hit: Hit): boolean {
  const behind = text.slice(hit.end, hit.end + 32)
  if (/^ ?г/.test(behind) && (hit.end - hit.start === 3 || /^ ?г[^\d\n,;]{0,16}(?:19|20)\d\d/.test(behind))) return true
  return !/^(?:[.,]\d| ?\d{3}(?!\d)| ?(?:литр|л[ .,]|л$|владел|хозя|шт|лет|год|г[. ]|дв|км|т[. ]|тыс|млн|млр|%|₽|р[. уб]))/.test(text.slice(hit.end, hit.end + 8))
}

/** BMW 320d → 3 Series, Mercedes E200 → E-Class: the index right behind the make. */
function codedModel(text: string, words: Word[], brandHit: Hit, brand: string): Named | null {
  if (brand !== 'BMW' && brand !== 'Mercedes-Benz') return null
  const after = words.slice(brandHit.to, brandHit.to + 4)
  const last = after[0]
  if (!last || !joint.test(text.slice(brandHit.end, last.start))) return null
  const series = codedModelOf(brand, after.map((word) => word.folded))
  const end = series ? after[series.words - 1] : undefined
  return series && end ? { value: series.model, start: last.start, end: end.end } : null
}

function named(value: string, hit: Hit): Named {
  return { value, start: hit.start, end: hit.end }
}

/** All makes and models named in a text, as keys: for checking what another reading claims. */
export function namedCars(text: string): { brands: Set<string>; models: Set<string> } {
  const words = wordsWithPlaces(text)
  const hits = nameHits(text, words)
  const brands = new Set<string>()
  const models = new Set<string>()
  for (const [at, hit] of hits.entries()) {
    for (const entry of hit.entries) {
      if (entry.model === null) {
        brands.add(entry.brand)
        const model = modelAfter(text, words, hits, at, entry.brand)
        if (model) models.add(lexiconKey(model.named.value))
      } else {
        models.add(lexiconKey(entry.model))
        if (entry.standsAlone) brands.add(entry.brand)
      }
    }
  }
  return { brands, models }
}
