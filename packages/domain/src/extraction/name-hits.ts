import { firstWords, lexicon, lexiconStems, nameStem, stemHeadLength, stemHeads, type LexiconEntry } from './lexicon.js'
import { foldLookalikes } from './prepare-text.js'

export type Place = { start: number; end: number }
export type Word = Place & { text: string; folded: string }

/** A spelling found: what it may mean, its place, and its words from `from` to before `to`. */
export type Hit = Place & { entries: LexiconEntry[]; from: number; to: number }

const longestName = 5
const innerJoint = /^(?: ?[-–'’.&_+/]? ?|:)$/

/** Words and numbers of a prepared text with their places; a hashtag of make and model is two. */
export function wordsWithPlaces(text: string): Word[] {
  const words: Word[] = []
  const folded = foldLookalikes(text)
  for (const match of text.matchAll(/\p{L}+|\d+/gu)) {
    const end = match.index + match[0].length
    const word = { text: match[0], folded: folded.slice(match.index, end), start: match.index, end }
    words.push(...(text.charAt(match.index - 1) === '#' ? hashtagWords(word) : [word]))
  }
  return words
}

/** «#HondaVezel»: the make and what is written on behind it. */
function hashtagWords(word: Word): Word[] {
  for (let length = 3; length < word.text.length - 1; length += 1) {
    const [make, rest] = [lexicon.get(word.folded.slice(0, length)), lexicon.get(word.folded.slice(length))]
    if (!make || !rest || !rest.some(({ brand, model }) => model !== null && make.some((entry) => entry.model === null && entry.brand === brand))) continue
    const middle = word.start + length
    return [
      { text: word.text.slice(0, length), folded: word.folded.slice(0, length), start: word.start, end: middle },
      { text: word.text.slice(length), folded: word.folded.slice(length), start: middle, end: word.end },
    ]
  }
  return [word]
}

/** Every make and model named, longest spellings first, never overlapping. */
export function nameHits(text: string, words: Word[]): Hit[] {
  const hits: Hit[] = []
  for (let at = 0; at < words.length; at += 1) {
    const hit = hitAt(text, words, at)
    if (!hit) continue
    hits.push(hit)
    at = hit.to - 1
  }
  return hits
}

function hitAt(text: string, words: Word[], at: number): Hit | null {
  const first = words[at]
  if (!first) return null
  let found: Hit | null = null
  if (firstWords.has(first.folded)) {
    let key = ''
    for (let to = at; to < Math.min(at + longestName, words.length); to += 1) {
      const word = words[to]
      const previous = words[to - 1]
      if (!word || (to > at && previous && !joins(text, previous, word))) break
      key += word.folded
      const entries = lexicon.get(key)
      if (entries && endsCleanly(text, word, words[to + 1], key) && !isPreposition(text, words, at, to)) {
        found = { entries, start: first.start, end: word.end, from: at, to: to + 1 }
      }
    }
  }
  return found ?? stemHit(first, at)
}

/** Two numbers parted by a blank are two numbers: «C1 1 поколение» is no C11. */
function joins(text: string, previous: Word, word: Word): boolean {
  const between = text.slice(previous.end, word.start)
  return innerJoint.test(between) && !(/\d$/.test(previous.text) && /^\d/.test(word.text) && between !== '-')
}

function stemHit(word: Word, at: number): Hit | null {
  if (word.text.length < 5 || !stemHeads.has(word.folded.slice(0, stemHeadLength)) || !/^[а-я]+$/.test(word.text)) return null
  const key = lexiconStems.get(nameStem(word.folded))
  const entries = key === undefined ? undefined : lexicon.get(key)
  if (!entries || (key !== undefined && Math.abs(key.length - word.folded.length) > 2)) return null
  return { entries, start: word.start, end: word.end, from: at, to: at + 1 }
}

/** "x5" is no model in "x50", "c4" none in "c4h", "x 1" none in "x 1 поколение", "qashqai 2" none in "qashqai 2.0". */
function endsCleanly(text: string, word: Word, next: Word | undefined, key: string): boolean {
  if (/^\d{1,2}$/.test(word.text) && key !== word.text && (text.startsWith('поколени', word.end + 1) || /^[.,]\d/.test(text.slice(word.end, word.end + 2)))) return false
  if (!next || next.start !== word.end) return true
  // «мерседес е200»: the letter belongs to its number.
  if (word.text.length === 1 && key.length > 1 && /^\d/.test(next.text)) return false
  return key.length > 3 && /\d$/.test(key) !== /^\d/.test(text.slice(next.start, next.start + 1))
}

/** «с 5 утра» is no C5: a lone Cyrillic letter parted from its number by a blank is a preposition. */
function isPreposition(text: string, words: Word[], from: number, to: number): boolean {
  const first = words[from]
  const second = words[from + 1]
  return to === from + 1 && first !== undefined && second !== undefined && /^[а-я]$/.test(first.text) && /^\d/.test(second.text) && /^ +$/.test(text.slice(first.end, second.start))
}
