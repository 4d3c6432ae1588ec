import type { Span } from '../car.js'

/** A text made ready for rules: lower case, ё as е, plain blanks and dashes, words of mixed alphabets mended. */
export type PreparedText = {
  text: string
  /** The span of the original that a span of `text` came from. */
  original: (start: number, end: number) => Span
}

const lookalikes = 'aаbвcсeеhнkкmмoоpрtтxхyу'
const toCyrillic = new Map<string, string>()
const toLatin = new Map<string, string>()
for (let at = 0; at < lookalikes.length; at += 2) {
  toCyrillic.set(lookalikes.charAt(at), lookalikes.charAt(at + 1))
  toLatin.set(lookalikes.charAt(at + 1), lookalikes.charAt(at))
}

const firstFolded = 'а'.charCodeAt(0)
const lastFolded = 'я'.charCodeAt(0)
const foldedCodes = Array.from({ length: lastFolded - firstFolded + 1 }, (_, at) => {
  const letter = String.fromCharCode(firstFolded + at)
  return (toLatin.get(letter) ?? letter).charCodeAt(0)
})
const utf16 = new TextDecoder('utf-16le')

/** Drops keycap marks, zero-width characters and what its author crossed out, reads letters of Unicode's mathematical alphabets as plain ones, keycap numbers of a list as bullets. */
export function prepareText(text: string): PreparedText {
  const source = withBullets(withoutStruck(text))
  const hasMarks = /[\ufe0f\u20e3\u200b-\u200d\u2060\ufeff\u00ad]|\ud835/.test(source)
  if (!hasMarks) return { text: polish(source), original: (start, end) => ({ start, end }) }
  let plain = ''
  const places: number[] = []
  for (let at = 0; at < source.length; at += 1) {
    const unit = source.charAt(at)
    if (/[\ufe0f\u20e3\u200b-\u200d\u2060\ufeff\u00ad]/.test(unit)) continue
    if (unit === '\ud835') {
      plain += source.slice(at, at + 2).normalize('NFKC').charAt(0)
      places.push(at)
      at += 1
      continue
    }
    plain += unit
    places.push(at)
  }
  places.push(source.length)
  const at = (index: number): number => places[index] ?? source.length
  return { text: polish(plain), original: (start, end) => ({ start: at(start), end: end > start ? at(end - 1) + 1 : at(end) }) }
}

/** «~~1 990 000 ₽~~» and «<s>…</s>» say nothing any more, other marks of bold and the like never did. Places are kept. */
function withoutStruck(text: string): string {
  const plain = /<\/[a-z]/i.test(text) ? text.replace(/<(s|del|strike)>[^<]*<\/\1>|<\/?(?:a|b|i|u|s|em|strong|code|pre|del|strike|blockquote|tg-spoiler)(?:\s[^<>]*)?>/gi, (mark) => mark.replace(/[^\n]/g, ' ')) : text
  return strikeless(plain)
}

function strikeless(text: string): string {
  return text.includes('~~') ? text.replace(/~~[^~\n]+~~/g, (struck) => ' '.repeat(struck.length)) : text
}

/** «4️⃣ 176.000 км»: the number of a line where several have one, unless a phone is drawn in keycaps. */
function withBullets(text: string): string {
  return (text.match(/^\d\ufe0f?\u20e3/gm)?.length ?? 0) > 1 ? text.replace(/^(?:\d\ufe0f?\u20e3){1,2}(?=[ \t]+(?!\d\ufe0f?\u20e3))/gm, (number) => number.replace(/\d/g, '•')) : text
}

/** Letters that look alike in both alphabets become Latin, so that «Х5» and "X5" are one key. */
export function foldLookalikes(text: string): string {
  const folded = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    folded[at] = code < firstFolded || code > lastFolded ? code : (foldedCodes[code - firstFolded] ?? code)
  }
  return utf16.decode(folded)
}

/** Keeps the length. */
function polish(source: string): string {
  const lower = source.toLowerCase()
  const sameLength = lower.length === source.length ? lower : source.replace(/[\s\S]/g, (unit) => (unit.toLowerCase().length === 1 ? unit.toLowerCase() : unit))
  const plain = sameLength
    .replaceAll('ё', 'е')
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000\t]/g, ' ')
    .replace(/[‐‑‒–—−➖]/g, '-')
    .replace(/[*`~]/g, ' ')
  if (!/[a-z][а-я]|[а-я][a-z]/.test(plain)) return plain
  return plain.replace(/[a-zа-я]{2,}/g, mendWord)
}

/** «продaм» with a Latin a → Cyrillic throughout; a word whose letters belong to both alphabets for sure stays. */
function mendWord(word: string): string {
  if (!/[a-z]/.test(word) || !/[а-я]/.test(word)) return word
  const onlyCyrillic = /[бгдежзийлпфцчшщъыьэюя]/.test(word.replaceAll('е', ''))
  const onlyLatin = /[dfgijlnqrsuvwz]/.test(word)
  if (onlyCyrillic && onlyLatin) return word
  const table = onlyLatin ? toLatin : toCyrillic
  return word.replace(/[a-zа-я]/g, (letter) => table.get(letter) ?? letter)
}
