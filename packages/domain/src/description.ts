import type { CarFacts } from './car.js'
import { containsContact } from './contacts.js'
import { namedCars } from './extraction/find-car.js'
import { prepareText } from './extraction/prepare-text.js'
import { extractByRules } from './extraction/extract-by-rules.js'
import { formatLitres, transmissionName } from './listing.js'
import { formatRubles, groupDigits } from './money.js'
import { plural } from './plural.js'
import { strangeNumbers } from './strange-numbers.js'

export type DescriptionCheck = { ok: true } | { ok: false; faults: string[] }

const longest = 900
const highestOverlap = 0.6

const noAccident = String.raw`(?:без\s+(?:единой\s+|единого\s+|каких-либо\s+)?|не\s+(?:был[оа]?\s+|побывал[а-я]*\s+)?(?:в|участвовал[аи]?\s+в|попадал[аи]?\s+в|имел[аи]?)\s+)(?:дтп|авари|столкновени)|(?:дтп|авари[йия]|столкновений)\s*[:—-]?\s*(?:не\s+был[оа]|нет(?![а-я])|отсутств|исключен)|(?:не|ни\s+разу\s+не)\s*бит(?!ком)|небит|безаварийн|целый\s+кузов|кузов\s+(?:целый|без\s+повреждений)|без\s+повреждений`
const claims: { fault: string; claim: RegExp; source: RegExp }[] = [
  { fault: 'сказано, что ДТП не было, а в тексте этого нет', claim: new RegExp(noAccident), source: /(?:без|не\s+(?:было\s+)?(?:в|участ[а-я]*\s*в?|имел[аи]?|попад[а-я]*\s+в))\s*(?:единой\s+|серьезн[а-я]+\s+|крупн[а-я]+\s+)?(?:дтп|авари)|дтп[^.\n]{0,20}(?:не\s|нет|отсутств)|(?:не|ни)\s*(?:разу\s+не\s+)?бит|небит|безаварийн|кузов[^.\n]{0,12}без\s+авари|без\s+повреждений|кузов\s+цел|целый\s+кузов|не\s*крашен[а-я]*[,. ]+не\s*бит|авари[йи]\s+не\s+был/ },
  { fault: 'сказано о ДТП, а в тексте этого нет', claim: /(?<!без\s)(?<!не\s)(?:был[оаи]?\s+(?:в\s+)?дтп|участвовал[аи]?\s+в\s+дтп|после\s+дтп|восстановлен|битая|битый)/, source: /дтп|авари|бит|восстановл|удар|страхов/ },
  { fault: 'сказано о краске кузова, а в тексте этого нет', claim: /не\s*(?:был[аои]?\s+)?(?:пере)?(?:краш|окраш)|некраш|родн[а-я]+\s+(?:лако)?(?:краск|окрас|лкп)|заводск[а-я]+\s+(?:краск|окрас|покрыти|лкп)|без\s+окрас/, source: /краш|краск|окрас|крас[ие]|лкп/ },
  { fault: 'сказано о числе владельцев, а в тексте этого нет', claim: /(?:владел|хозя|собственник)[а-я]*|(?:одних|первых|вторых)\s+рук/, source: /владел|влад(?![а-я])|хоз|собственн|(?:одних|первых|вторых)\s+рук|рука/ },
  { fault: 'сказано о проверке по Автотеке, а в тексте этого нет', claim: /автотек|автокод|гибдд|гаи(?![а-я])/, source: /автотек|автокод|гибдд|гаи(?![а-я])/ },
  { fault: 'сказано о юридической чистоте, а в тексте этого нет', claim: /юридическ|чист(?:ая|ую|ой)\s+(?:истори|документ)|без\s+(?:залог|обременен|ограничен|арест|запрет|штраф)|не\s+в\s+(?:залоге|кредите|розыске)/, source: /юридич|юр\.|чист[а-я]*\s+(?:истори|документ)|залог|обремен|огранич|арест|запрет|кредит|штраф/ },
  { fault: 'сказано о гарантии, а в тексте этого нет', claim: /гаранти/, source: /гаранти/ },
  { fault: 'сказано об обслуживании, а в тексте этого нет', claim: /обслуживал[а-я]*\s+(?:только\s+|исключительно\s+)?(?:у|на|в)\s+(?:официальн|дилер)|сервисн[а-я]+\s+(?:книжк|истори)/, source: /дилер|официал|сервисн|книжк/ },
  { fault: 'сказано о настоящем пробеге, а в тексте этого нет', claim: /(?:родн|реальн|оригинальн|честн|не\s*скруч)[а-я]*\s+пробег|пробег[а-я]*\s+(?:родн|реальн|оригинальн|честн|не\s*скруч)/, source: /(?:родн|реальн|оригинальн|честн|скруч)/ },
]

/**
 * Whether a written description may be published: no number the source lacks, in digits or in words, nothing of the car's data that is not in `facts` (what the rules
 * read in the source, when not given), no contact, no claim of accidents, owners, paint, papers or guarantee without ground, no other car's name, no markup, at most
 * 900 characters, Russian, and less than 0.6 of its character 5-grams taken from the source.
 */
export function checkDescription(text: string, source: string, facts?: CarFacts): DescriptionCheck {
  const ruled = extractByRules(source).facts
  const plain = prepareText(text).text
  const plainSource = prepareText(source).text
  const faults = [
    ...(text.trim() === '' ? ['описание пустое'] : []),
    ...(text.length > longest ? [`длиннее ${longest} знаков`] : []),
    ...(isRussian(plain) ? [] : ['написано не по-русски']),
    // What the rules made of the seller's abbreviations counts as said: «зима-лето» is two sets of tyres.
    ...strangeNumbers(text, `${source}\n${ruled.equipment ?? ''}`).map((number) => `числа ${short(number)} нет в тексте`),
    ...otherFacts(text, facts ?? ruled).map((name) => `${name}: в тексте другое или не названо`),
    ...(containsContact(text) ? ['есть контакт или призыв связаться'] : []),
    ...(/<[a-z/][^>]*>|&#?\w+;|\[[^\]]*\]|```|\{\{|\*\*|__/iu.test(text) ? ['есть разметка или служебная метка'] : []),
    ...claims.filter(({ claim, source: ground }) => claim.test(plain) && !ground.test(plainSource)).map(({ fault }) => fault),
    ...strangeCars(plain, plainSource).map((name) => `названа другая машина: ${name}`),
    ...(overlap(plain, plainSource) >= highestOverlap ? ['слишком похоже на исходный текст'] : []),
  ]
  return faults.length === 0 ? { ok: true } : { ok: false, faults }
}

const dataNames = { priceKopecks: 'цена', marketPriceKopecks: 'рыночная цена', year: 'год', mileageKm: 'пробег', owners: 'число владельцев', powerHp: 'мощность', engineVolumeCc: 'объём', transmission: 'коробка' } as const

/** What a reader would take from the words to be the car's data, where the data says otherwise or nothing. */
function otherFacts(text: string, facts: CarFacts): string[] {
  const told = extractByRules(text).facts
  const keys: (keyof typeof dataNames)[] = ['priceKopecks', 'marketPriceKopecks', 'year', 'mileageKm', 'owners', 'powerHp', 'engineVolumeCc', 'transmission']
  return keys.filter((key) => told[key] !== null && !isSameFact(key, told, facts)).map((key) => dataNames[key])
}

function isSameFact(key: keyof typeof dataNames, told: CarFacts, facts: CarFacts): boolean {
  if (key === 'engineVolumeCc') return facts.engineVolumeCc !== null && told.engineVolumeCc !== null && Math.abs(facts.engineVolumeCc - told.engineVolumeCc) <= 60
  return told[key] === facts[key]
}

/** A long number may be somebody's phone: it is not repeated. */
function short(number: string): string {
  return number.replace(/\D/g, '').length > 6 ? `из ${number.replace(/\D/g, '').length} цифр` : number
}

/** A plain description out of the fields alone: what remains when nothing written can be published. */
export function composeDescription(facts: CarFacts): string {
  const sentences = [
    facts.equipment === null || containsContact(facts.equipment) ? null : sentence(`В оснащении: ${facts.equipment}`),
    technical(facts),
    facts.mileageKm === null ? null : `Заявленный пробег — ${groupDigits(facts.mileageKm)} км.`,
    facts.owners === null || facts.owners === 0 ? null : `По словам продавца, ${facts.owners} ${plural(facts.owners, ['владелец', 'владельца', 'владельцев'])}.`,
    facts.priceKopecks === null ? 'Цену уточняйте у продавца.' : `Цена — ${formatRubles(facts.priceKopecks)}.`,
  ]
  return sentences.filter((part) => part !== null).join(' ')
}

function technical(facts: CarFacts): string | null {
  const parts = [
    facts.engineVolumeCc === null ? null : `двигатель ${formatLitres(facts.engineVolumeCc)}`,
    facts.powerHp === null ? null : `${facts.powerHp} л.с.`,
    facts.fuel,
    facts.transmission === null ? null : `коробка — ${transmissionName(facts.transmission)}`,
    facts.drive,
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : sentence(parts.join(', '))
}

function sentence(text: string): string {
  const trimmed = text.trim().replace(/[\s.;,]+$/, '')
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[!?]$/.test(trimmed) ? '' : '.'}`
}

function isRussian(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const russian = text.match(/[а-я]/g)?.length ?? 0
  return letters > 0 && russian / letters >= 0.7 && !/[іїєґўәқңғүұһљњћђ]|[^\P{L}\p{Script=Cyrillic}\p{Script=Latin}]/u.test(text)
}

function strangeCars(text: string, source: string): string[] {
  const known = namedCars(source)
  return [...namedCars(text).brands].filter((brand) => !known.brands.has(brand) && !source.includes(brand.toLowerCase()))
}

/** Share of the description's character 5-grams that the source holds too, letters and digits only. */
function overlap(text: string, source: string): number {
  const grams = fiveGrams(text)
  if (grams.length === 0) return 0
  const known = new Set(fiveGrams(source))
  return grams.filter((gram) => known.has(gram)).length / grams.length
}

function fiveGrams(text: string): string[] {
  const plain = (text.match(/[\p{L}\d]+/gu) ?? []).join(' ')
  return Array.from({ length: Math.max(0, plain.length - 4) }, (_, at) => plain.slice(at, at + 5))
}
