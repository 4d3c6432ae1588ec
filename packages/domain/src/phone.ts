import type { Span } from './car.js'
import { numberWord, readBelowThousand } from './extraction/number-words.js'

export type PhoneMention = Span & { phone: string }

const gap = String.raw`[ \t\u00a0\u2009()[\].\-–—−‑‒‐―➖_*•·\/\\|~'’]{0,3}`
/** What may stand before a number: neither a digit nor a word's letter, nor the point inside a number. «т.8900…» and «тел8900…» are phones. */
const opening = String.raw`(?<![\d+])(?<!\d[.,])(?:(?<!\p{L})|(?<=(?<!\p{L})(?:[тТ]|[тТ]ел|ТЕЛ|моб|МОБ|ном|вотсап|ватсап|сот)))`
const russian = String.raw`${opening}(?:\+${gap}7|8|7)${gap}[346789](?:${gap}\d){9}(?!\d)`
const foreign = String.raw`${opening}\+${gap}[1-69](?:${gap}\d){8,13}(?!\d)`
/** A mobile as Belarusians dial it at home: «8 (029) 000-00-00». */
const belarusian = String.raw`${opening}8${gap}0${gap}(?:25|29|33|44)(?:${gap}\d){7}(?!\d)`
const glued = String.raw`${opening}(?<!-)9\d{9}(?!\d)`
/** One number over several lines. */
const broken = String.raw`${opening}(?:\+7|8|7)\s{1,9}9\d{2}\s{1,9}\d{3}\s{1,9}\d{2}\s{1,9}\d{2}(?!\d)`
const grouped = String.raw`${opening}9\d{2} \d{7}(?!\d)|${opening}\(?9\d{2}\)?(?:[ ]?[-–—.)][ ]?|[ ])\d{3}(?:[ ]?[-–—.][ ]?|[ ])(?:\d{2}(?:[ ]?[-–—.][ ]?|[ ])?\d{2})(?!\d)`
/** A city's number with its code in brackets: «(383) 000-54-54», «(4852) 00-76-76». */
const city = String.raw`${opening}\((?:[348]\d{2}\)[ ]?\d{3}|[348]\d{3}\)[ ]?\d{2}|[348]\d{4}\)[ ]?\d)[ -]\d{2}[ -]\d{2}(?!\d)`
const phonePattern = new RegExp(`(?=[+(\\d])(?:${russian}|${belarusian}|${broken}|${foreign}|${glued}|${grouped}|${city})`, 'gu')
const cue = /(?:тел|звон|номер|вотсап|ватсап|вацап|whats|viber|вайбер|контакт|связ|(?<!\p{L})т\.|☎|📞|📱|📲|писать|пиш)[^\n]{0,25}$/iu

/**
 * One number as written by a person → E.164, else null. Knows 8…, 7…, +7…, ten digits of a Russian mobile, a Belarusian 8-0…, 8-10-country and any +country number;
 * an extension after «доб.» is cut. Kazakhstan shares +7 (codes 6xx and 7xx).
 */
export function normalisePhone(text: string): string | null {
  const main = text.replace(/(?:доб|вн|ext|#|,).*$/isu, '')
  const digits = plainDigits(main).replace(/\D/g, '')
  if (/^\s*\(?\s*\+/.test(main)) return fromInternational(digits)
  if (/^[78][346789]\d{9}$/.test(digits)) return `+7${digits.slice(1)}`
  if (/^9\d{9}$/.test(digits) || (/^\s*\([348]/.test(main) && digits.length === 10)) return `+7${digits}`
  if (/^80(?:25|29|33|44)\d{7}$/.test(digits)) return `+375${digits.slice(2)}`
  if (/^810[1-9]\d{9,13}$/.test(digits)) return fromInternational(digits.slice(3))
  if (/^(?:375|374|380|992|993|994|995|996|998)\d{8,9}$/.test(digits)) return fromInternational(digits)
  return null
}

/** Every phone number in a text, in order, with its place. Prices, years and part numbers are no phones. */
export function findPhones(text: string): PhoneMention[] {
  const mentions: PhoneMention[] = []
  phonePattern.lastIndex = 0
  for (let match = phonePattern.exec(text); match !== null; match = phonePattern.exec(text)) {
    const start = match.index
    const phone = normalisePhone(match[0])
    if (phone && isTrustworthy(text, match[0], start)) mentions.push({ phone, start, end: start + match[0].length })
    else phonePattern.lastIndex = start + (/^\D*\d+/.exec(match[0])?.[0].length ?? 1)
  }
  for (const spelled of spelledPhones(text)) if (mentions.every(({ start, end }) => end <= spelled.start || start >= spelled.end)) mentions.push(spelled)
  return mentions.sort((left, right) => left.start - right.start)
}

const spelledRun = new RegExp(String.raw`(?<![\p{L}\d])(?:плюс |\+)?(?:(?:${numberWord}|\d{1,4})[\s,.()–—-]{1,3}){3,}(?:${numberWord}|\d{1,4})(?![\p{L}\d])`, 'giu')

/** «восемь девятьсот 123 45 шестьдесят семь». */
function spelledPhones(text: string): PhoneMention[] {
  if (!/восемь|девят|семь/i.test(text)) return []
  return [...text.matchAll(spelledRun)].flatMap((match) => {
    const words = match[0].toLowerCase().match(/\p{L}+|\d+/gu) ?? []
    let digits = ''
    for (let at = 0; at < words.length; ) {
      const read = readBelowThousand(words.slice(at))
      digits += read ? String(read.value) : (words[at] ?? '').replace(/\D/g, '')
      at += read?.count ?? 1
    }
    const phone = /\p{L}/u.test(match[0]) ? normalisePhone(digits) : null
    // «восемь четыреста, 8 400 000 ₽» is a price said twice.
    const isPrice = /^\s*(?:₽|💵|💰|р(?:уб|\.|$|\s)|т\.? ?р|тыс|млн)/u.test(text.slice(match.index + match[0].length))
    return phone && !isPrice ? [{ phone, start: match.index, end: match.index + match[0].length }] : []
  })
}

/** Digits drawn as keycap emoji or in another script's plane become plain ones. May shorten the text. */
export function plainDigits(text: string): string {
  return text.normalize('NFKC').replace(/[\ufe0f\u20e3]/g, '')
}

function fromInternational(digits: string): string | null {
  if (digits.startsWith('7')) return /^7[346789]\d{9}$/.test(digits) ? `+${digits}` : null
  return /^[1-9]\d{9,14}$/.test(digits) ? `+${digits}` : null
}

/** How many digits the first group of a number has: «8», «8900», «8900000», «890000000», all. */
const phoneGroups = new Set([1, 4, 7, 9, 11])

/** Numbers in groups parted by blanks alone may be two prices in a row, a first group of another length is a mileage rather: those need a word of contact before them. */
function isTrustworthy(text: string, match: string, start: number): boolean {
  if (match.startsWith('9') && /\d[ .]$/.test(text.slice(0, start).slice(-2))) return false
  const firstGroup = /^[78]\d*/.exec(match)?.[0].length
  if (firstGroup !== undefined && !phoneGroups.has(firstGroup) && !cue.test(text.slice(Math.max(0, start - 40), start))) return false
  const onlyBlanks = /^[78]?(?: ?\d+)+$/.test(match) && match.includes(' ')
  if (!onlyBlanks) return true
  if (/^[78]/.test(match) && /^[78] ?\d{3} ?\d{3} ?\d{2} ?\d{2}$/.test(match) && !/\d{3} 000 0/.test(match)) return true
  return cue.test(text.slice(Math.max(0, start - 40), start)) || /^(?:[78] ?)?\d{3} \d{3} \d{2} \d{2}$|^9\d{2} \d{7}$/.test(match) || /^8 9(?:\d{3} \d{4} \d{2}|(?: \d){9})$/.test(match)
}
