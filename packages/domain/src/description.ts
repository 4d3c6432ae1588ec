import type { CarFacts } from './car.js'
import { containsContact } from './contacts.js'
import { namedCars } from './extraction/find-car.js'
import { prepareText } from './extraction/prepare-text.js'
import { formatLitres, transmissionName } from './listing.js'
import { formatRubles, groupDigits } from './money.js'
import { plural } from './plural.js'
import { statedNumbers } from './stated-numbers.js'

export type DescriptionCheck = { ok: true } | { ok: false; faults: string[] }

const longest = 900
const highestOverlap = 0.6

const claims: { fault: string; claim: RegExp; source: RegExp }[] = [
  { fault: 'сказано, что ДТП не было, а в тексте этого нет', claim: /(?:без|не\s+(?:был[оа]?\s+)?(?:в|участвовал[аи]?\s+в))\s+(?:дтп|авари)|дтп\s+(?:не\s+было|нет)|не\s*бит|небит|безаварийн/, source: /(?:без|не\s+(?:было\s+)?(?:в|участ[а-я]*\s*в?|имел[аи]?))\s*(?:серьезн[а-я]+\s+|крупн[а-я]+\s+)?(?:дтп|авари)|дтп[^.\n]{0,20}(?:не\s|нет|отсутств)|(?:не|ни)\s*(?:разу\s+не\s+)?бит|небит|безаварийн|кузов[^.\n]{0,12}без\s+авари/ },
  { fault: 'сказано о ДТП, а в тексте этого нет', claim: /(?<!без\s)(?<!не\s)(?:был[оаи]?\s+(?:в\s+)?дтп|участвовал[аи]?\s+в\s+дтп|после\s+дтп|восстановлен|битая|битый)/, source: /дтп|авари|бит|восстановл|удар|страхов/ },
  { fault: 'сказано о краске кузова, а в тексте этого нет', claim: /не\s*краш|некраш|родн[а-я]+\s+краск|заводск[а-я]+\s+(?:краск|окрас)/, source: /краш|краск|окрас|крас[ие]/ },
  { fault: 'сказано о числе владельцев, а в тексте этого нет', claim: /(?:владел|хозя|собственник)[а-я]*/, source: /владел|влад(?![а-я])|хоз|собственн|одних\s+рук/ },
  { fault: 'сказано о проверке по Автотеке, а в тексте этого нет', claim: /автотек|автокод|гибдд/, source: /автотек|автокод|гибдд/ },
  { fault: 'сказано о юридической чистоте, а в тексте этого нет', claim: /юридическ|без\s+(?:залог|обременен|ограничен|арест|запрет)|не\s+в\s+залоге/, source: /юридич|залог|обремен|огранич|арест|запрет/ },
  { fault: 'сказано о гарантии, а в тексте этого нет', claim: /гаранти/, source: /гаранти/ },
  { fault: 'сказано об обслуживании, а в тексте этого нет', claim: /обслуживал[а-я]*\s+у\s+(?:официальн|дилер)|сервисн[а-я]+\s+книжк/, source: /дилер|официал|сервисн|книжк/ },
]

/**
 * Whether a written description may be published: no number the source lacks, no contact, no claim of accidents, owners, paint,
 * papers or guarantee without ground, no other car's name, at most 900 characters, Russian, and less than 0.6 of its character 5-grams taken from the source.
 */
export function checkDescription(text: string, source: string): DescriptionCheck {
  const plain = prepareText(text).text
  const plainSource = prepareText(source).text
  const faults = [
    ...(text.trim() === '' ? ['описание пустое'] : []),
    ...(text.length > longest ? [`длиннее ${longest} знаков`] : []),
    ...(isRussian(plain) ? [] : ['написано не по-русски']),
    ...strangeNumbers(text, source).map((number) => `числа ${number} нет в тексте`),
    ...(containsContact(text) ? ['есть контакт или призыв связаться'] : []),
    ...(/<[a-z/][^>]*>|\[[A-Z]+_\d+\]|```|\{\{/iu.test(text) ? ['есть разметка или служебная метка'] : []),
    ...claims.filter(({ claim, source: ground }) => claim.test(plain) && !ground.test(plainSource)).map(({ fault }) => fault),
    ...strangeCars(plain, plainSource).map((name) => `названа другая машина: ${name}`),
    ...(overlap(plain, plainSource) >= highestOverlap ? ['слишком похоже на исходный текст'] : []),
  ]
  return faults.length === 0 ? { ok: true } : { ok: false, faults }
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
  return letters > 0 && russian / letters >= 0.7
}

/** Numbers as digits, with their scale, that no reading of the source holds. */
function strangeNumbers(text: string, source: string): string[] {
  const known = statedNumbers(source).values
  const { quantities } = statedNumbers(text)
  return quantities
    .filter((quantity) => {
      const bare = Number(quantity.digits.replace(/[ '’]/g, '').replace(',', '.'))
      const joined = Number(quantity.digits.replace(/[ .,'’]/g, ''))
      return quantity.scale === 1 ? !known.has(bare) && !known.has(quantity.value) && !(quantity.isGrouped && known.has(joined)) : !known.has(quantity.value)
    })
    .map((quantity) => quantity.digits)
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
