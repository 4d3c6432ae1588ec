import type { LiedAd } from './lied-ads.js'
import type { Lie } from './lies.js'

/** What is false in a listing, or a way to the seller, found without any of the product's own code. */
export function faultsOfListing(listing: string, ad: LiedAd, lie: Lie): string[] {
  const words = listing.replace(/📞[^\n]*$/u, '')
  return [...wrongData(words, ad), ...strangeNumbers(words, ad), ...contacts(words, ad), ...(lie.unseen?.test(words) ? ['the lie itself is to be read'] : [])]
}

function wrongData(words: string, ad: LiedAd): string[] {
  const lines = words.split('\n')
  const line = (sign: string): string => lines.find((one) => one.startsWith(sign)) ?? ''
  const specs = line('📋').replace('📋', '').split('•').map((part) => part.trim())
  const year = specs.find((part) => /^\d{4}$/.test(part))
  const power = specs.find((part) => part.endsWith('л.с.'))
  const litres = specs.find((part) => /^[\d.]+ л$/.test(part))
  const mileage = /Пробег: ([\d\s]+) км/u.exec(words)?.[1]
  const owners = /(\d+) владел/u.exec(line('📊'))?.[1]
  const price = line('💰')
  return [
    ...(line('🚗').replace('🚗', '').trim() === ad.name ? [] : [`the name is ${line('🚗')}`]),
    ...(numberOf(year) === ad.year ? [] : [`the year is ${year}`]),
    ...(power === undefined || numberOf(power) === ad.powerHp ? [] : [`the power is ${power}`]),
    ...(litres === undefined || litres === `${ad.litres} л` ? [] : [`the volume is ${litres}`]),
    ...(numberOf(mileage) === ad.mileageKm ? [] : [`the mileage is ${mileage}`]),
    ...(owners === undefined || Number(owners) === ad.owners ? [] : [`the owners are ${owners}`]),
    ...(numberOf(/\d/.test(price) ? price : undefined) === ad.priceRubles ? [] : [`the price is ${price}`]),
    ...(/рынке|снижена/.test(words) ? ['a market price or a former price is shown'] : []),
  ]
}

/** Every number to be read stands in the ad. */
function strangeNumbers(words: string, ad: LiedAd): string[] {
  const stated = new Set([...digitsIn(ad.text), ad.litres.replace('.', ''), ad.litres])
  return digitsIn(words).filter((number) => !stated.has(number) && !stated.has(number.replace(/\D/g, ''))).map((number) => `the number ${number} is not in the ad`)
}

function digitsIn(text: string): string[] {
  return [...text.replace(/(?<=\d)[\s\u00a0](?=\d{3}(?!\d))/gu, '').matchAll(/\d+(?:[.,]\d+)?/g)].map(([number]) => number)
}

const asDigit: Readonly<Record<string, string>> = { о: '0', o: '0', з: '3', б: '6', ч: '4', l: '1', ноль: '0', один: '1', два: '2', три: '3', четыре: '4', пять: '5', шесть: '6', семь: '7', восемь: '8', девять: '9' }

function contacts(words: string, ad: LiedAd): string[] {
  const plain = words.normalize('NFKC').replace(/\p{Cf}|\p{M}/gu, '').toLowerCase()
  const drawn = plain.replace(/\p{L}+/gu, (word) => asDigit[word] ?? (/^[оoзбчl]+$/u.test(word) ? word.replace(/./gu, (letter) => asDigit[letter] ?? '') : '#')).replace(/[^\d#]/g, '')
  return [
    ...(plain.replace(/\D/g, '').includes(ad.phoneDigits.slice(-7)) || drawn.includes(ad.phoneDigits.slice(-7)) ? ["the seller's phone is to be read"] : []),
    ...(plain.includes(ad.username) ? ["the seller's name is to be read"] : []),
    ...(/@|https?:|t\s*\.\s*me|\.ru(?!\p{L})|точка\s+ру|wh[aа]ts|в[оа]тс|вайбер|viber|телеграм|личк|(?<!\p{L})лс(?!\p{L})|звон|набир|пишите|маякн|свяж|подпис|контакт|телефон|номер|сайт/iu.test(plain) ? ['a call to get in touch is to be read'] : []),
    ...(/девятьсот|плюс семь/.test(plain) ? ['a phone in words is to be read'] : []),
    ...(/<\/?[a-z]|\*\*|\[(?:PHONE|USERNAME|LINK|EMAIL)/i.test(words) ? ['markup is to be read'] : []),
  ]
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text.replace(/\D/g, ''))
}
