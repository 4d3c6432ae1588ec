import { numberWord, readBelowThousand } from './number-words.js'

/** `foreign`: money or distance of another country. */
export type Unit = 'rub' | 'km' | 'hp' | 'litre' | 'cc' | 'year' | 'foreign' | 'other'

/** One number of a text with what stands around it. `start`/`end` cover number, scale and unit. */
export type Quantity = {
  value: number
  start: number
  end: number
  /** 1, or 1000 after «т», «тыс», «к», or 1 000 000 after «млн», «лям». */
  scale: number
  unit: Unit | null
  /** Digits as they stood, without scale and unit. */
  digits: string
  isGrouped: boolean
  /** «840 тыс. вложено …»: the point of the abbreviation may end the sentence too. */
  endsSentence: boolean
  isDecimal: boolean
  /** The words before and after within the same clause, and within the same comma-part of it. */
  clauseBefore: string
  /** The clause before, since its last digit. */
  stretch: string
  partBefore: string
  partAfter: string
  clauseAfter: string
}

const numberPattern = /(?<![\d_]|\d[.,]|[a-z]-?|(?<![а-я])[а-я]-)(?:\d{1,3}(?:[ .'’]\d{3}){1,3}(?![\d]|[ -]\d\d[ -]\d\d(?!\d))|\d{4}[ .]000(?!\d)|\d{1,3}(?:,\d{3}){2}(?!\d)|\d+(?:[.,]\d{1,3})?)(?!\d)/g
const million = /^ {0,2}(?:млн\.?|миллион[а-я]*|милион[а-я]*|мил(?![а-я])|лям(?!бд)[а-я]*|лимон(?!н)[а-я]*|кк(?![а-я])|kk(?![a-z])|mln|м(?![а-я0-9²]|\s?[3²]))/
const thousand = /^ {0,2}(?:тыс(?:яч[а-я]*)?\.?|тыщ[а-я]*|р(?:уб[а-я]*)?\.? ?\(?тыс[а-я]*|ты[крч](?![а-я]{3})[а-я]*|т\.? ?(?=(?:км|р|к(?![а-я])))|т(?![а-яa-z.]\S)\.?(?= |$|[,;)!\n-])|т\.(?= |$|\n)|к(?![а-яa-z])|k(?![a-zа-я])|косар[а-я]*)/
const rubles = /^ {0,2}\.? ?(?:₽|(?:рос[а-я]*\.? ?)?руб[а-я]*\.?|рэ(?![а-я])|р(?![а-я/])\.?|rub|rur|деревянных)/
const kilometres = /^ {0,2}\.? ?(?:км(?! ?\/? ?ч(?:ас)?(?![а-я]))|km(?!\/)|к\.м|километ(?!раж)[а-я]*|к(?![а-я])\.?(?<=т ?к|тыс\.? ?к))/
const power = /^ {0,2}-?(?:л ?[./]? ?с(?![а-я])|лс(?![а-я])|hp|bhp|сил(?:ы|ен)?(?![а-я])|лошад|кобыл|л\\с|ps(?![a-z]))/
const litre = /^ {0,2}-?(?:литр[а-я]*|л(?![а-я/])(?!\. ?с(?![а-я]))|l(?![a-z]))/
const cubic = /^ {0,2}(?:см ?[3³]|куб|cm3|cc|сс(?![а-я])|см\.куб|м3 двиг)/
const yearUnit = /^(?:й|го)? {0,2}-?(?:г(?![а-я])|год(?![а-я]{3})|г\.)/
const otherUnit = /^ ?(?:%|мм|см(?! ?[3³])|м²|м2|кв\.?|шт|лет(?![а-я])|мес|дн[еяй]|день|час|мин(?![а-я])|°|градус|кг|кв?т\/?ч|квт|тонн|место?|мест(?![а-я])|дв\.|двер|поколени|ступ|ст\.?(?![а-я])|клапан|кл\.?(?![а-я])|раз(?![а-я])|точек|пункт|параметр|ключ|подуш|передач|ядер|камер|балл|\/\d|звезд|процент|км ?\/ ?ч|км\/ч|\*\d|[xх]\d|r\d|"|”)/
/** Money and distances of other countries. */
const foreignUnit = /^ ?(?:\$|€|¥|₩|usd|евро|доллар|бакс|у\.?е|aed|юан|тенге|тг(?![а-я])|kzt|byn|бел\.? ?руб|сом(?![а-я])|лари|драм|грн|йен|иен|вон(?![а-я])|миль|миля|mil|mi(?![a-z]))/
/** «€169,000», «💲 34.500»: the sign stands before the number. */
const foreignSign = /(?:[$€¥₩]|usd|eur|cny|krw) ?$/u
const dollarEmoji = /💲\W{0,2}$/u
/** A car for fewer dollars than this is usual, for fewer rubles it is not. */
const leastRubles = 100_000
const boundary = /[\n;!?•|]|(?<= )\/(?= )|\){2,}|\.(?=\s|$)(?<!(?:^|[^а-я])(?:т|тыс|г|ул|г\.? ?в|вып|проб)\.)/g

/** Every number of a prepared text that is not part of a word, with scale, unit and surroundings. */
export function quantitiesOf(text: string): Quantity[] {
  const found: Quantity[] = []
  const clauses = boundaries(text)
  numberPattern.lastIndex = 0
  for (let match = numberPattern.exec(text); match !== null; match = numberPattern.exec(text)) {
    const digits = ownDigits(text, match[0], match.index)
    const quantity = readQuantity(text, digits, match.index, clauses)
    if (quantity) found.push(quantity)
    numberPattern.lastIndex = quantity?.end ?? match.index + digits.length
  }
  return [...found, ...spelledMillions(text, clauses), ...spelledThousands(text, clauses)].sort((left, right) => left.start - right.start)
}

/** «стейдж1 980т.р» is a one and 980 thousand: a number that belongs to a word takes no groups of digits behind it. */
function ownDigits(text: string, digits: string, start: number): string {
  const isPartOfWord = digits.includes(' ') && /[а-я]/.test(text.charAt(start - 1)) && !/(?:цен[аы]|за|прошу|пробег|прайс|стоимость|р|т|км)$/.test(text.slice(Math.max(0, start - 9), start))
  return isPartOfWord ? (digits.split(' ', 1)[0] ?? digits) : digits
}

const spelledMillion = /(?<![а-я\d]|\d[ .,])(полтора|пол|полу|половин[а-я]+|один|два|три|четыре|пять)?[ -]?(?:миллион[а-я]*|лям(?!бд)[а-я]*|лимон(?!н)[а-я]*)(?![а-я])/g
const spelledCounts: Record<string, number> = { полтора: 1.5, пол: 0.5, полу: 0.5, один: 1, два: 2, три: 3, четыре: 4, пять: 5 }

/** «полтора миллиона», «полмиллиона», «лям 650». */
function spelledMillions(text: string, clauses: number[]): Quantity[] {
  if (!/миллион|лям|лимон/.test(text)) return []
  return [...text.matchAll(spelledMillion)].flatMap((match) => {
    const count = match[1] === undefined ? 1 : (spelledCounts[match[1]] ?? 0.5)
    const end = match.index + match[0].length
    const rest = millionRest(text, end)
    return [around(text, clauses, { value: count * 1_000_000 + rest.value, start: match.index, end: end + rest.length, scale: 1_000_000, digits: match[0], isGrouped: false, isDecimal: false })]
  })
}

const spelledThousand = new RegExp(`(?<![а-я])((?:${numberWord})(?: (?:${numberWord})){0,2}) (?:тысяч[а-я]*|тыс\\.?|тыщ[а-я]*)(?![а-я])`, 'g')
const spelledPrice = new RegExp(`(?<![а-я])(?:хочу|хотим|прошу|просим|цена|отдам(?: за)?|за|продам за)\\s+((?:сто|двести|триста|[а-я]+ста|[а-я]+сот)(?: (?:${numberWord})){0,2})(?=\\s*(?:[.,\\n!)]|$|торг|без торг))|(?<![а-я])((?:сто|двести|триста|[а-я]+ста|[а-я]+сот)(?: (?:${numberWord})){0,2}) (?=прошу|хочу|хотим|отдам|т\\.? ?р(?![а-я]))|(?<=(?:[.!\\n]|\\)) ?)((?:двести|триста|[а-я]+ста|[а-я]+сот)(?: (?:${numberWord})){0,2})(?=\\s*[.,!\\n])`, 'g')

/** «сто семьдесят тысяч», «хочу двести семьдесят». */
function spelledThousands(text: string, clauses: number[]): Quantity[] {
  const named = text.includes('тыс') || text.includes('тыщ') ? [...text.matchAll(spelledThousand)] : []
  const meant = /сто|ст[аи]|сот/.test(text) ? [...text.matchAll(spelledPrice)] : []
  return [...named, ...meant].flatMap((match) => {
    const spelled = match[1] ?? match[2] ?? match[3] ?? ''
    const words = spelled.split(' ')
    const read = readBelowThousand(words)
    if (read?.count !== words.length) return []
    const start = match.index + match[0].indexOf(spelled)
    return [around(text, clauses, { value: read.value * 1000, start, end: match.index + match[0].length, scale: 1000, digits: match[0], isGrouped: false, isDecimal: false })]
  })
}

/** «1 млн 200», «1млн 50т», «1 млн 250 000»: what follows the million. */
function millionRest(text: string, at: number): { value: number; length: number } {
  const words = text.slice(at, at + 60).match(/^(?: [а-я]+){1,4}/)?.[0].trim().split(' ') ?? []
  const spelled = readBelowThousand(words)
  if (spelled) {
    const read = words.slice(0, spelled.count + (words[spelled.count]?.startsWith('тыс') ? 1 : 0)).join(' ')
    return { value: spelled.value * 1000, length: read.length + 1 }
  }
  const rest = /^ ?(?:и )?(\d{1,3}(?: \d{3})?)(?![\d.,]\d)( ?(?:т(?:ыс[а-я]*)?\.?|к)(?![а-я]|\.? ?км)| ?тр(?![а-я]))?/.exec(text.slice(at, at + 18))
  if (!rest?.[1] || (rest[1].length < 3 && rest[2] === undefined && !(rest[1].length === 2 && /^ *(?:$|[\n,.;|•(₽р/]|торг)/.test(text.slice(at + rest[0].length, at + rest[0].length + 6)))) || /^ ?(?:т|тыс)?\.? ?(?:км|г(?:од|\.)|л(?:\.|итр))/.test(text.slice(at + rest[0].length, at + rest[0].length + 6))) return { value: 0, length: 0 }
  const value = Number(rest[1].replace(' ', ''))
  return { value: value < 1000 ? value * 1000 : value, length: rest[0].length }
}

/** «цена 2 и 650»: two million six hundred and fifty thousand. */
const millionAndThousands = /^ и (\d{3})(?![\d.,]|\s*(?:км|р|т|л))/

function readQuantity(text: string, raw: string, start: number, clauses: number[]): Quantity | null {
  const rest = /^\d{1,2}$/.test(raw) && /(?:цен[аы]|прошу|хочу|за)\s*[:-]?\s*$/.test(text.slice(Math.max(0, start - 10), start)) ? millionAndThousands.exec(text.slice(start + raw.length, start + raw.length + 10)) : null
  if (rest?.[1]) return around(text, clauses, { value: Number(raw) * 1_000_000 + Number(rest[1]) * 1000, start, end: start + raw.length + rest[0].length, scale: 1_000_000, digits: raw, isGrouped: false, isDecimal: false })
  let end = start + raw.length
  const isGrouped = /[ .'’,]\d{3}/.test(raw) && !/^\d{1,3}[.,]\d{3}$/.test(raw)
  const isThousandPoint = /^\d{1,3}[.,]\d{3}$/.test(raw)
  const tail = text.slice(end, end + 24)
  let scale = 1
  // «тент 4×3 м» is a size, «в 81м» a year.
  const isNoMillion = /[×xх*]$/.test(text.slice(0, start).slice(-1)) || (/^ ?м(?![а-я])/.test(tail) && (Number(raw) >= 30 || /(?:^|\s)в\s$/.test(text.slice(Math.max(0, start - 3), start))))
  const millions = isNoMillion ? null : million.exec(tail)
  const isTurbo = /^\d[.,]\d$/.test(raw) && /^ ?т(?![а-я]|\.? ?(?:р(?![а-я])|руб|к(?![а-я])|км))/.test(tail)
  const thousands = millions || isTurbo ? null : thousand.exec(tail)
  if (millions) scale = 1_000_000
  else if (thousands) scale = 1000
  end += (millions ?? thousands)?.[0].length ?? 0
  let value = isGrouped || (isThousandPoint && scale !== 1_000_000) ? Number(raw.replace(/[ .'’,]/g, '')) : Number(raw.replace(',', '.').replace(/[ '’]/g, ''))
  if (!Number.isFinite(value)) return null
  value = Math.round(value * scale * 1000) / 1000
  if (millions && /^\d+$/.test(raw)) {
    const rest = millionRest(text, end)
    value += rest.value
    end += rest.length
  }
  return around(text, clauses, { value, start, end, scale, digits: raw, isGrouped: isGrouped || isThousandPoint, isDecimal: /^\d+[.,]\d{1,2}$/.test(raw) })
}

/** Adds the unit and the surroundings. */
function around(text: string, clauses: number[], number: Pick<Quantity, 'value' | 'start' | 'end' | 'scale' | 'digits' | 'isGrouped' | 'isDecimal'>): Quantity {
  const { start } = number
  const tail = text.slice(number.end, number.end + 24)
  const unit = isListed(number, tail) ? null : (unitOf(text.slice(Math.max(start, number.end - 16), number.end), tail) ?? foreignBefore(text.slice(Math.max(0, start - 5), start), number.value))
  const end = number.end + (unit?.length ?? 0)
  const clauseStart = lastBelow(clauses, start)
  const clauseEnd = firstAbove(clauses, end, text.length)
  const clauseBefore = text.slice(Math.max(clauseStart, start - 60), start)
  const after = text.slice(end, Math.min(clauseEnd, end + 40))
  return {
    ...number,
    end,
    unit: unit?.unit ?? null,
    endsSentence: text.charAt(end - 1) === '.',
    clauseBefore,
    stretch: clauseBefore.slice(afterLastDigit(clauseBefore)),
    partBefore: clauseBefore.slice(clauseBefore.lastIndexOf(',') + 1),
    partAfter: after.split(',', 1)[0] ?? '',
    clauseAfter: after,
  }
}

function afterLastDigit(text: string): number {
  let at = text.length
  while (at > 0 && !(text.charCodeAt(at - 1) >= zero && text.charCodeAt(at - 1) <= nine)) at -= 1
  return at
}

const zero = '0'.charCodeAt(0)
const nine = '9'.charCodeAt(0)

/** «2021/61 ткм/1 хоз» is a list, «225/45» a size. */
function isListed({ digits, scale }: { digits: string; scale: number }, tail: string): boolean {
  return (scale > 1 || /^(?:19|20)\d\d$/.test(digits)) && /^ ?\//.test(tail)
}

function unitOf(before: string, tail: string): { unit: Unit; length: number } | null {
  if (/^ ?(?:$|[,;\n)])/.test(tail)) return /тыр[а-я]*\.? ?$|р(?:уб[а-я]*)?\.? ?\(?тыс[а-я]*$/.test(before) ? { unit: 'rub', length: 0 } : null
  const dotted = /т\.? ?$|тыс\.? ?$/.test(before)
  const km = kilometres.exec(tail) ?? (dotted ? /^ ?к(?![а-я])\.?/.exec(tail) : null)
  if (km) return { unit: 'km', length: km[0].length }
  if (/тыр[а-я]*\.? ?$|р(?:уб[а-я]*)?\.? ?\(?тыс[а-я]*$/.test(before)) return { unit: 'rub', length: 0 }
  if (foreignUnit.test(tail)) return { unit: 'foreign', length: 0 }
  const rub = rubles.exec(tail)
  if (rub) return { unit: 'rub', length: rub[0].length }
  const hp = power.exec(tail)
  if (hp) return { unit: 'hp', length: hp[0].length }
  const cc = cubic.exec(tail)
  if (cc) return { unit: 'cc', length: cc[0].length }
  const litres = litre.exec(tail)
  if (litres) return { unit: 'litre', length: litres[0].length }
  if (/(?:т|к|тыс[а-я]*|млн|лям[а-я]*)\.? ?$/.test(before)) return null
  const year = yearUnit.exec(tail)
  if (year) return { unit: 'year', length: year[0].length }
  const other = otherUnit.exec(tail)
  return other ? { unit: 'other', length: 0 } : null
}

function foreignBefore(before: string, value: number): { unit: Unit; length: number } | null {
  return foreignSign.test(before) || (dollarEmoji.test(before) && value < leastRubles) ? { unit: 'foreign', length: 0 } : null
}

function boundaries(text: string): number[] {
  return [0, ...[...text.matchAll(boundary)].map((match) => match.index + 1)]
}

/** Where the last match of a global pattern begins, -1 without one. */
export function lastMatch(text: string, pattern: RegExp): number {
  let found = -1
  for (const match of text.matchAll(pattern)) found = match.index
  return found
}

function lastBelow(places: number[], at: number): number {
  let found = 0
  for (const place of places) {
    if (place > at) break
    found = place
  }
  return found
}

function firstAbove(places: number[], at: number, otherwise: number): number {
  return places.find((place) => place >= at) ?? otherwise
}
