import { cities } from './catalogue/cities.js'

type CityName = { city: string; words: string[] }

const regionBehind = /^\s*(?:обл|област|край|края|крае|район)/
const cueBefore = /(?:(?<![а-я])(?:г\.|гор\.|город[а-я]*|г)\s*[:-]?\s*|(?:цена|руб(?:\.|лей)?|₽)\s+во?\s+|в\s+наличии\s+(?:во?\s+)?|₽\s+во?\s+|\d\s+во\s+|📍\s*|🏙\s*|🌍\s*|🗺\s*|#\s*|нахо[джи][а-я]*:?\s+(?:в\s+|по\s+адресу:?\s+)?(?:г\.?\s*|город[а-я]*\s+)?|адрес[а-я]*:?\s+(?:г\.?\s*)?|автосалон\s+|(?:машина|авто|автомобиль|осмотр|смотреть|стоит|продажа|посмотреть|показ|живу|живем)\s+(?:находится\s+|и\s+я\s+|физически\s+|сейчас\s+|уже\s+|пока\s+)?во?\s+(?:г\.?\s*|городе\s+)?|местонахождение:?\s*(?:г\.?\s*)?|локация:?\s*|регион:?\s*|место(?:\s+(?:осмотра|хранения))?:\s*|площадка:\s*|(?:гараж|двор|парковк|стоянк)[а-я]*\s+во?\s+|привет\s+из\s+|(?<![а-я])это\s+|смотреть\s+|(?:мы|я|сам|сама|продавец|пишу)\s+(?:из|в)\s+(?:г\.?\s*|города\s+)?)$/u
const trapBefore = /(?:цвет[а-я]*|таможн[а-я]*|дилер[а-я]*|куплен[а-я]*|купил[аи]?|покупал[а-я]*|приобр[а-я]*|привез[а-я]*|пригна[а-я]*|приехал[а-я]*|приш[а-я]+|доставк[а-я]*|отправ[а-я]*|доед[а-я]*|ездил[аи]?|летал[аи]?|поезд[а-я]*|обслуж[а-я]*|сервис[а-я]*|из|до|трасс[а-я]*|модус|ул\.?|улиц[а-я]*|область|завод[а-я]*|сборка|учет[а-я]*|учёт[а-я]*|регистрац[а-я]*|номер[а-я]*|под\s+заказ|пересыл[а-я]*|росси[а-я]*\s*,?|на|рынк[а-я]*|аукцион[а-я]*|порт[а-я]*)\s*(?:в\s+)?(?:г\.?\s*)?$/

const names: ReadonlyMap<string, CityName[]> = buildNames()

/** Where the car or its seller is, in the nominative. A region, a place of purchase, service or customs is none. */
export function findCity(text: string): { value: string; start: number; end: number } | null {
  let fallback: { value: string; start: number; end: number } | null = null
  for (const match of text.matchAll(/(?<![а-я-])[а-я]{2,}(?:-[а-я]+)*/g)) {
    const hit = cityAt(text, match[0], match.index)
    if (!hit || regionBehind.test(text.slice(hit.end, hit.end + 12))) continue
    const before = text.slice(Math.max(0, hit.start - 50), hit.start)
    const line = before.slice(before.lastIndexOf('\n') + 1)
    if (cueBefore.test(line) && !/(?:таможн|дилер|куплен|приобрет|купил|доставк|обслуж)[^.\n]{0,20}$/.test(line)) return hit
    if (trapBefore.test(line)) continue
    if (fallback === null && (isAlone(text, hit.start, hit.end) || endsLine(text, hit) || standsAmongNumbers(text, hit))) fallback = hit
  }
  return fallback ?? placeWithCue(text)
}

/** A line or a part between separators that holds nothing but the city, or «в Москве» at the end of one. */
function isAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 10), start)
  const after = text.slice(end, end + 24)
  const opens = /(?:^|[\n,•|(/·]|- |\. |! |\) ?|[^\p{L}\d\s,.:;!?()-])\s*(?:в\s+)?$|\d\d рег(?:ион)?\.? $/u.test(before)
  return opens && (/^\s*(?:$|[\n,.!|•)/·]|[^\p{L}\d\s]|[а-я]{1,2}ао(?![а-я])|пиш[иу]|звон|тел?(?![а-я])|вотсап|ватсап)/u.test(after) || isDistrict(after))
}

/** «Пермь Мотовилиха.»: one word more that is no city itself. */
function isDistrict(after: string): boolean {
  const word = /^ ([а-я]{4,}) *(?:$|[.,\n]| {6,})/.exec(after)?.[1]
  return word !== undefined && !names.has(stemOf(word))
}

/** «… 2 хоз Казань» at the end of a line, in the nominative. */
function endsLine(text: string, hit: { value: string; start: number; end: number }): boolean {
  return text.slice(hit.start, hit.end) === hit.value.toLowerCase().replaceAll('ё', 'е') && /^\s*(?:$|\n| {8,})/.test(text.slice(hit.end, hit.end + 12))
}

/** «2011 Челябинск 176т.км», in the nominative. */
function standsAmongNumbers(text: string, hit: { value: string; start: number; end: number }): boolean {
  if (text.slice(hit.start, hit.end) !== hit.value.toLowerCase().replaceAll('ё', 'е')) return false
  return /(?:\d ?(?:г|год|км|р|руб|т\.?р|млн|тыс|л\.?с|хоз)?\.?|бензин|дизель|автомат|механика|[ам]кпп|вариатор|робот|привод) $/.test(text.slice(Math.max(0, hit.start - 12), hit.start)) && /^ ?(?:[\d@+,.|•]|$)/.test(text.slice(hit.end, hit.end + 3))
}

function cityAt(text: string, word: string, start: number): { value: string; start: number; end: number } | null {
  for (const { city, words } of names.get(stemOf(word)) ?? (word.includes('-') ? names.get(joinedKey(word)) : undefined) ?? []) {
    if (words.length === 1) return word.length <= (words[0]?.length ?? 0) + 2 ? { value: city, start, end: start + word.length } : null
    const rest = text.slice(start + word.length, start + word.length + 24)
    const following = /^[ .-]{1,2}([а-я]+)(?:[ -]([а-я]+))?/.exec(rest)
    const second = words[1] ?? ''
    if (following?.[1] && stemOf(following[1]) === stemOf(second)) {
      const third = words[2]
      if (third && following[2] !== third && stemOf(following[2] ?? '') !== stemOf(third)) continue
      const length = third ? following[0].length : following[0].length - (following[2] ? following[2].length + 1 : 0)
      return { value: city, start, end: start + word.length + length }
    }
  }
  return null
}

const village = /(?:(?<![а-я])(?:деревня|село|(?<=(?:^|[\n,.!)]) ?)г\.|(?<=(?:^|[\n,]) ?)[дс]\.|пос[её]лок|пос\.|пгт|станица|ст-ца)\s+|(?:находится|стоит)\s+в\s+(?:г\.\s*)?)([а-я]{4,}(?:[ -][а-я]{4,})?)(?=\s*(?:[,.\n!]|$)|\s+[а-я]+(?:ой|ая|ого|ий)\s+(?:обл|край|края|р-н|район))/g

const notPlace = /(?:област|кра[йея]|район|гараж|салон|наличи|отличн|хорош|идеал|состоян|ремонт|учет|такси|россии|городе|продаж|пути|семье|залоге|лизинге|кредите|теплом|одном|боксе|паркинг|деревне|москов|собственност|эксплуат|рабоч|полном|ваш|автосалон|стоянк)/

/** A smaller place named with its kind. */
function placeWithCue(text: string): { value: string; start: number; end: number } | null {
  for (const match of text.matchAll(village)) {
    const name = match[1]
    if (!name || notPlace.test(name)) continue
    const start = match.index + match[0].length - name.length
    return { value: nominative(name), start, end: start + name.length }
  }
  return null
}

/** «Нижней Тавде» → «Нижняя Тавда»: the common endings only. */
function nominative(place: string): string {
  return place
    .split(' ')
    .map((word, at, all) => {
      const plain = all.length > 1 && at === 0 ? word.replace(/ней$/, 'няя').replace(/(?<=[кгх])ой$/, 'ая').replace(/ой$/, 'ая').replace(/ом$/, 'ый') : word.replace(/(?<=[бвгдзклмнпрст])е$/, 'а')
      return plain.charAt(0).toUpperCase() + plain.slice(1)
    })
    .join(' ')
}

/** «Ростове-на-Дону»: the first word of a joined name is declined. */
function joinedKey(word: string): string {
  const [first = '', ...others] = word.split('-')
  return [stemOf(first), ...others].join('-')
}

function stemOf(word: string): string {
  return word.length <= 4 ? word.replace(/[аеуы]$/, '') : word.replace(/(?:ой|ом|ем|ами|ах|ый|ий|ого|его|ему|ому|ым|им|ые|ых|ей|[аеиоуыьюя])$/, '')
}

function buildNames(): Map<string, CityName[]> {
  const found = new Map<string, CityName[]>()
  for (const item of cities.split(';')) {
    const [name = '', others = ''] = item.split(':')
    const city = name.trim()
    for (const spelling of [city, ...others.split(',')]) {
      const words = spelling.trim().toLowerCase().replaceAll('ё', 'е').split(/[ .-]+/).filter((word) => word !== '')
      const first = words[0]
      if (!first) continue
      const stem = stemOf(first)
      found.set(stem, [...(found.get(stem) ?? []), { city, words }])
      const joined = spelling.trim().toLowerCase()
      if (joined.includes('-')) found.set(joinedKey(joined), [...(found.get(joinedKey(joined)) ?? []), { city, words: [joined] }])
      if (joined.includes('-')) found.set(stemOf(joined), [...(found.get(stemOf(joined)) ?? []), { city, words: [joined] }])
    }
  }
  for (const list of found.values()) list.sort((left, right) => right.words.length - left.words.length)
  return found
}
