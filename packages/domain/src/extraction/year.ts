import { readOrdinalYear } from './number-words.js'
import { paidFor } from './paid-for.js'
import type { Quantity } from './quantities.js'

type Place = { start: number; end: number }

const productionBefore = /(?:model year|year|baujahr|(?<![a-z])my|год\s*(?:вып[а-я]*\.?|в|изготовления|производства|авто[а-я]*)?(?:\s?\/\s?месяц)?|(?<![а-я])г[./\\]? ?в\.?|выпуск[а-я]*|(?:выпущен|произвед[её]н|собран)[а-я]*(?:\s+в)?|изготовлен[а-я]*|модельн[а-я]+\s+год[а-я]*|📅|🗓|📆)\s*[:\-–=—.]{0,2}\s*(?:(?:конец|начало|середина|январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]*\s+)?$|(?<!\d)['’]$/u
const productionAfter = /^ ?(?:-?(?:й|го|ого|ый)\s+)?(?:г\.?\s?[./]?\s?в(?![а-я])|г\\в|год[а]?\s+(?:выпуск|в(?![а-я]))|года?\s+в[.ы]|выпуск|модельн|гв(?![а-я]))/
const eventBefore = /(?<![а-я.-])(?:куплен[а-я]*|купил[аи]?|купли|покуп[а-я]+|приобр[а-я]+|брал[аи]?|взят[а-я]*|взял[аи]?|меня[а-я]*|замен[а-я]*|поменя[а-я]*|сделан[а-я]*|делал[аи]?|установ[а-я]*|поставлен[а-я]*|привез[а-я]*|ввез[а-я]*|растамож[а-я]*|учет[а-я]*|учёт|ремонт[а-я]*|капитал[а-я]*|страховк[а-я]*|осаго|каско|техосмотр[а-я]*|регистр[а-я]*|владе[а-я]*|эксплуат[а-я]*|окраш[а-я]*|красил[а-я]*|покраск[а-я]*|крашен[а-я]*|резин[а-я]*|шин[аы]?|колес[а-я]*|аккум[а-я]*|акб|гбо|дтп|авари[а-я]*|с\s+конца|в\s+конце|весной|летом|осенью|зимой|январ[а-я]*|феврал[а-я]*|март[а-я]*|апрел[а-я]*|ма[йяе](?![а-я])|июн[а-я]*|июл[а-я]*|август[а-я]*|сентябр[а-я]*|октябр[а-я]*|ноябр[а-я]*|декабр[а-я]*|действ[а-я]*|гаранти[а-я]*\s+до|до(?![а-я])|после|начиная|кап\.?\s?ремонт|обслуж[а-я]*|диагност[а-я]*|оформ[а-я]*|документ[а-я]*|птс|эптс|стс|выставля[а-я]*|в\s+россии|в\s+рф|прошл[а-я]*|пройден[а-я]*|стекл[а-я]*|сезон[а-я]*|сварк[а-я]*|порог[а-я]*|грм|турбин[а-я]*|сцеплени[а-я]*|фар[аы]|бампер[а-я]*|магнитол[а-я]*|гараж[а-я]*|сигнал[а-я]*|музык[а-я]*|комплект(?!ац)[а-я]*|чехл[а-я]*|то(?![а-я])|сервис[а-я]*|стоит\s+с|на\s+ходу\s+с|рестайлинг\s+с|с(?![а-я]))[^\d]{0,14}$/
const eventAfter = /^ ?(?:г\.?|год[ау]?|-?м)? {0,2}(?:был[аи]?\s|купл|купил|приобр|меня|замен|поменя|сдела|установ|ввез|привез|ремонт|покупк|постав|полност|капит|не эксплуат|стоит|стоял|году)/

/** What has a year of its own: a repair, a part, a purchase. */
const otherEvent = /(?<![а-я])(?:меня[лн]|замен|поменя|сдела|делал|ремонт|перебр|перебор|установ|постав|обслуж|крашен|красил|свар|шлиф|опресс|компрессор|баллон|рем(?:ень|ня|ни)|ролик|помп|сцеплен|рычаг|стойк|амортиз|колодк|диск|акб|аккум|резин|шин[аы]|турб[иу]|форсун|радиатор|генератор|стартер|грм|цеп[ьи]|теплообмен|свеч|масл[оа]|фильтр|лобов|стекл)/

/** A part, a work or a paper right before the year: «турбина, 2024 г», «крыло (2023 года)», «руль от 2012». What a list of the car's data names as well is none. */
const datedPart = new RegExp(String.raw`(?<![а-я])(?:(?!мотор|двигател|коробк|вариатор)${paidFor}|сальник[иа]?|прокладк[аиу]|сидень[яе]|магнитофон|рул[ьяе]|лобовое|капиталк[аиу]|бит[аоы]?|притерл[иа]|удар[а-я]*|замен[аыу]|то(?=\s*[—–:,(-]|\s+(?:в\s+)?$))(?![а-я])(?:\s+[а-я]{2,12}){0,2}\s*[,:(—–-]*\s*(?:в|от|летом|весной|осенью|зимой|с)?\s*$|(?<![а-я])(?:коробк[аи]|вариатор|двигатель|мотор)\s*[(—–-]\s*$|(?<![а-я])от\s*$`)

/** The row of something else: «Резина: R18, 2024 год». */
const otherRow = /^[^\p{L}\d]*(?:резин|шин|колес|диск|гаранти|осаго|каско|страхов|то(?![а-я])|обслуж|птс|акб|аккум|стекл|сезон)[^:\n]{0,20}(?:\s*:|\s[—–-])\s/u

/** The year of make or model: not of purchase, import, service or papers. */
export function findYear(quantities: Quantity[], text: string, mentions: Place[]): { value: number; start: number; end: number } | null {
  const candidates = quantities.flatMap((quantity) => scoreYear(quantity, text, mentions))
  const best = candidates.filter((candidate) => candidate.score >= 3).sort((left, right) => right.score - left.score || left.start - right.start)[0]
  return best ?? spelledYear(text)
}

const spelled = /(?<![а-я])(?:две тысячи ((?:двадцать )?[а-я]{3,}(?:ого|его|ый|ой|ий))(?![а-я])|((?:(?:двадцать|восемьдесят|девяносто) )?[а-я]{3,}(?:ого|его)) (?:года(?![а-я])|г\.)|((?:двадцать [а-я]{4,}|[а-я]{2,}(?:надцат|сят|дцат))ый год(?=[,.\n]))(?<!(?:десят|двадцат)ый год))/g

/** «двенадцатого года», «две тысячи пятнадцатого года выпуска». */
function spelledYear(text: string): { value: number; start: number; end: number } | null {
  if (!/(?:го|[ыои]й) г|две тысячи/.test(text)) return null
  for (const match of text.matchAll(spelled)) {
    const value = readOrdinalYear((match[1] ?? match[2] ?? match[3] ?? '').replace(/ год$/, ''))
    if (value !== null && !eventBefore.test(text.slice(Math.max(0, match.index - 40), match.index))) return { value, start: match.index, end: match.index + match[0].length }
  }
  return null
}

function scoreYear(quantity: Quantity, text: string, mentions: Place[]): { value: number; start: number; end: number; score: number }[] {
  if (quantity.scale !== 1 || quantity.isGrouped || (quantity.unit !== null && quantity.unit !== 'year')) return []
  const before = quantity.clauseBefore
  const numberEnd = quantity.start + quantity.digits.length
  const after = text.slice(numberEnd, numberEnd + 24)
  const isMonthly = /^\d{1,2}[.,]\d{3,4}$/.test(quantity.digits)
  const stated = productionBefore.test(before) || productionAfter.test(after)
  const value = yearValue(quantity, after, stated)
  // «Peugeot 2008 г.в. 2018»: the model's own number.
  if (value === null || mentions.some(({ start, end }) => start <= quantity.start && numberEnd <= end)) return []
  let score = 0
  if (stated) score += 9
  else if (quantity.unit === 'year') score += 3
  const car = nearest(quantity, mentions)
  const between = car && quantity.start >= car.end ? text.slice(car.end, quantity.start) : null
  if (between !== null && !/[!?;]/.test(between) && quantity.digits.length === 4) {
    if (between.length <= 14) score += 4
    else if (between.length <= 60 && !between.includes('\n')) score += 3
    else if (between.length <= 60) score += 2
  }
  const lineStart = text.lastIndexOf('\n', quantity.start) + 1
  const isFirstLine = lineStart === 0 || text.slice(0, lineStart).trim() === ''
  if (quantity.digits.length === 4) {
    if (isFirstLine && quantity.start < 90) score += 2
    if (/#\s*$/.test(before) || /[(]\s*$/.test(before)) score += 1
    if (text.slice(lineStart, quantity.start).replace(/[^\p{L}\d]/gu, '') === '' && /^[»")\]]?\s*(?:г\.?|год|г\.?в\.?|-?го\s+года)?\s*[.,]?\s*(?:\n|$)/.test(after)) score += 3
    if (car && quantity.end <= car.start && car.start - quantity.end < 12) score += 2
    if (/^(?:[^\p{L}\d]|конец|начало|середина)*$/u.test(quantity.partBefore) && /^[»")\]]?\s*(?:г\.?|год\.?|-?го\s+года)?\s*(?:[,./•|;!\n]|$)/.test(after)) score += quantity.start < 400 ? 3 : 1
  }
  const isMonthLine = /^\s*[^\p{L}\d]*(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]*\s*$/u.test(text.slice(lineStart, quantity.start)) && /^\s*(?:г\.?|год[а]?)?\s*(?:\n|$)/.test(after)
  if (isMonthLine) score += 3
  const isByPapers = quantity.unit === 'year' && /(?<![а-я])по\s+(?:документ[а-я]*|птс)\s*[:-]?\s*$/.test(quantity.partBefore)
  const isEvent = !isMonthLine && !isByPapers && (otherRow.test(before) || eventBefore.test(quantity.partBefore) || /(?:^|\s)в\s*$/.test(quantity.partBefore)) && !productionBefore.test(before)
  const isOwnPart = quantity.unit === 'year' && quantity.partBefore.trim() === ''
  const said = isOwnPart ? (before.split(',').at(-2) ?? '') : text.slice(Math.max(quantity.start - before.length, car && car.end <= quantity.start ? car.end : 0), quantity.start)
  if (!isEvent && !stated && !isMonthLine && !isByPapers && otherEvent.test(said.replace(/не (?:бит|краш)[а-я]*/g, ''))) score -= 5
  const isBesideCar = between !== null && between.length <= 30 && !/[\n!?]|\.\s/.test(between)
  if (!stated && !isBesideCar && datedPart.test(before)) score -= 8
  if (isEvent) score -= productionAfter.test(after) && !/(?:резин|шин|колес|акб|аккум|двигател|двс|мотор)/.test(before) ? 2 : 7
  if (eventAfter.test(after) && !(stated && /^ ?году/.test(after))) score -= 6
  if (isMonthly && !stated) score -= 6
  return [{ value, start: quantity.start, end: numberEnd, score }]
}

/** The mention of the car last before the number, else the first behind it. */
function nearest(quantity: Quantity, mentions: Place[]): Place | null {
  return mentions.findLast((mention) => mention.end <= quantity.start) ?? mentions[0] ?? null
}

function yearValue(quantity: Quantity, after: string, stated: boolean): number | null {
  const { digits } = quantity
  if (/^(?:19[5-9]\d|20[0-3]\d)$/.test(digits)) return Number(digits)
  const monthly = /^(?:0?[1-9]|1[0-2])[.,]((?:19[5-9]|20[0-2])\d)$/.exec(digits)
  if (monthly?.[1]) return Number(monthly[1])
  if (!/^\d{2}$/.test(digits)) return null
  const isMarked = productionAfter.test(after) || /^(?:-?(?:й|го|ый|ого))? ?(?:года(?! назад)|год(?![а-я])(?! назад| владе| гаранти| как| в (?:сем|одн)|\s+эксплуат)|г(?![а-я])\.?(?! ?\.? ?[а-я]{3,}ск))/.test(after)
  if (!isMarked && !stated) return null
  const value = Number(digits)
  if (!productionAfter.test(after) && !stated && value > 26 && value < 60) return null
  if (!productionAfter.test(after) && !stated && value <= 26 && !/^0\d|^1\d|^2[0-6]/.test(digits)) return null
  return value <= 30 ? 2000 + value : value >= 50 ? 1900 + value : null
}
