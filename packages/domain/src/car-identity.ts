/** What names one car of all: in the spelling in which two texts agree. */
export type CarIdentity = { vin: string | null; plate: string | null }

const cyrillic = 'АВЕКМНОРСТУХ'
const latin = 'ABEKMHOPCTYX'
/** After the word itself a VIN may be written in groups. */
const namedVin = /(?:VIN|ВИН)[^A-ZА-Я\d\n]{0,4}(?:КОД|НОМЕР)?[^A-ZА-Я\d\n]{0,4}((?:[A-HJ-NPR-Z\dАВЕКМНРСТУХ][ -]?){16}[A-HJ-NPR-Z\dАВЕКМНРСТУХ])(?![A-ZА-Я\d])/gu
const bareVin = /(?<![A-ZА-Я\d])[A-HJ-NPR-Z\dАВЕКМНРСТУХ]{17}(?![A-ZА-Я\d])/gu
const plates = /(?<![А-ЯA-Z\d])([АВЕКМНОРСТУХABEKMHOPCTYX])\s?(\d{3})\s?([АВЕКМНОРСТУХABEKMHOPCTYX]{2})\s?([127]?\d{2}|9\d{2})(?!\s?\d)/gu

/**
 * The VIN (17 characters without I, O, Q, its last four digits: ISO 3779, 49 CFR 565.13) and the Russian plate with its region (А123ВС72, GOST R 50577) that a text
 * names, letters of either alphabet read as Latin. Null as well where a text names several: it is of several cars then.
 */
export function carIdentity(text: string): CarIdentity {
  const capitals = text.toUpperCase()
  const vins = [...[...capitals.matchAll(namedVin)].map((match) => match[1] ?? ''), ...(capitals.match(bareVin) ?? [])].map((code) => inLatin(code.replace(/[ -]/g, ''))).filter(isVin)
  const named = [...capitals.matchAll(plates)].filter((match) => match[2] !== '000' && !/^0?00$/.test(match[4] ?? '')).map((match) => inLatin(match.slice(1).join('')))
  return { vin: onlyOne(vins), plate: onlyOne(named) }
}

function isVin(code: string): boolean {
  return /[A-Z].*[A-Z]/.test(code) && /\d{4}$/.test(code) && new Set(code).size > 4
}

function onlyOne(codes: readonly string[]): string | null {
  const [first = null, ...others] = new Set(codes)
  return others.length === 0 ? first : null
}

function inLatin(code: string): string {
  return code.replace(/[А-Я]/g, (letter) => latin.charAt(cyrillic.indexOf(letter)))
}
