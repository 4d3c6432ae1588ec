import type { Scored } from './price.js'
import type { Quantity } from './quantities.js'

const cue = /(?:пробег[а-я]*|пробежал[аи]?|километраж|одометр[а-я]*|накатал[аи]?|наезж[а-я]*|наезд[а-я]*|прошл[аио]\s|прошел|на\s+одометре|ход[:\s]|🛣|📟|⏱)[^\d]{0,26}$/u
const trapBefore = /(?:грм|цеп[ьи]|рем(?:ень|ня|ни)|масл[оа]|замен[а-я]*|меня[а-я]*|поменя[а-я]*|менял[а-я]*|то\s|то-?\d|сервис[а-я]*|обслуж[а-я]*|расход[а-я]*|через|кажд[а-я]+|двигател[а-яь]*|мотор[а-я]*|двс|движ[а-я]*|коробк[а-я]*|акпп|мкпп|вариатор[а-я]*|капитал[а-я]*|капремонт[а-я]*|после|сделан[а-яо]*|ремонт[а-я]*|запас[а-я]*\s+хода|гаранти[а-я]*|ресурс[а-я]*|обкатк[а-я]*|еще|свеч[а-я]*|колодк[а-я]*|сцеплени[а-я]*|резин[а-я]*|шин[аы]?|за\s+последн[а-я]+|последн[а-я]+|назад|интервал[а-я]*|регламент[а-я]*|аккумул[а-я]*|батаре[а-я]*|турбин[а-я]*|подвеск[а-я]*|антифриз|фильтр[а-я]*|вложен[а-я]*|был[аи]?\s+куплен[а-я]*|купил[аи]?|куплен[а-я]*|брал[аи]?|взял[аи]?|проехал[аи]?|проездил[аи]?|доставк[а-я]*|от\s+москвы|находится\s+в|родной\s+до|на\s+баке|на\s+полном|на\s+одном|аудит|при\s+пробег[а-я]*|на\s+пробег[а-я]*|с\s+пробег[а-я]*\s+до|следующ[а-я]+|осталось|рассто[а-я]*|в\s+радиусе|на\s+100|эвакуатор|контракт[а-я]*)[^\d]{0,28}$/
const trapAfter = /^[^\d]{0,3}(?:назад|пройдет|проехал|проездил|до\s+(?:замен|то)|после\s+(?:замен|ремонт|капит)|от\s+(?:москвы|мкад|города)|менял|замен|поменя|сделан|было сделан|запас|хода|в\s+час|в\s+месяц|в\s+год|ежегодн|гаранти|на\s+(?:одном|полном|баке|заряде)|без\s+замены)/

/** The car's own reading in kilometres: not the age of its belt, engine, tyres or last service. */
export function findMileage(quantities: Quantity[], taken: Quantity | null): Scored | null {
  const candidates = quantities.flatMap((quantity) => (quantity === taken ? [] : scoreMileage(quantity)))
  return candidates.filter((candidate) => candidate.score >= 2.5).sort((left, right) => right.score - left.score || left.quantity.start - right.quantity.start)[0] ?? null
}

function scoreMileage(quantity: Quantity): Scored[] {
  if (quantity.unit !== null && quantity.unit !== 'km') return []
  if (quantity.scale === 1_000_000) return []
  const hasCue = cue.test(quantity.clauseBefore) || /^[^\d\n,.]{0,4}(?:пробег|родной пробег|родного пробега|реальный пробег)(?![а-я]* (?:двиг|двс|мотор|по))/.test(quantity.partAfter)
  const value = mileageValue(quantity, hasCue)
  if (value === null) return []
  let score = 0
  if (hasCue) score += 5
  if (quantity.unit === 'km') score += value >= 1000 ? 3 : 0.5
  if (quantity.scale === 1000 && quantity.unit === null) score += 0.5
  if (isTrapped(quantity, hasCue)) score -= 9
  return [{ quantity, value, score }]
}

function isTrapped(quantity: Quantity, hasCue: boolean): boolean {
  if (trapAfter.test(quantity.partAfter)) return true
  if (!hasCue) return trapBefore.test(quantity.clauseBefore) || /(?:^|\s)(?:до|более|на)\s*$/.test(quantity.partBefore)
  const at = quantity.clauseBefore.search(/(?:пробег[а-я]*|пробежал[аи]?|километраж|одометр|прошл[аио]|прошел|ход[:\s])[^\d]*$/)
  const head = quantity.clauseBefore.slice(0, Math.max(0, at))
  const between = quantity.clauseBefore.slice(Math.max(0, at))
  return /(?:^|[^а-я])(?:на|при|без|после|с|до)\s*$/.test(head) || /(?:двс|двигател[а-я]*|мотор[а-я]*|акпп|коробк[а-я]*|контракт[а-я]*|резин[а-я]*|шин[аы]?|грм|запас|гаранти[а-я]*|кап[а-я]*ремонт[а-я]*)[\s:,-]*(?:с\s+)?$/.test(head) || /(?:двигател|двс|мотор|акпп|коробк|после|грм|меня|замен|до\s*$|колес|резин|гарант)/.test(between)
}

/** Kilometres meant: «пробег 95» is 95 000; up to 60 km with the unit is a new car's own. */
function mileageValue(quantity: Quantity, hasCue: boolean): number | null {
  const { value, scale, unit } = quantity
  if (scale === 1 && hasCue && unit === null && value >= 1 && value < 1000 && !quantity.isGrouped) return Math.round(value * 1000)
  if (scale === 1 && hasCue && unit === 'km' && !quantity.isGrouped && value > 60 && value < 1000) return Math.round(value * 1000)
  if (unit === null && scale === 1 && !hasCue) return null
  if (value > 1_500_000 || !Number.isFinite(value)) return null
  if (!hasCue && value < 1000) return null
  return Math.round(value)
}

/** A bare thousand («120к», «95тыс») beside a price of its own is the mileage. */
export function bareThousand(quantities: Quantity[], price: Quantity): Scored | null {
  const bare = quantities.filter((quantity) => quantity !== price && quantity.scale === 1000 && quantity.unit === null && quantity.value >= 1000 && quantity.value <= 600_000)
  const free = bare.filter((quantity) => !trapBefore.test(quantity.clauseBefore) && !trapAfter.test(quantity.partAfter) && !/(?:влож|скид|рынок|рынк|обмен|доплат|торг|потра|налог|осаго|цена|стоит|штраф|чип|диск|резин|за)[^\d]{0,30}$/.test(quantity.clauseBefore) && !/^[^\d]{0,3}(?:торг|скид|вложен|доплат|налог)/.test(quantity.partAfter))
  const [only, ...others] = free
  return only && others.length === 0 ? { quantity: only, value: only.value, score: 2 } : null
}
