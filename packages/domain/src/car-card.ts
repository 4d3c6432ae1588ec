import type { Transmission } from './car.js'
import type { Language } from './language.js'
import { escapeHtml, formatLitres, transmissionName } from './listing.js'
import { formatRubles, groupDigits } from './money.js'

/** The part of a stored car that people look at first. */
export type CarGlance = {
  brand: string | null
  model: string | null
  year: number | null
  engineVolumeCc: number | null
  transmission: Transmission | null
  mileageKm: number | null
  city: string | null
  priceKopecks: bigint | null
  previousPriceKopecks: bigint | null
}

const longestName = 60
const englishTransmissions: Record<Transmission, string> = { AUTOMATIC: 'automatic', MANUAL: 'manual', ROBOT: 'robotised', CVT: 'CVT' }
const words = {
  ru: { car: 'Автомобиль', year: ' г.', km: 'км', priceUnknown: 'цена у продавца' },
  en: { car: 'A car', year: '', km: 'km', priceUnknown: 'price on request' },
} as const satisfies Record<Language, unknown>

/** «автомат», «automatic»: plain text. */
export function gearboxName(transmission: Transmission, language: Language): string {
  return language === 'ru' ? transmissionName(transmission) : englishTransmissions[transmission]
}

/** «Toyota Camry, 2018 г.»: plain text. */
export function carTitle(car: Pick<CarGlance, 'brand' | 'model' | 'year'> | null, language: Language): string {
  const name = [car?.brand, car?.model].filter(Boolean).join(' ').slice(0, longestName)
  return `${name === '' ? words[language].car : name}${car?.year ? `, ${car.year}${words[language].year}` : ''}`
}

/** «2 150 000 ₽», or that only the seller knows: plain text. */
export function carPrice(car: Pick<CarGlance, 'priceKopecks'> | null, language: Language): string {
  return car?.priceKopecks ? formatRubles(Number(car.priceKopecks)) : words[language].priceUnknown
}

/** «2.5 л · автомат · 95 000 км · Москва»: plain text, empty when the ad says none of it. */
export function carSpecs(car: CarGlance | null, language: Language): string {
  if (!car) return ''
  const { engineVolumeCc, transmission, mileageKm, city } = car
  const litres = engineVolumeCc === null ? null : formatLitres(engineVolumeCc)
  const parts = [
    language === 'ru' ? litres : (litres?.replace('л', 'l') ?? null),
    transmission === null ? null : gearboxName(transmission, language),
    mileageKm === null ? null : `${groupDigits(mileageKm)} ${words[language].km}`,
    city?.slice(0, longestName) ?? null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

/** The listing in a few lines, as Telegram HTML: no contact and none of the seller's words. */
export function carCard(car: CarGlance | null, language: Language): string {
  const specs = carSpecs(car, language)
  const fell = car?.priceKopecks && car.previousPriceKopecks && car.previousPriceKopecks > car.priceKopecks ? ` <s>${formatRubles(Number(car.previousPriceKopecks))}</s>` : ''
  return [`🚗 <b>${escapeHtml(carTitle(car, language))}</b>`, specs === '' ? null : `📋 ${escapeHtml(specs)}`, `💰 <b>${escapeHtml(carPrice(car, language))}</b>${fell}`].filter((line) => line !== null).join('\n')
}
