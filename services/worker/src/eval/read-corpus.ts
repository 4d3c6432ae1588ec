import type { LabelledItem } from '@cars-bot/domain'

/** The posts of a corpus, one JSON object a line. Throws an error that names the first line that is none. */
export function readCorpus(content: string): LabelledItem[] {
  return content.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [itemOf(line, index + 1)]))
}

function itemOf(line: string, number: number): LabelledItem {
  const item = parsed(line)
  if (!isItem(item)) throw new Error(`line ${number} is no labelled post: it needs text, label (selling or other) and fields`)
  return item
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** What an evaluation reads is there; the kinds of the single fields are compared as they stand. */
function isItem(item: unknown): item is LabelledItem {
  if (typeof item !== 'object' || item === null) return false
  if (!('text' in item) || typeof item.text !== 'string' || !('label' in item) || (item.label !== 'selling' && item.label !== 'other')) return false
  return 'fields' in item && typeof item.fields === 'object' && item.fields !== null
}
