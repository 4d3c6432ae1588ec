import type { Quantity } from './quantities.js'

export type Scored = { quantity: Quantity; value: number; score: number }

const cue = /(?:цена|цене|цену|ценой|ценник|ценик|стоимость|стоимостью|прошу|прайс|price|отда(?:м|ю|ем)\s+(?:всего\s+)?за|прода(?:м|ю|ется|жа|ем)\s+(?:всего\s+|срочно\s+)?за|за\s+все|отдаю|забира[а-я]*\s+за|уйдет\s+за|💰|💵|💸|💲|💴|🏷|🤑|💳|₽:|руб:)[^\d]{0,24}$/u
const weakCue = /(?:^|[\s,(])(?:за|всего(?: за)?|итого|по цене)\s{0,2}[:\-]?\s*$/
const bargainAfter = /^[\s.,;!()₽-]{0,4}(?:торг|небольшой торг|без торга|окончательн|обмен|за наличн|срочно|в пт|наличными|нал\b|с торгом|разумный торг|хороший торг)/
const trapBefore = /(?:вложен[а-яо]*|вложил[аи]?|вложу|влож[а-я]*|потра[а-я]+|рынок|рынк[еау]|рыноч[а-я]+|средн[а-я]+|скидк[а-я]*|скид[а-я]*|доплат[а-я]*|ремонт[а-я]*|замен[а-я]*|налог[а-я]*|осаго|каско|страхов[а-я]*|взнос[а-я]*|платеж[а-я]*|платить|кредит[а-я]*|рассрочк[а-я]*|обош[а-я]+|покупал[аи]?|купил[аи]?|куплен[аоы]?|брал[аи]?|взял[аи]?|приобр[а-я]+|новы[йехм]|нов(?:ая|ого|ые)\s|резин[а-я]*|шин[аы]?|диск[а-я]*|колес[а-я]*|магнитол[а-я]*|музык[а-я]*|сигнал[а-я]*|запчаст[а-я]*|предлаг[а-я]*|предлож[а-я]*|вместо|выгод[а-я]*|трейд[а-я-]*|trade|эконом[а-я]*|старая цена|был[аои]?\s|бонус[а-я]*|подар[а-я]+|штраф[а-я]*|долг[а-я]*|утильсбор[а-я]*|растамож[а-я]*|пошлин[а-я]*|чип[а-я]*|работ[аы]\s|аналог[а-я]*|меньше|сброс[а-я]*|уступ[а-я]*|торг\s+(?:до|в|на|-|\d)|торг[:\s-]*$|перекуп[а-я]*|комисс[а-я]*|залог[а-я]*|депозит|предоплат[а-я]*|задат[а-я]*|аукцион[а-я]*|дороже|дешевле|ниже|выше|с доплат|обмен[а-я]*|меняю|до\s+доплат|чек[а-я]*\s+на|заплат[а-я]*|отдал[аи]?|обвес[а-я]*|литье|оценк[а-я]*|оценил[аи]?|автотек[а-я]*|дилер[а-я]*\s+(?:цена|за)|завод[а-я]*\s+цена|в\s+салоне\s+(?:от|за|стоит|нов)|мотор[а-я]*\s+за|двигател[а-я]*\s+за|за\s+ремонт|в\s+месяц|стоит\s+(?:нов|один|одна|так|только|в\s+салоне)|расход[а-я]*)[^\d]{0,32}$/
const trapAfter = /^[^\d]{0,3}(?:скидк|дисконт|вложен|налог|на ремонт|на вложен|доплат|в подарок|ниже рын|дешевле|дороже|ниже цены|в месяц|\/мес|в мес|в день|\/сут|в сутки|за сутки|в год|\/час|за час|в час|выгод|бонус|штраф|кредит|взнос|первонач|сверху|предоплат|на карт|запчаст|комплект|новый комплект|осталось|и забирай скидк|рыночн|средн|рынок|не предлаг|предлагали|по рынку)/
const former = /(?:старая\s+цена|была|было|раньше|вместо|прежн[а-я]+\s+цена|первоначальн[а-я]+\s+цена)[^\d]{0,12}$/

/** The asked price, in rubles, and the market's price beside it. Prices of repairs, parts, discounts, exchange and payments are not the car's. */
export function findPrice(quantities: Quantity[]): { asked: Scored | null; market: Scored | null } {
  const candidates = quantities.flatMap((quantity, at) => scorePrice(quantity, quantities[at - 1], quantities[at + 1]))
  const market = quantities.flatMap((quantity) => marketPrice(quantity))[0] ?? null
  const best = candidates.filter((candidate) => candidate.score >= 3).sort((left, right) => right.score - left.score || left.quantity.start - right.quantity.start)[0] ?? null
  return { asked: best ? reduced(best, candidates) : null, market }
}

/** «1 300 000 → 1 250 000»: the price after the arrow holds. */
function reduced(best: Scored, candidates: Scored[]): Scored {
  const next = candidates.find((candidate) => candidate.quantity.start > best.quantity.end && /(?:->|→|➡|=>|⇒|снижен|теперь|новая цена|стала|уже)[^\d]{0,24}$/.test(candidate.quantity.clauseBefore) && candidate.quantity.start - best.quantity.end < 60)
  return next && next.value < best.value ? next : best
}

function scorePrice(quantity: Quantity, previous: Quantity | undefined, next: Quantity | undefined): Scored[] {
  const { unit } = quantity
  if (unit !== null && unit !== 'rub') return []
  const hasCue = cue.test(quantity.clauseBefore) && !(previous && quantity.start - previous.end < 3 && previous.unit === null)
  const value = priceValue(quantity, hasCue)
  if (value === null) return []
  let score = 0
  const trapped = isTrapped(quantity, hasCue)
  if (hasCue) score += 5
  else if (weakCue.test(quantity.clauseBefore)) score += quantity.scale > 1 || value >= 50_000 ? 3 : 0
  if (unit === 'rub') score += value >= 10_000 ? 3.5 : 0
  if (quantity.scale === 1_000_000) score += 3
  if (quantity.scale === 1000 && unit === null) score += 1
  if (bargainAfter.test(quantity.partAfter) || bargainAfter.test(`${quantity.partAfter}`)) score += 2
  if (quantity.isGrouped && unit === null && value >= 100_000) score += 1.5
  if (!quantity.isGrouped && unit === null && quantity.scale === 1 && value >= 150_000 && !hasCue) score += 1
  if (quantity.clauseBefore.trim() === '' && quantity.partAfter.trim() === '') score += 2
  if (trapped) score -= 8
  if (next && next.start - quantity.end < 8 && /^ ?(?:->|→|➡)/.test(quantity.partAfter)) score += 0.5
  return [{ quantity, value, score }]
}

function isTrapped(quantity: Quantity, hasCue: boolean): boolean {
  if (trapAfter.test(quantity.partAfter)) return true
  if (former.test(quantity.clauseBefore)) return true
  if (!hasCue) return trapBefore.test(quantity.clauseBefore) || /(?:^|\s)(?:от|до)\s*$/.test(quantity.partBefore)
  const cueAt = quantity.clauseBefore.search(/(?:цен[а-я]+|стоимость[а-я]*|прошу|ценник|отда[а-я]+|💰|💵|🏷)[^\d]*$/u)
  const between = quantity.clauseBefore.slice(Math.max(0, cueAt))
  return /(?:рынк|рыноч|средн|нов(?:ой|ого|ый|ая)|ремонт|вложен|замен|ниже|скидк|старая|резин|диск|колес|в салоне|у дилера|по трейд|трейд-ин|в кредит|аналог|страхов|осаго|запчаст|комплект|за шт|обмен|доплат|похож)/.test(between) || /(?:ниже|выше|средняя|средней|рыночн[а-я]+|старая|нов(?:ой|ого)|не)\s*$/.test(quantity.clauseBefore.slice(0, Math.max(0, cueAt)).trimEnd())
}

/** Rubles meant: «цена 350» is 350 thousand, «цена 1.25» is 1 250 000. Null: no price of a car. */
function priceValue(quantity: Quantity, hasCue: boolean): number | null {
  const { value, scale, unit } = quantity
  if (scale === 1 && (hasCue || weakCue.test(quantity.clauseBefore)) && unit !== 'rub') {
    if (quantity.isDecimal && value >= 0.3 && value < 30) return hasCue ? Math.round(value * 1_000_000) : null
    if (Number.isInteger(value) && value >= 25 && value < 10_000 && !quantity.isGrouped && !(value >= 1970 && value <= 2030)) return value * 1000
  }
  if (scale === 1 && hasCue && unit === 'rub' && quantity.isGrouped === false && value >= 25 && value < 1000) return value * 1000
  if (scale === 1 && hasCue && quantity.isGrouped && value >= 1000 && value < 10_000 && unit !== 'rub') return value * 1000
  return value >= 10_000 && value <= 300_000_000 ? Math.round(value) : null
}

const marketCue = /(?:рынок|рынк[еау]|рыночн[а-я]+(?:\s+(?:цен[а-я]+|стоимость))?|среднерыночн[а-я]+(?:\s+(?:цен[а-я]+|стоимость))?|средн[а-я]+\s+(?:цен[а-я]+|стоимость|по рынку|по авито)|авито\s+оцен[а-я]+|оценк[а-я]+\s+авито)[^\d\n]{0,20}$/

function marketPrice(quantity: Quantity): Scored[] {
  if (quantity.unit !== null && quantity.unit !== 'rub') return []
  if (!marketCue.test(quantity.clauseBefore) || /ниже|дешевле|выгод/.test(quantity.clauseBefore.slice(-30))) return []
  const value = priceValue(quantity, true)
  return value === null || value < 50_000 ? [] : [{ quantity, value, score: 5 }]
}
