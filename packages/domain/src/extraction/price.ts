import { paidFor } from './paid-for.js'
import { lastMatch, type Quantity } from './quantities.js'

export type Scored = { quantity: Quantity; value: number; score: number }

const cue = /(?<![а-яa-z])(?:цена вопроса|цен+[аеуы](?!й)|стало(?=\s*[:-]\s*$)|ценой|ценник|ценик|стоимость[юи]?|прошу|просим|прайс|price|отда(?:м|ю|ем)|прода(?:м|ю|ется|жа|ем|ется)\s+(?:всего\s+|срочно\s+)?за|продажа(?=\s*[:-]?\s*$)|за\s+все|по деньгам|за\s+наличн[а-я]+(?=\s*[:-]?\s*$)|забира[а-я]*\s+за|уйдет\s+за|уступлю\s+за|хот(?:им|елось бы)|хоч(?:у|ется|ем)|брутто|brutto|сторговал[аи]?(?:сь)?(?:\s+(?:до|на))?|без\s+торга(?=\s*[:-]?\s*$)|а так(?=\s*$)|(?:вы)?ставл(?:ю|яю)(?=\s*(?:за\s*)?$)|выставил[аи]?(?=\s*(?:за\s*)?$)|в районе(?=\s*$)|как\s+есть(?=\s*[:-]?\s*$)|прода(?:м|ю)(?=\s*[:-]?\s*$))|(?<=\s)=(?=\s*$)|💰|💵|💸|💲|💴|🏷|🤑|💳|₽:|руб:/gu
const saleVerb = /(?<![а-я])(?:прода(?:м|ю|ется|ем)|отда(?:м|ю)|обменяю)/
const weakCue = /(?:^|[\s,(])(?:за|всего(?: за)?|итого|по цене|стоит|срочно|поэтому)\s{0,2}[:-]?\s*$/
const bargainAfter = /^[\s.,;!()₽-]{0,4}(?:торг|небольшой торг|без торга|не торг|не торгуюсь|торга (?:нет|не)|и\s+забира|забирай|и\s+он[аи]?\s+ваш|отдам(?!\s+отдельно)|окончательн|(?:в|на)\s+руки|на\s+торге|и\s+точка|последн(?:яя|ие)|и\s+торг|если\s+(?:сегодня|быстро|забер|завтра)|тверд|наличк|при\s+(?:встрече|осмотре)|без\s+обмена|и\s+ни\s+(?:рубл|копе)|или\s+(?:меняю|обмен)|(?:с|без)\s+(?:зимн|летн|резин|колес|комплект|музык|лить|диск|лебедк|номер)|обмен|за наличн|срочно|в пт|наличными|нал\b|с торгом|разумный торг|хороший торг)/
/** Money for something else, wherever it stands since the last number. */
const strongTrap = /(?<![а-я])(?:вложен|вложил|вложу|влож|потра[чт]|(?<=\s)трат|рынок|рынк|рыноч|среднерын|средн|скидк|скид|скинем|скину|доплат|ремонт|замен|поменя|взнос|платеж|платить|плачу|кредит|рассрочк|обош|покупал|выкупил|выкуплен|купил|нет\s+за|купить|куплен|брал|взял|приобр|запчаст|предлаг|предлож|вместо|выгод|трейд|trade|эконом|бонус|долг(?![а-я])|утильсбор|утиль|растамож|пошлин|таможн|чип|сброс|торг\s+(?:до|в|на|-)|комисс|залог|депозит|предоплат|задат|дороже|дешевле|ниже|выше|обмен(?!яю)|меня[юл]|чек[аио]?\s|чеков|заплат|отремонт|перебра|отдал|оценк|оценил|в\s+салоне|за\s+ремонт|в\s+месяц|стоит\s+(?:нов|один|одна|так|только)|расход|сертификат|сбктс|одометр|пробег|прош[еёи]л|прошл[аои](?![а-я])|проехал|проездил|накатал|отходил|ресурс|без вопроса|на\s+(?:авито|дроме|авто\.?ру)|иметь|просят|стоят|объем|обьем|можно\s+купить|похож|забер|у\s+дилера|кап\.?\s?ремонт|цена\s+владения|эвакуатор|первоначальн|гонорар|акци[яи]|следующ|последн[а-я]+\s+то(?![а-я])|отъезд|откат|хватит|дела(?:л[аи]?|н[аоы]?)(?![а-я])|обновил|отдельно|продал[аи]?(?![а-я])|был[аои]?\s+(?:вариант|предложен|покупател)|(?<![а-я])(?:по)?ставил|установил|переоформ|(?:по|на)счита|оценива(?!ю)|стоил[аио]?(?![а-я])|озвучил|требу[ею]тся|(?:ушл|вышл)[оаи](?![а-я])|ущерб|видел[аи]?(?![а-я])|сдал[аи]?(?![а-я])|встал[оаи]?(?![а-я])|так(?:ая|ую|ие)(?![а-я])|уступ(?:им|лю|ка)(?!\s+за)|фикс|вбух|вгрох|вбил[аи]?(?![а-я])|вкач)/g
/** The name of a part or a paper: it costs the money only when nothing parts it from the number. */
const weakTrap = /(?<![а-я])(?:гаранти|автотек|антикор|полиров|керамик|тонир|химчист|чехл|шумк|шумоизол|линз|масл[оа]|свеч|фильтр|колодк|стойк|амортиз|радиатор|генератор|стартер|рейк|помп|ролик|сцеплен|грм|налог|осаго|каско|штраф|страхов|новы[йехм](?![а-я])|новая|нового|новой|новую|резин|шин[аы]?(?![а-я])|диск|колес|магнитол|музык|сигналк|сигнализац|подар|работ[аы]\s|аналог|меньше|аукцион|обвес|литье|завод|дилерск|фар[аы](?![а-я])|акб|аккум|лобов|стекл|комплект|обслужив|сервис|за\s+шт|номер|дтп|расчет|выплат|детал|турбин|пневм|подвеск|доставк|перегон|пригнать|старт(?:овая)?)/g
/** One of them right before the number, a word between them at most: «редуктор минимум 35 тыс», «лебедка (95 000 руб)», «ЭБУ: 20 тр». */
const directTrap = new RegExp(String.raw`(?<![а-я])(?<!(?:с|со|без|и) )${paidFor}(?![а-я])(?:\s+[а-я]{2,10})?\s*[:(—–-]*\s*(?:от|до|за|на|по|в)?\s*$|(?<![а-я-])то\s*[:(—–-]\s*$|поколени[ея]\s*$`)
/** «42 т.р за форсунки». */
const paidForBehind = new RegExp(String.raw`^[^\d]{0,3}(?:за|на)\s+(?:[а-я]+(?:ую|ие|ый|ой|ое|ые)\s+)?${paidFor}(?![а-я])`)
/** «новый аккумулятор, 18 тр», «катализатор свежий, цена 15000»: cheaper than a car, behind the name of a part. */
const partBefore = new RegExp(String.raw`(?<![а-я])${paidFor}(?![а-я])[^,.\n]{0,24},[^,.\n]{0,12}$`)
/** «отдам коврики, стоимостью 95 тысяч». */
const partBeside = new RegExp(String.raw`(?:отда(?:м|ю)|прода(?:м|ю)|уступлю)\s+(?:[а-я]+(?:ую|ие|ый|ой|ое|ые|ая)\s+)?${paidFor}(?![а-я])[^.\n\d]{0,30}$`)
/** Parts of the car as well as its data: what costs as much as a car is not their price. */
const dataTrap = /(?<![а-я])(?:двигател|мотор|коробк|акпп|мкпп)/g
const dearPart = 400_000
/** Cheaper is rather a wash, a tyre or a tax than a car. */
const leastUsual = 30_000
const harmless = /(?:дешевле|ниже)\s+рынк[а-я]+(?=\s*[,.!])|без\s+(?:[а-я]+\s+)?(?:колес|резины|дисков|музыки|магнитолы|номер[а-я]*)(?:\s+(?:зимн|летн)[а-я]+)?|(?:с|включая)\s+(?:учетом\s+)?(?:утил|таможн|растамож|пошлин|сбктс|доставк|налог)[а-я]*(?:\s+и\s+[а-я]+)?|без\s+(?:учета\s+)?скид[а-я]+(?:\s+по\s+[а-я-]+(?:\s+и\s+[а-я-]+)?)?|с\s+учетом\s+(?:всех\s+)?расход[а-я]+|вложени[йяе]\s+(?:не\s+[а-я]+|0|ноль|нет|минимум)|без\s+(?:вложени[йя]|дтп|ремонта|кредит[а-я]*|залог[а-я]*|обмена|долг[а-я]*|штраф[а-я]*)|обмен[аы]?\s+(?:не\s+[а-я]+|рассмотр[а-я]+|возмож[а-я]+|приветств[а-я]+)(?=\s*[,.;!])|ремонта\s+не\s+[а-я]+|не\s+требует\s+(?:вложений|ремонта)|с(?:о| учетом)?(?: всеми| всех)? (?:скидк|выгод)[а-я]+|ключ[а-я]*\s+в\s+ключ|выше\s+(?:всяк|похвал)[а-я]*/g
// A word of the market that a number follows speaks of that number, not of this one: «1 890 000 ₽ (рынок 2.05 млн)».
const trapAfter = /^\+|^[^\d]{0,3}(?:(?:рыночн|средн|рынок|по рынку)(?![^\d\n.,]{0,24}\d)|скидк|дисконт|вложен|налог|на ремонт|на вложен|доплат|в подарок|ниже рын|дешевле|дороже|ниже цены|в месяц|\/мес|в мес|в день|\/сут|в сутки|за сутки|в год|\/час|за час|в час|выгод|бонус|штраф|кредит|взнос|первонач|сверху|предоплат|на карт|запчаст|комплект|новый комплект|осталось|отдам отдельно|отдельно|и забирай скидк|забираете|не\s+(?:предлаг|звон|пиш|беспок|отда)|(?:уже\s+)?предлагали|торга(?![а-я]|\s+(?:нет|не))|вложил|влож|потрат|ушло|уш[её]л|обош|отдал[аи]?(?![а-я])|заплат|уплач|выш(?:ло|ел|ла)|пробег|назад|вскрыв|взял[аи]?(?![а-я])|стоил|с установ|с работ|вместе с работ|только запчаст|по чеку|по заказ|с заменой|за кузов|за покрас|на обслуж|на подготов|на запч|за все работ|за ремонт|долг|с меня|с вас|моей доплат|вашей доплат)/
/** «194 тысяч пробег, 230 000»: the word belongs to the number before it. */
const readingBehind = /^[^а-я]*(?:тысяч[а-я]*|тыс|км|т|к)?\.? ?(?:км)?\.? ?(?:реальн[а-я]+ |родн[а-я]+ )?(?:пробег[а-я]*|на (?:одометр|спидометр)е)/
/** «было 830, сейчас 780». */
const nowCue = /(?:сейчас|теперь|стал[ао]?|(?:скинул|снизил|опустил|сбросил|подвинул|уступил)[аи]?(?:сь|ся)? до)\s*[:-]?\s*$/
const formerly = /(?<![а-я])(?:цен|стоил|был[ао]|прос)[^\d]{0,12}\d/
/** «290 прошу», «450 хочу за нее»: the word of price behind the number that opens its part. */
const cueBehind = /^ (?:прошу|просим|хочу|хотим|отдам|отдаю|цена)(?![а-я])/
/** Of the prices of a list the dealer's own is asked. */
const ownCue = /(?:наша|моя|итогов[а-я]+|окончательн[а-я]+|последн[а-я]+)\s+цена[\s.:-]*$/
/** «30 140 км — 41 900 р.»: one of a list of bills. */
const billed = /^\s*(?:км|km)?\s*[—–-]\s*$/
/** «Старая цена 830, новая 780». */
const newCue = /нов(?:ая|ый)(?:\s+цен[а-я]+)?\s*[:-]?\s*$/
const formerPrice = /(?:стар|прежн|прошл)[а-я]+\s+(?:цен|стоим)[^\d]{0,12}\d/
const former = /(?<![а-я])(?:старая|старый|прошл[а-я]+|прежн[а-я]+|первоначальн[а-я]+|средн[а-я]+|рыночн[а-я]+|нов(?:ой|ого)|ниже|выше|была|было|раньше|вместо|не)\s+(?:цен[а-я]+|стоимост[а-я]+|ценник[а-я]*)?\s*(?:была\s*)?[:-]?\s*$|цен[а-я]* (?:был[ао]?|стоял[а]?)\s*$|(?<![а-я])после\s+(?:ремонт|восстан|покрас|сборк)[^.\n,]*$/

/** The asked price, in rubles, and the market's price beside it. Prices of repairs, parts, discounts, exchange and payments are not the car's. */
export function findPrice(quantities: Quantity[]): { asked: Scored | null; market: Scored | null } {
  const candidates = quantities.flatMap((quantity, at) => scorePrice(quantity, quantities[at - 1], quantities[at + 1]))
  const market = quantities.flatMap((quantity) => marketPrice(quantity))[0] ?? null
  const best = candidates.filter((candidate) => candidate.score >= 3).sort((left, right) => right.score - left.score || bareLarger(left, right) || left.quantity.start - right.quantity.start)[0] ?? null
  return { asked: best ? reduced(best, candidates) : null, market }
}

/** Of two equally likely numbers without any unit the larger is the price: «130 000, 620 000». */
function bareLarger(left: Scored, right: Scored): number {
  const isBare = left.quantity.unit === null && right.quantity.unit === null && left.quantity.scale === 1 && right.quantity.scale === 1
  return isBare && lastMatch(left.quantity.stretch, cue) < 0 && lastMatch(right.quantity.stretch, cue) < 0 ? right.value - left.value : 0
}

/**
 * In posts as short as «Solaris 2014 120к 750к» nothing but the order tells: where the mileage is known, the one amount left is the price;
 * of two the first, smaller thousand is the mileage. «620» and «2,65» count where they stand for themselves.
 */
export function findBarePrice(quantities: Quantity[], mileage: Quantity | null): { price: Scored | null; mileage: Scored | null } {
  const bare = quantities.flatMap((quantity, at) => (quantity === mileage ? [] : bareAmount(quantity, quantities[at - 1], quantities[at + 1])))
  const bargained = bare.filter(({ quantity }) => bargainAfter.test(quantity.clauseAfter))
  if (bare.length > 2 && bargained.length === 1) return { price: bargained[0] ?? null, mileage: null }
  const [first, second, ...others] = bare
  if (others.length > 0 || !first) return { price: null, mileage: null }
  if (!second) return { price: mileage !== null || first.quantity.scale === 1 ? first : null, mileage: null }
  if (mileage === null && (first.quantity.scale === 1000 || /^\d{5,6}$/.test(first.quantity.digits)) && first.value < second.value && first.value <= 600_000) return { price: second, mileage: first }
  // «168. 790.»: two short numbers that stand for themselves.
  if (mileage === null && isShort(first.quantity) && isShort(second.quantity) && first.value < second.value) return { price: second, mileage: first }
  return { price: mileage !== null && first.quantity.scale !== 1 && second.quantity.scale === 1 ? first : null, mileage: null }
}

function isShort({ scale, digits }: Quantity): boolean {
  return scale === 1 && /^\d{2,3}$/.test(digits)
}

function bareAmount(quantity: Quantity, previous: Quantity | undefined, next: Quantity | undefined): Scored[] {
  // «ТО на 175 тыс», «после 120 тыс»: a reading.
  if (quantity.unit !== null || /(?<![а-я])(?:на|после|через|каждые)\s*$/.test(quantity.partBefore)) return []
  const scored = scorePrice(quantity, previous, next).filter((candidate) => candidate.score >= 1 && candidate.value >= 20_000)
  if (scored.length > 0 || quantity.scale !== 1 || previous === undefined) return scored
  // «1 830.» as a sentence of its own is 1 830 000.
  if (quantity.isGrouped) return /^[1-9]\d?[ .]\d{3}$/.test(quantity.digits) && quantity.clauseBefore.trim() === '' && /^[\s.]*$/.test(quantity.partAfter) ? [{ quantity, value: quantity.value * 1000, score: 1 }] : []
  const isBargain = bargainAfter.test(quantity.clauseAfter)
  const isNext = quantity.start - previous.end === 1 && (previous.value >= 1000 || previous.unit === 'km' || previous.unit === 'year')
  const opens = /\d ?(?:->|→|➡|=>) ?$/.test(quantity.clauseBefore) || /^\s*(?:у меня|я прошу|а так|мо[йя]|итого|поэтому|короче|сейчас|теперь|всего)?\s*$/.test(quantity.partBefore) || isNext || (isBargain && quantity.value >= 100)
  const isLast = next === undefined && wordCount(quantity.stretch) <= 2 && /(?:,|хоз[а-я]*|вл(?:ад[а-я]*)?\.?|км|автомат|механика|[ам]кпп|вариатор|робот|мт|ат|mt|at)\s*$/.test(quantity.clauseBefore) && quantity.value >= 100
  const isAlone = ((isLast || isNext) && /^\s*(?:[а-я-]{4,}\s*)?[.!]?\s*$/.test(quantity.partAfter)) || (opens && (/^[\s.]*$/.test(quantity.partAfter) || isBargain))
  if (!isAlone || isTrapped(quantity, -1)) return []
  const { value, digits } = quantity
  const isReduced = /\d ?(?:->|→|➡|=>) ?$/.test(quantity.clauseBefore)
  const isLine = quantity.clauseBefore.trim() === '' || isReduced
  if (/^\d{1,2}[.,]\d{2,3}$/.test(digits) && isLine && value >= 0.1 && value < 30) return [{ quantity, value: Math.round(value * 1_000_000), score: 1 }]
  if ((isBargain ? /^\d{2,4}$/ : /^\d{3,4}$/).test(digits) && value >= 30 && !(value >= 1950 && value <= 2035) && (isLine || isBargain || isNext || isLast)) return [{ quantity, value: value * 1000, score: 1 }]
  return []
}

/** Amounts that the text gives for something else than the car, and never for the car. */
export function findTrappedAmounts(quantities: Quantity[]): Set<number> {
  const priced = quantities.filter((quantity) => quantity.unit === null || quantity.unit === 'rub')
  const isBill = (quantity: Quantity): boolean => {
    const cueAt = lastMatch(quantity.stretch, cue)
    return isTrapped(quantity, cueAt >= 0 && quantity.stretch.length - cueAt <= 45 ? cueAt : -1)
  }
  const fair = new Set(priced.filter((quantity) => !isBill(quantity)).map((quantity) => quantity.value))
  return new Set(priced.filter((quantity) => isBill(quantity) && !fair.has(quantity.value)).map((quantity) => quantity.value))
}

/** «1 300 000 → 1 250 000»: the price after the arrow holds. */
function reduced(best: Scored, candidates: Scored[]): Scored {
  const next = candidates.find((candidate) => candidate.quantity.start > best.quantity.end && /(?:->|→|➡|=>|⇒|снижен|теперь|сейчас|сегодня|новая цена|стала|уже)[^\d]{0,24}$/.test(candidate.quantity.clauseBefore) && candidate.quantity.start - best.quantity.end < 60)
  return next && next.value < best.value ? next : best
}

function scorePrice(quantity: Quantity, previous: Quantity | undefined, next: Quantity | undefined): Scored[] {
  const { unit, stretch } = quantity
  // «форсунки 4*1200»: a count of parts and their price.
  if ((unit !== null && unit !== 'rub') || /\d[*×хx] ?$/.test(quantity.clauseBefore)) return []
  const isNow = (nowCue.test(stretch) && formerly.test(quantity.clauseBefore)) || (newCue.test(stretch) && formerPrice.test(quantity.clauseBefore))
  const cueAt = isNow || (cueBehind.test(quantity.partAfter) && !/\p{L}/u.test(quantity.partBefore)) ? stretch.length : lastMatch(stretch, cue)
  const hasCue = cueAt >= 0 && stretch.length - cueAt <= 45
  const value = priceValue(quantity, hasCue)
  if (value === null) return []
  let score = 0
  if (hasCue) score += ownCue.test(stretch) ? 7 : 6
  else if (weakCue.test(stretch) && !(/всего/.test(stretch) && /пробег/.test(quantity.clauseBefore))) score += value >= 50_000 ? 3 : 0
  else if (saleVerb.test(quantity.clauseBefore)) score += unit === 'rub' || value >= 50_000 ? 2 : 0
  if (unit === 'rub') score += value >= leastUsual ? 3.5 : 1.5
  if (!hasCue && value < leastUsual && (unit !== 'rub' || quantity.clauseBefore.trim() !== '')) score -= 3
  if (quantity.scale === 1_000_000) score += 3
  if (quantity.scale === 1000 && unit === null) score += 1
  if (bargainAfter.test(quantity.clauseAfter)) score += 2
  if (quantity.isGrouped && unit === null && value >= 100_000) score += 1.5
  if (!quantity.isGrouped && unit === null && quantity.scale === 1 && value >= 100_000 && !hasCue) score += 1
  const isOwnPart = !/[\p{L}\d]/u.test(quantity.partBefore) && /^[\s.]*\/?$/.test(quantity.partAfter)
  if (isOwnPart && quantity.clauseBefore.trim() === '') score += 2
  else if (isOwnPart) score += 1.5
  if (!hasCue && !(unit === 'rub' && value >= 100_000) && wordCount(stretch.slice(stretch.lastIndexOf(',') + 1)) > 3 && !saleVerb.test(quantity.clauseBefore)) score -= 1
  if (!(opensPart(quantity) && value >= dearPart && !givenAway.test(quantity.clauseBefore)) && isTrapped(quantity, hasCue ? cueAt : -1)) score -= 8
  if (isRange(quantity, previous, next)) score -= 2
  if (quantity.digits.length <= 3 && previous && previous.unit === null && previous.scale === 1 && previous.value < 1000 && previous.value >= 100 && /\d, ?\d{3}, ?$/.test(quantity.clauseBefore)) score -= 5
  if (next && next.start - quantity.end < 8 && /^ ?(?:->|→|➡)/.test(quantity.partAfter)) score += 0.5
  return [{ quantity, value, score }]
}

/** «поменяли коробку, 1 300 000 ₽»: behind a comma an amount with its unit begins anew. */
function opensPart({ unit, scale, partBefore, clauseBefore, partAfter }: Quantity): boolean {
  return (((unit === 'rub' || scale === 1_000_000) && partBefore.trim() === '') || partBefore.trim() === 'за') && clauseBefore.includes(',') && !trapAfter.test(partAfter) && !boughtNew.test(clauseBefore)
}

/** «обмен на гараж стоимостью до 350»: what it may cost that is taken in exchange. */
const exchanged = /(?:обмен|меняю)[^.\n]*(?:стоимост|цен)[а-я]*\s+(?:до|около|от|в|не\s+(?:более|больше|дороже))\s*$/
/** «комплект зимней резины отдам за 20 000»: a part is offered beside the car. */
const partOffered = /(?<!(?:с|со|без|и|на|под|новой|хорошей) )(?<![а-я])(?:комплект[а-я]*|резин[ауы]|колес[ао]|шин[ыау]|диск[иа]|запчаст[иья]|магнитол[ауы]|сабвуфер|чехл[ыа]|коврик[иа]|багажник|прицеп|бокс)(?![а-я])[^,.\n]{0,40}(?:отда(?:м|ю)|прода(?:м|ю)|уступлю|возьм(?:у|ете))\s+(?:за\s*)?$/
/** «в подарок турбина, ценой 75 000», «резина новая, стоит 48 тр». */
const givenAway = /(?:подар(?:ок|ю|им)|бонусом|в комплекте|впридачу)[^.\n\d]{2,40}(?:стоимостью|ценой|стоит|за|на)\s*$|(?:нов(?:ый|ая|ые|ое)|свеж(?:ий|ая|ие|ее)|недавно|назад|в этом году),?\s+стоит\s*$/
/** «машину покупали новой, 615 000 рублей». */
const boughtNew = /(?:(?:покупал|брал|взял|куп(?:ил|лен)|приобр)[а-я]*\s+(?:ее\s+|его\s+|машину\s+|авто\s+)?(?:нов(?:ой|ую|ым|ая)|в\s+салоне|у\s+дилера|в\s+кредит)|(?:машину|ее|авто)\s+(?:покупали?|брали?))[^.\n]*$/

/** Whatever stands nearer to the number wins: the word of price, or the word of something else that costs money. */
function isTrapped(quantity: Quantity, cueAt: number): boolean {
  if (trapAfter.test(quantity.partAfter) && !((cueAt >= 0 || quantity.scale === 1_000_000 || weakCue.test(quantity.stretch)) && quantity.endsSentence)) return true
  const { stretch } = quantity
  if (quantity.value < dearPart / 2 && billed.test(stretch) && /\d\s*(?:км|km)\s*[—–-]\s*$/.test(quantity.clauseBefore)) return true
  if (exchanged.test(stretch) || (quantity.value < 100_000 && partOffered.test(quantity.partBefore))) return true
  if (former.test(cueAt >= 0 ? stretch.slice(0, cueAt) : stretch) || former.test(stretch)) return true
  // What stands in brackets behind another number belongs to what was said before: «цепь менял на 220 000 (150 т.р)».
  const isBracketed = /^[^\p{L}]*\([^\p{L}]*$/u.test(stretch)
  const own = quantity.clauseBefore.length > stretch.length ? stretch.replace(readingBehind, blank) : stretch
  const plain = (isBracketed ? quantity.clauseBefore : own).replace(/\([^()]*\)/g, blank).replace(harmless, blank)
  if (lastMatch(plain, strongTrap) > cueAt) return true
  // «коробку сделал (соленоиды, 45 т.р.)»: a bill within brackets.
  if (cueAt < 0 && quantity.value < dearPart && /\([^()]*\p{L}[^()]*$/u.test(quantity.clauseBefore)) return true
  if (cueAt < 0 && quantity.value < dearPart && directTrap.test(plain)) return true
  if (quantity.value < dearPart && (givenAway.test(quantity.clauseBefore) || partBeside.test(quantity.clauseBefore) || paidForBehind.test(quantity.partAfter) || ((quantity.unit === 'rub' || quantity.scale > 1 || quantity.value >= 10_000) && quantity.value >= 1000 && quantity.value < leastUsual && partBefore.test(quantity.clauseBefore)))) return true
  const comma = plain.lastIndexOf(',')
  const part = plain.slice(comma + 1)
  const weakAt = Math.max(lastMatch(part, weakTrap), quantity.value < dearPart ? lastMatch(part, dataTrap) : -1)
  if (weakAt >= 0 && weakAt + comma + 1 > cueAt) return true
  return cueAt < 0 && /(?:^|\s)(?:от|до|плюс|\+|минус)\s*$|(?:^|\s)-$/.test(quantity.partBefore) && quantity.clauseBefore.trim() !== '-'
}

function blank(phrase: string): string {
  return ' '.repeat(phrase.length)
}

function isRange(quantity: Quantity, previous: Quantity | undefined, next: Quantity | undefined): boolean {
  const follows = previous !== undefined && quantity.start - previous.end <= 1 && quantity.start > previous.end && previous.unit === null && previous.scale === 1 && quantity.clauseBefore.endsWith('-')
  return follows || (next !== undefined && next.start - quantity.end === 1 && quantity.partAfter.startsWith('-') && quantity.unit === null && quantity.scale === 1)
}

function wordCount(text: string): number {
  return text.match(/[\p{L}]{2,}/gu)?.length ?? 0
}

/** «за 1250» at the beginning of its part or behind «продам», not «рейка перебрана за 9500». */
function opensOffer({ partBefore, clauseBefore }: Quantity): boolean {
  return wordCount(partBefore) <= 1 || saleVerb.test(clauseBefore)
}

/** Rubles meant: «цена 350» is 350 thousand, «цена 1.25» is 1 250 000. Null: no price of a car. */
function priceValue(quantity: Quantity, hasCue: boolean): number | null {
  const { value, scale, unit } = quantity
  if (scale === 1 && (hasCue || (weakCue.test(quantity.stretch) && (value < 1000 || opensOffer(quantity)))) && unit !== 'rub') {
    if (quantity.isDecimal && value >= 0.3 && value < 30) return hasCue ? Math.round(value * 1_000_000) : null
    if (Number.isInteger(value) && value >= 25 && value < 10_000 && !quantity.isGrouped && !(value >= 1970 && value <= 2030 && !/(?:цен+[а-я]*|прошу)\s*[:—-]?\s*$/.test(quantity.stretch))) return value * 1000
  }
  if (scale === 1 && hasCue && unit === 'rub' && !quantity.isGrouped && value >= 25 && value < 1000) return value * 1000
  if (scale === 1 && hasCue && quantity.isGrouped && value >= 1000 && value < 10_000 && unit !== 'rub') return value * 1000
  return value >= 10_000 && value <= 300_000_000 ? Math.round(value) : null
}

const marketCue = /(?:рынок|рынк[еау]|рыночн[а-я]+(?:\s+(?:цен[а-я]+|стоимость))?|среднерыночн[а-я]+(?:\s+(?:цен[а-я]+|стоимость))?|средн[а-я]+\s+(?:цен[а-я]+|стоимость|по рынку|по авито)|авито\s+оцен[а-я]+|оценк[а-я]+\s+авито)[^\d\n]{0,45}$/

function marketPrice(quantity: Quantity): Scored[] {
  if (quantity.unit !== null && quantity.unit !== 'rub') return []
  if (!marketCue.test(quantity.clauseBefore) || /ниже|дешевле|выгод/.test(quantity.clauseBefore.slice(-30))) return []
  const value = priceValue(quantity, true)
  return value === null || value < 50_000 ? [] : [{ quantity, value, score: 5 }]
}
