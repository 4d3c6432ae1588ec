import { wordStem, wordsOf } from './word-stem.js'

export type PostFilterSettings = {
  /** Shortest text that can be an ad, in characters without surrounding blanks. */
  minLength: number
  /** Global and the channel's own together; one of them must occur. None: every text passes. */
  keywords: string[]
  excludedWords: string[]
}

export type PostFilterResult = { accepted: true } | { accepted: false; reason: 'too-short' | 'no-keyword' | 'excluded-word' | 'no-text' }

/** The cheap look at a post before anything is stored. Words match in any case and form, ё as е. */
export function filterPost(post: { text: string; hasMedia: boolean }, settings: PostFilterSettings): PostFilterResult {
  const text = post.text.trim()
  if (text === '') return { accepted: false, reason: 'no-text' }
  if (text.length < settings.minLength) return { accepted: false, reason: 'too-short' }
  const words = { plain: text.toLowerCase().replaceAll('ё', 'е'), stems: ` ${wordsOf(text).map(wordStem).join(' ')} ` }
  if (settings.excludedWords.some((phrase) => mentions(words, phrase))) return { accepted: false, reason: 'excluded-word' }
  const keywords = settings.keywords.filter((phrase) => phrase.trim() !== '')
  if (keywords.length > 0 && !keywords.some((phrase) => mentions(words, phrase))) return { accepted: false, reason: 'no-keyword' }
  return { accepted: true }
}

/** Whether a text holds a word or phrase in any form. */
export function mentionsPhrase(text: string, phrase: string): boolean {
  return mentions({ plain: text.toLowerCase().replaceAll('ё', 'е'), stems: ` ${wordsOf(text).map(wordStem).join(' ')} ` }, phrase)
}

function mentions(words: { plain: string; stems: string }, phrase: string): boolean {
  const stems = wordsOf(phrase).map(wordStem)
  if (stems.length > 0) return words.stems.includes(` ${stems.join(' ')} `)
  const plain = phrase.trim().toLowerCase()
  return plain !== '' && words.plain.includes(plain)
}
