import type { Quantity } from './quantities.js'

export type FoundNumber = { value: number; start: number; end: number }

const engineBefore = /(?:двигател[а-яь]*|мотор[а-я]*|двс|движ[а-я]*|объем[а-я]*|обьем[а-я]*|v ?[0-9]{1,2}|бензин[а-я]*|дизел[а-я]*|турбо[а-я]*|турбодизел[а-я]*|рядн[а-я]+|акпп|мкпп|автомат|механика|вариатор[а-я]*|робот|⚙|🔧)[^\d\n]{0,16}$/u
const engineAfter = /^ ?-?(?:d(?![a-z])|i(?![a-z])|td|tdi|tsi|tfsi|fsi|crdi|cdi|hdi|dci|gdi|t-?gdi|mpi|mivec|vvti|vtec|ecoboost|турб|turbo|т(?![а-я])|t(?![a-z])|бенз|диз|атмосф|литр|л(?![а-я./])|at(?![a-z])|mt(?![a-z])|cvt|amt|pdk|hv(?![a-z])|8-?кл|16-?кл|автомат|механ|вариатор|робот|акпп|мкпп|дизел|гибрид|hybrid|v\d|\/ ?\d{2,3} ?л|\d{2,3} ?л\.? ?с|газ|инжект|\(|turbo|4wd|awd|полный|xdrive|quattro|\d{1,2}v|16 ?кл|8 ?кл|кл)/
const trapBefore = /(?<![а-яa-z])(?:расход[а-я]*|жрет|ест|кушает|бак[а-я]*|багажник[а-я]*|масл[оа]|разгон[а-я]*|залив[а-я]*|залит[а-я]*|евро|android|андроид|bluetooth|рейтинг|оценк[а-я]*|уровень|версия|балл[а-я]*|аукцион[а-я]*|в\s+месяц|скорост[а-я]*|цен[а-я]+|пробег[а-я]*|вложен[а-я]*|рынок)[^\d\n]{0,18}$|\d[xх*]$/
const trapAfter = /^ ?(?:%|л(?:итр[а-я]*)?\.? ?(?:на|\/ ?100|по)|\/ ?100|мм|см(?! ?[3³])|м(?![а-я])|кг|балл|версии|gen|поколени|млн|лям|тыс|т\.? ?(?:р(?![а-я])|руб|км)|к(?![а-я])|₽|руб|p(?![a-z])|х(?![а-я])|x(?![a-z])|\d{3}(?![\d.,]| ?(?:л|hp|h\.p|сил|кобыл|лош|кон|[aа][tт]|[mм][tт]|т\.? ?км|[а-я]*км))|сек|с(?![а-я])|в(?![а-я]))/

/** Displacement in cm³ as the text states it: litres with one digit, or cubic centimetres. Not read from model indexes or horse power. */
export function findEngineVolume(quantities: Quantity[], text: string, mentions: { end: number }[]): FoundNumber | null {
  const scored = quantities.flatMap((quantity) => {
    if (quantity.unit === 'cc' && quantity.value >= 600 && quantity.value <= 8500) return [{ value: quantity.value, start: quantity.start, end: quantity.start + quantity.digits.length, score: 6 }]
    if (quantity.unit === 'litre' && quantity.scale === 1 && /^\d[.,]\d{3}$/.test(quantity.digits) && quantity.value >= 600 && quantity.value <= 8500) return [{ value: quantity.value, start: quantity.start, end: quantity.start + quantity.digits.length, score: 5 }]
    if (quantity.unit === null && quantity.scale === 1 && /^[1-6]\d00$/.test(quantity.digits) && (/(?:двигател[а-яь]*|мотор|двс|объем[а-я]*)\s*[:-]?\s*$/.test(quantity.partBefore) || quantity.partAfter.startsWith(' объем'))) return [{ value: quantity.value, start: quantity.start, end: quantity.start + quantity.digits.length, score: 5 }]
    if (quantity.scale !== 1 || (quantity.unit !== null && quantity.unit !== 'litre' && quantity.unit !== 'other')) return []
    const isLitres = quantity.isDecimal && (/^\d[.,]\d$/.test(quantity.digits) || (quantity.unit === 'litre' && /^[0-3][.,]\d5$/.test(quantity.digits)))
    if (!isLitres && !(quantity.unit === 'litre' && /^[1-8]$/.test(quantity.digits) && !text.slice(quantity.start, quantity.end).endsWith('l'))) return []
    if (quantity.value < 0.6 || quantity.value > 8.4) return []
    const numberEnd = quantity.start + quantity.digits.length
    const after = text.slice(numberEnd, numberEnd + 24)
    if (trapBefore.test(quantity.partBefore) || trapAfter.test(after)) return []
    let score = 0
    if (quantity.unit === 'litre') score += isLitres ? 4 : 1.5
    if (engineBefore.test(quantity.clauseBefore)) score += 3
    if (engineAfter.test(after)) score += 2.5
    if (mentions.some(({ end }) => quantity.start >= end && quantity.start - end < 60)) score += 2
    if (quantity.start < 120) score += isLitres ? 1.5 : 1
    if (/(?:задн|передн|рычаг|диск|стаби|трещин|царап|метр)/.test(quantity.partBefore)) score -= 3
    return score >= 2.5 ? [{ value: Math.round(quantity.value * 1000), start: quantity.start, end: numberEnd, score }] : []
  })
  const best = scored.sort((left, right) => right.score - left.score || left.start - right.start)[0]
  return best ? { value: best.value, start: best.start, end: best.end } : null
}

/** Horse power as stated. */
export function findPower(quantities: Quantity[]): FoundNumber | null {
  const quantity = quantities.find((candidate) => candidate.unit === 'hp' && candidate.scale === 1 && Number.isInteger(candidate.value) && candidate.value >= 20 && candidate.value <= 1600)
  return quantity ? { value: quantity.value, start: quantity.start, end: quantity.end } : null
}
