import { commonWords } from './catalogue/common-words.js'
import { lexicon, type LexiconEntry } from './lexicon.js'

const shortest = 6

/** Spellings of one word, by first letter and length. */
const byShape: ReadonlyMap<string, string[]> = collectShapes()

/** The makes and models that a mistyped word of at least six letters can mean: one letter wrong, missing, doubled or swapped, the first one right. Folded like lexicon keys. */
export function nearNames(word: string): LexiconEntry[] {
  if (word.length < shortest || !/^\p{L}+$/u.test(word) || commonWords.has(word)) return []
  for (const length of [word.length, word.length - 1, word.length + 1]) {
    for (const key of byShape.get(word.charAt(0) + length) ?? []) if (differByOne(word, key)) return lexicon.get(key) ?? []
  }
  return []
}

function collectShapes(): Map<string, string[]> {
  const shapes = new Map<string, string[]>()
  for (const [key, entries] of lexicon) {
    if (key.length < shortest || !/^\p{L}+$/u.test(key) || !entries.some((entry) => entry.standsAlone)) continue
    const shape = key.charAt(0) + key.length
    shapes.set(shape, [...(shapes.get(shape) ?? []), key])
  }
  return shapes
}

/** One letter replaced, added, left out, or two neighbours swapped. */
function differByOne(left: string, right: string): boolean {
  let start = 0
  while (start < left.length && left[start] === right[start]) start += 1
  let end = 0
  while (end < Math.min(left.length, right.length) - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1
  const [inLeft, inRight] = [left.slice(start, left.length - end), right.slice(start, right.length - end)]
  if (inLeft.length <= 1 && inRight.length <= 1) return true
  return inLeft.length === 2 && inRight.length === 2 && inLeft[0] === inRight[1] && inLeft[1] === inRight[0]
}
