import { hasContacts, noFacts, type CarFacts } from '../car.js'
import { findContacts } from '../contacts.js'
import { findPhones, type PhoneMention } from '../phone.js'
import { saysSold } from '../says-sold.js'
import { findCity } from './city.js'
import { classify } from './classify.js'
import { findEngineVolume, findPower } from './engine.js'
import { findAutoteka, findDrive, findEquipment, findFuel, findTransmission } from './features.js'
import { findCar } from './find-car.js'
import { bareThousand, findMileage } from './mileage.js'
import { findOwners } from './owners.js'
import { prepareText, type PreparedText } from './prepare-text.js'
import { findBarePrice, findPrice, type Scored } from './price.js'
import { quantitiesOf, type Quantity } from './quantities.js'
import type { FactSpans, RulesExtraction } from './types.js'
import { findYear } from './year.js'

type Found = { value: string | number; start: number; end: number } | null

/** Reads one post by rules alone: what it is, which facts it states and where, how to reach the seller. Pure and fast; never throws. */
export function extractByRules(source: string): RulesExtraction {
  const prepared = prepareText(source)
  const contacts = findContacts(source)
  const phones = findPhones(prepared.text)
  const text = withRows(withoutContacts(prepared.text, phones))
  const car = findCar(text)
  const dated = withoutDates(text)
  const quantities = quantitiesOf(dated)
  const { asked, mileage, market } = findAmounts(quantities.filter((quantity) => !car.mentions.some(({ start, end }) => start <= quantity.start && quantity.start + quantity.digits.length <= end)))
  const year = findYear(quantities, dated, car.mentions)
  const found = {
    brand: car.brand,
    model: car.model,
    year,
    engineVolumeCc: findEngineVolume(quantities, text, car.mentions),
    powerHp: findPower(quantities),
    fuel: findFuel(text),
    transmission: findTransmission(text),
    drive: findDrive(text),
    mileageKm: mileage ? { value: mileage.value, start: mileage.quantity.start, end: mileage.quantity.end } : null,
    owners: findOwners(text),
    autotekaStatus: findAutoteka(text),
    city: findCity(text),
    priceKopecks: asked ? { value: asked.value * 100, start: asked.quantity.start, end: asked.quantity.end } : null,
    marketPriceKopecks: market ? { value: market.value * 100, start: market.quantity.start, end: market.quantity.end } : null,
  }
  const named = classify({
    text,
    hasBrand: car.brand !== null,
    hasModel: car.model !== null,
    isCarFirst: car.brand !== null && Math.min(car.brand.start, car.model?.start ?? car.brand.start) < Math.max(40, text.trimStart().indexOf('\n')),
    isCarTitle: isTitle(text, car.brand, car.model),
    carAt: Math.min(car.brand?.start ?? text.length, car.model?.start ?? text.length),
    hasPrice: asked !== null || quantities.some(isForeignPrice),
    hasYear: year !== null,
    hasMileage: mileage !== null,
    hasOwners: found.owners !== null,
    hasEngine: found.engineVolumeCc !== null,
    hasTransmission: found.transmission !== null,
    hasContact: hasContacts(contacts),
    isSold: saysSold(source),
    hasAdLink: /(?:auto\.ru\/cars|avito\.ru\/\S*avtomobili|drom\.ru\/\S|youla\.ru\/\S*auto)/.test(prepared.text),
    models: car.others.length,
    priced: countOwn(car.others, quantities.filter(isCarPrice), text.length),
    dated: countOwn(car.others, quantities.filter(({ digits, scale, unit }) => scale === 1 && (/^(?:19[89]|20[0-3])\d$/.test(digits) || (unit === 'year' && /^\d\d$/.test(digits)))), text.length),
  })
  const facts: CarFacts = {
    ...noFacts(),
    brand: found.brand?.value ?? null,
    model: found.model?.value ?? null,
    year: found.year?.value ?? null,
    engineVolumeCc: found.engineVolumeCc?.value ?? null,
    powerHp: found.powerHp?.value ?? null,
    fuel: found.fuel?.value ?? null,
    transmission: found.transmission?.value ?? null,
    drive: found.drive?.value ?? null,
    mileageKm: found.mileageKm?.value ?? null,
    owners: found.owners?.value ?? null,
    autotekaStatus: found.autotekaStatus?.value ?? null,
    city: found.city?.value ?? null,
    priceKopecks: found.priceKopecks?.value ?? null,
    marketPriceKopecks: found.marketPriceKopecks?.value ?? null,
    equipment: findEquipment(text),
  }
  return { ...named, facts, contacts, spans: { ...spansOf(prepared, found), ...contactSpans(source, phones, prepared) } }
}

/** «Opel Astra H», «Audi 100 C4 2.6»: a first line of the name, a generation, a body, an engine. */
function isTitle(text: string, brand: Found, model: Found): boolean {
  if (!brand || !model) return false
  const first = text.trimStart().split('\n', 1)[0] ?? ''
  const at = text.length - text.trimStart().length
  const [start, end] = [Math.min(brand.start, model.start) - at, Math.max(brand.end, model.end) - at]
  return end <= first.length && text.trimStart().length > first.length + 20 && /^[^\p{L}\d]*$/u.test(first.slice(0, start)) && /^(?:[^\p{L}\d]*(?:[ivx]{1,4}|[a-zа-я]?\d{1,4}[a-zа-я]{0,2}|[a-z]|(?:\d[.,]\d)|рестайлинг|поколени[а-я]*|седан|универсал|хетчбе?э?к|купе|кабриолет|at|mt|cvt)(?![\p{L}\d])){0,6}[^\p{L}\d]*$/u.test(first.slice(end))
}

function isForeignPrice({ value, unit }: Quantity): boolean {
  return unit === 'foreign' && value >= 1000
}

function isCarPrice({ value, unit, scale, isGrouped, stretch }: Quantity): boolean {
  if (value < 50_000 || value > 50_000_000 || (unit !== null && unit !== 'rub')) return false
  return (unit === 'rub' || scale > 1 || isGrouped) && !/пробег|доплат|обмен|скид/.test(stretch)
}

/** How many of the cars have one of these before the next car is named. */
function countOwn(cars: { start: number; end: number }[], quantities: Quantity[], length: number): number {
  return cars.filter(({ end }, at) => quantities.some(({ start }) => start >= end && start < (cars[at + 1]?.start ?? length))).length
}

/** Score of a price with its own word or sign of money. */
const sure = 4.5

/** Price and mileage look alike in short posts: what one is sure of, the other may not take. */
function findAmounts(quantities: Quantity[]): { asked: Scored | null; mileage: Scored | null; market: Scored | null } {
  const { asked, market } = findPrice(quantities)
  const mileage = findMileage(quantities, asked?.quantity ?? null)
  const isSure = asked !== null && (mileage !== null || asked.score >= sure)
  const bare = isSure ? { price: null, mileage: null } : findBarePrice(quantities, mileage?.quantity ?? null)
  if (bare.price && (!asked || bare.mileage)) return { asked: bare.price, mileage: mileage ?? bare.mileage ?? bareThousand(quantities, bare.price), market }
  const foreign = asked ? null : quantities.find(isForeignPrice)
  return { asked, mileage: mileage ?? (asked && bareThousand(quantities, asked)) ?? (foreign ? bareThousand(quantities, { quantity: foreign, value: foreign.value, score: sure }) : null), market }
}

function spansOf(prepared: PreparedText, found: Partial<Record<keyof CarFacts, Found>>): FactSpans {
  const spans: FactSpans = {}
  for (const [field, value] of Object.entries(found)) if (value) Object.assign(spans, { [field]: prepared.original(value.start, value.end) })
  return spans
}

function contactSpans(source: string, phones: PhoneMention[], prepared: PreparedText): FactSpans {
  const spans: FactSpans = {}
  const phone = phones[0]
  if (phone) spans.phones = prepared.original(phone.start, phone.end)
  const name = /(?<![\w@.])@[a-z]\w{3,31}|(?:t|telegram)\.me\/[a-z]\w{3,31}/iu.exec(source)
  if (name) spans.telegramUsernames = { start: name.index, end: name.index + name[0].length }
  return spans
}

/** Phones and links are no prices and no mileages: blanked, places kept. */
function withoutContacts(text: string, phones: PhoneMention[]): string {
  let plain = text
  for (const { start, end } of phones) plain = plain.slice(0, start) + ' '.repeat(end - start) + plain.slice(end)
  return plain.replace(/(?:https?:\/\/|t\.me\/|www\.)\S+/g, (link) => ' '.repeat(link.length))
}

/** A name without digits, a mark, a value: the only mark of its line. */
const row = /^([^\p{L}\d\n]*\p{L}[\p{L} ().,₽/]{1,34}?)( *(?:→|➡|=>?|[|•]|\.{3,}) *| {2,})(?=[^\s|•→➡][^\n|•→➡]*$)/gmu

/** A colon stands between the name of a row and its value, whatever its author has put there («| Пробег | 35 км |», «Год → 2018», «Цена ....... 650 000», «Год:⏎2018»); a price behind ❌ is no more; «MY2024» is a year of its own. Places are kept. */
function withRows(text: string): string {
  return text
    .replace(/^(\|\s*[^|\n]{2,40})\|/gm, '$1:')
    .replace(/^[^\p{L}\d\n]*❌[ ]*\d[\d ., ]*(?:₽|р(?:уб)?\.?|т\.? ?р\.?)?[ ]*$/gmu, (former) => ' '.repeat(former.length))
    .replace(row, (_line, name: string, mark: string) => name + ':' + ' '.repeat(mark.length - 1))
    .replace(/^([^\p{L}\d\n]*\p{L}[\p{L} ().,₽/]{1,30}:)[ ]?\n(?=[^\n]{1,40}$)/gmu, (line) => line.slice(0, -1) + ' ')
    .replace(/(?<![a-zа-я])my(?=20[0-3]\d(?!\d))/g, 'гв')
}

/** Full dates hold no year of make and no number of the car; «дата выпуска» keeps its year, «07.2021» and «2023/07» lose their month. */
function withoutDates(text: string): string {
  return withoutDays(text)
    .replace(/(?<![\d.,/-])(?:0?[1-9]|1[0-2])[./](?=(?:19[5-9]|20[0-3])\d(?![\d]|[./-]\d))/g, (month) => ' '.repeat(month.length))
    .replace(/(?<=(?<![\d.,/-])20[0-3]\d)[./](?:0[1-9]|1[0-2])(?![\d]|[./,-]\d| ?(?:т|к|л|м)(?![а-я]{3}))/g, (month) => ' '.repeat(month.length))
}

function withoutDays(text: string): string {
  return text.replace(/(?<!\d)(\d{1,2}[./-]\d{1,2}[./-])((?:19|20)?\d{2})(?![\d])/g, (date: string, head: string, year: string, at: number) =>
    /(?:выпуск|изготовлен)[^\d]{0,12}$/.test(text.slice(Math.max(0, at - 24), at)) && year.length === 4 ? ' '.repeat(head.length) + year : ' '.repeat(date.length),
  )
}
