import { paidFor } from './paid-for.js'
import type { Scored } from './price.js'
import { lastMatch, type Quantity } from './quantities.js'

const cue = /(?<![а-я])(?:проб(?=\.?\s*[:-])|пробег|пробежал|прое(?:хал|здил)|километраж|одометр|спидометр|приборк|щитк[еу]|табло(?![а-я])|(?<!хода[ :(]{1,2})общий(?=\s*$)|накатал|накатан|наезж|наезд|прошла|прошел|прошло|пр\.?(?=\s*[:-]?\s*$)|odo|mileage|(?<=[а-яa-z,;|(]\s{0,2})(?<!(?<![а-я])т(?:ыс[а-я]*)?\s?)км(?=\s*[:-]?\s*$)|сейчас(?=\s*$)|(?<!запас[а-я]* )хода?(?![а-я]))|🛣|📟|⏱|📏/gu
/** «Km: 12 800», «Км   52300»: the name of a row. */
const rowName = /^[^\p{L}\d]*(?:км|km)[\s:.|-]*$/u
/** The reading of something else, wherever it stands since the last number. */
const strongTrap = /(?<![а-я])(?:грм|цеп[ьи](?![а-я])|рем(?:ень|ня|ни)|масл[оа]|замен|меня[лею]|поменя|то(?![а-я])|обслуж|расход|через|кажд|капитал|капремонт|кап\.|после|сделан|делал[аи]?(?![а-я])|перебр|перебор|обнови|вскры|отходил|откат|отъезд|прошли|ремонт|хода|гаранти|ресурс|обкатк|еще|свеч|колодк|сцеплени|последн|назад|интервал|регламент|фильтр|вложен|купил|куплен|брал|взял|приобр|доставк|родной\s+до|на\s+баке|на\s+полном|на\s+одном|следующ|осталось|рассто|в\s+радиусе|эвакуатор|контракт|за\s+год|в\s+год|скорост|максим|от\s+города|до\s+города|общий|пройден|езди(?:л|м)|съезд|гонял|поездк|путешеств|на\s+прошлой\s+недел|на\s+электр|квт|kwh|лет\s+или|[л]\.?с\.?,?\s+ход)/g
/** A part that may have its own reading: only when nothing parts it from the number. */
const weakTrap = /(?<![а-я])(?:двигател|мотор|двс|движ|коробк|сервис|резин|шин[аы]?(?![а-я])|аккумул|батаре|турбин|подвеск|антифриз)/g
const harmless = /вложени[йяе]\s+(?:не\s+[а-я]+|0|ноль|нет)|без\s+(?:вложени[йя]|ремонта)|на\s+гарантии|ремонта\s+не\s+[а-я]+|обслуж[а-я]+|не\s+требует\s+(?:вложений|ремонта)/g
const trapAfter = /^[^\d]{0,3}(?:назад|пройдет|проехал|проездил|до\s+(?:замен|то)|после\s+(?:замен|ремонт|капит)|от\s+(?:москвы|мкад|города)|менял|замен|поменя|сделан|было сделан|запас|хода|чисто|на\s+(?:ток|электр)|по\s+паспорту|летом|зимой|зим(?![а-я])|сезон|в\s+час|в\s+месяц|в\s+год|ежегодн|гаранти|на\s+(?:одном|полном|баке|заряде)|без\s+замены|после\s+кап)/

/** The car's own reading in kilometres: not the age of its belt, engine, tyres or last service. */
export function findMileage(quantities: Quantity[], taken: Quantity | null): Scored | null {
  const candidates = quantities.flatMap((quantity, at) => (quantity === taken || isRangePair(quantity, quantities[at - 1], quantities[at + 1]) ? [] : scoreMileage(quantity)))
  return candidates.filter((candidate) => candidate.score >= 2.5).sort((left, right) => right.score - left.score || left.quantity.start - right.quantity.start)[0] ?? null
}

/** «225 км / 1239 км»: how far the car goes on its battery and in all. */
function isRangePair(quantity: Quantity, previous: Quantity | undefined, next: Quantity | undefined): boolean {
  const pairs = (left: Quantity | undefined, right: Quantity | undefined): boolean => left?.unit === 'km' && right?.unit === 'km' && right.start - left.end <= 3
  return quantity.unit === 'km' && quantity.value < 3000 && (pairs(previous, quantity) || pairs(quantity, next))
}

/** Distances that the text gives for a belt, an engine, a service, and never for the car. */
export function findTrappedReadings(quantities: Quantity[]): Set<number> {
  const distances = quantities.filter((quantity) => quantity.unit === null || quantity.unit === 'km')
  const isOther = (quantity: Quantity): boolean => isTrapped(quantity, lastMatch(quantity.stretch, cue))
  const fair = new Set(distances.filter((quantity) => !isOther(quantity)).map((quantity) => quantity.value))
  return new Set(distances.filter((quantity) => isOther(quantity) && !fair.has(quantity.value)).map((quantity) => quantity.value))
}

function scoreMileage(quantity: Quantity): Scored[] {
  if (quantity.unit !== null && quantity.unit !== 'km') return []
  if (quantity.scale === 1_000_000 || (quantity.unit === null && /^(?:19|20)\d\d$/.test(quantity.digits))) return []
  const cueAt = lastMatch(quantity.stretch, cue)
  const isTotal = /(?<![а-я])(?:всего|итого|в сумме)\s*$/.test(quantity.stretch) && quantity.clauseBefore.includes('пробег')
  const isBefore = isTotal || (cueAt >= 0 && quantity.stretch.length - cueAt <= 45) || rowName.test(quantity.clauseBefore)
  const isBehind = /^[^\d\n,.]{0,4}(?:пробег|родной пробег|родного пробега|реальный пробег|реального пробега|на одометре)(?![а-я]* (?:двиг|двс|мотор|по|не ))(?![^\d\n,.]{0,16}\d)/.test(quantity.partAfter)
  const hasCue = isBefore || isBehind
  const value = mileageValue(quantity, hasCue)
  if (value === null) return []
  let score = 0
  if (hasCue) score += 5
  // «пробег по РФ 70, всего 158 тыс»: the whole way counts.
  if (isBefore && (/пробег по (?:рф|росси|япони|коре)[^\d]*$/.test(quantity.stretch) || /^ по (?:рф|росси|япони|коре)/.test(quantity.partAfter))) score -= 1
  if (quantity.unit === 'km') score += value >= 1000 ? 3 : 0.5
  if (quantity.scale === 1000 && quantity.unit === null) score += 0.5
  if (!(opensPart(quantity) && value >= 20_000) && isTrapped(quantity, isTotal ? quantity.stretch.length : isBefore ? cueAt : isBehind && !agoBefore.test(quantity.partBefore) ? quantity.stretch.length : -1)) score -= 9
  return [{ quantity, value, score }]
}

/** «на 150 000 пробега»: when something was done. */
const agoBefore = /(?<![а-я])(?:на|после|при|через|кажд[а-я]+|до|за|по|около)\s*$/

/** «поменяли коробку, 203 000 км, …»: behind a comma a distance with its unit begins anew. */
function opensPart({ unit, partBefore, clauseBefore, partAfter }: Quantity): boolean {
  return unit === 'km' && /^\s*(?:всего|около|примерно|реальн[а-я]+|родны[а-я]+|честны[а-я]+)?\s*$/.test(partBefore) && clauseBefore.includes(',') && !trapAfter.test(partAfter)
}

/** What a part has gone, or somebody with the car. */
const partsWay = /(?:после|с\s+н(?:им|ей)|капит|замен|ремонт|на\s+н[её][йм]|за\s+|двигател|мотор|турбин|коробк|колодк|прошл[а-я]+\s+(?:хоз|влад)|резин|шин[аы]|цеп[ьи]|ремен|аккум)/
/** «катализатор проехал всего», «колеса пробег»: what a part has gone. */
const partsOwn = new RegExp(String.raw`(?<![а-я])(?:(?!вариатор)${paidFor}|поршнев[а-я]+|кольц[аы]|сальник[иа]?|прокладк[аи]|свеч[иа]|фильтр[аы]?|антифриз)(?![а-я])\s*$`)
const partsOwnWay = new RegExp(String.raw`(?<![а-я])(?:${paidFor}|поршнев[а-я]+|кольц[аы]|сальник[иа]?|прокладк[аи]|свеч[иа]|фильтр[аы]?|антифриз)(?![а-я])(?:\s+[а-я]+){0,2}\s*$`)
/** «за лето накатал», «после замены цепи пробег»: the way since something, or of a time. */
const partOfWay = /(?<![а-я])(?:за\s+(?:последн[а-я]+\s+|прошл[а-я]+\s+|эт[а-я]+\s+)?(?:год|лето|зиму|сезон|месяц|отпуск)|(?:после|до)\s+(?:[а-я]+\s+)?(?:ремонт|капитал|капрем|замен|обкат|покупк|переборк)[а-я]*(?:\s+[а-я]+){0,2})\s+(?:я\s+|мы\s+)?$/
const partsReading = /пробег[а-я]*\s+(?:двигател|мотор|коробк|акпп|колод|резин|шин|цеп|ремн|турбин|аккум)/
const boughtAt = /(?:брал|взял|купил|куплен|приобр|достал)[а-я]*\s+(?:ее\s+|его\s+)?с\s*$/

/** «ГРМ на пробеге 120», «пробег двигателя 20»: a reading of something else or of another day. */
function isTrapped(quantity: Quantity, cueAt: number): boolean {
  if (trapAfter.test(quantity.partAfter) && !(cueAt >= 0 && quantity.endsSentence)) return true
  const { stretch } = quantity
  const trapAt = trapPlace(stretch)
  if (trapAt > cueAt || (cueAt >= 0 && /^(?:про(?:беж|ех|езд|ш)|накат|наез)/.test(stretch.slice(cueAt)) && (partsWay.test(stretch) || partsOwnWay.test(stretch.slice(0, cueAt))))) return true
  if (cueAt >= 0 && stretch.startsWith('сейчас', cueAt) && /(?<![а-я])(?:цен|стоил|стоит|было|прос)/.test(quantity.clauseBefore)) return true
  if (cueAt < 0 && quantity.partBefore.includes('гаранти')) return true
  if (cueAt >= 0 && /(?<![а-я])(?:в|по) (?:япони|коре|кита|сша|европ|росси|рф)[^\d.]{0,14}$/.test(stretch.slice(0, cueAt))) return true
  if (/общий\s*$/.test(stretch) && /(?<![а-я])ход/.test(quantity.clauseBefore)) return true
  if (/^\s*(?:год[а-я]*\s+)?или\s*$/.test(stretch) || partsReading.test(stretch)) return true
  if (/(?:тогда|на тот момент|при покупке)[^.!\n]*$|пробег[а-я]*\s+(?:был|тогда|при\s+покупке)[^.!\n]*$/.test(stretch)) return true
  if (cueAt < 0) return /(?:^|\s)(?:до|более|на|от|за)\s*$/.test(quantity.partBefore)
  const head = stretch.slice(0, cueAt)
  if (boughtAt.test(head) || partsOwn.test(head) || partOfWay.test(head)) return true
  if (stretch.startsWith('пробеге', cueAt) && /(?:^|[^а-я])(?<!сейчас )(?:на|при)\s*$/.test(head)) return true
  return /(?:^|[^а-я])(?:после|до|без)\s*$/.test(head) || /(?:двс|двигател[а-я]*|мотор[а-я]*|акпп|коробк[а-я]*|контракт[а-я]*|резин[а-я]*|шин[аы]?|грм|ремонт[а-я]*)\s*(?:с\s+)?$/.test(head)
}

function trapPlace(stretch: string): number {
  const plain = stretch.replace(harmless, (phrase) => ' '.repeat(phrase.length))
  const comma = plain.lastIndexOf(',')
  const weak = lastMatch(plain.slice(comma + 1), weakTrap)
  return Math.max(lastMatch(plain, strongTrap), weak < 0 ? -1 : weak + comma + 1)
}

/** Kilometres meant: «пробег 95» is 95 000, «пробег 180 км» is 180 000; up to 60 km and from 400 km on with the unit is a new car's own. */
function mileageValue(quantity: Quantity, hasCue: boolean): number | null {
  const { value, scale, unit } = quantity
  // «ход 420 км»: how far an electric car goes.
  if (hasCue && unit === 'km' && scale === 1 && value < 1000 && /(?<![а-я])хода?\s*[:-]?\s*$/.test(quantity.stretch)) return null
  if (scale === 1 && hasCue && unit === null && value >= 1 && value < 1000 && !quantity.isGrouped) return Math.round(value * 1000)
  if (scale === 1 && hasCue && unit === 'km' && !quantity.isGrouped && !/^[^\p{L}\d]{0,3}(?:перегон|тест|нов)/u.test(quantity.clauseAfter) && value > 60 && value < 400) return Math.round(value * 1000)
  if (unit === null && scale === 1 && !hasCue) return null
  if (value > 1_000_000 || !Number.isFinite(value)) return null
  if (!hasCue && value < 1000) return null
  return Math.round(value)
}

const otherThousand = /(?<![а-я])(?:влож|скид|рынок|рынк|обмен|доплат|торг|потра|налог|осаго|цен[аыу]|стоит|стоимост|штраф|чип|диск|резин|за(?![а-я])|отдам|продам)/

/** A bare thousand («120к», «109.000») beside a price of its own is the mileage. */
export function bareThousand(quantities: Quantity[], price: Scored): Scored | null {
  const free = quantities.filter(
    (quantity) =>
      quantity !== price.quantity &&
      (quantity.scale === 1000 || isOwnNumber(quantity)) &&
      quantity.unit === null &&
      quantity.value >= 5000 &&
      quantity.value <= 600_000 &&
      trapPlace(quantity.stretch) < 0 &&
      !/\([^()]*$/.test(quantity.clauseBefore) &&
      !trapAfter.test(quantity.partAfter) &&
      !otherThousand.test(quantity.stretch) &&
      !/^[^\d]{0,3}(?:торг|скид|вложен|доплат|налог)/.test(quantity.partAfter),
  )
  const [only, ...others] = free
  return only && others.length === 0 && (only.scale === 1000 || only.value < price.value) ? { quantity: only, value: only.value, score: 2 } : null
}

/** Five or six digits that stand for themselves between commas or line breaks. */
function isOwnNumber(quantity: Quantity): boolean {
  return quantity.scale === 1 && (quantity.isGrouped || /^\d{5,6}$/.test(quantity.digits)) && (/^[\s|/•·-]*$/.test(quantity.partBefore) || /(?:акпп|мкпп|автомат|механика|вариатор|робот|cvt|at|mt|ат|мт)\s+$/.test(quantity.partBefore)) && /^[\s.]*(?:[/|•·]|\s-)?\s*(?:$|\d)/.test(quantity.partAfter)
}
