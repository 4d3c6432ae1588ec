import { Api } from 'telegram'

/**
 * The text of a message in which what its author has crossed out stands between «~~», line by line: an old price or a whole sold ad stays readable and is
 * known for what it is. Offsets of entities count UTF-16 units (https://core.telegram.org/api/entities).
 */
export function toMarkedText({ message, entities }: Pick<Api.Message, 'message' | 'entities'>): string {
  const struck = (entities ?? []).filter((entity) => entity instanceof Api.MessageEntityStrike).sort((left, right) => right.offset - left.offset)
  let text = message
  for (const { offset, length } of struck) text = text.slice(0, offset) + markLines(text.slice(offset, offset + length)) + text.slice(offset + length)
  return text
}

function markLines(struck: string): string {
  return struck.replace(/[^\s](?:[^\n]*[^\s])?/g, (words) => `~~${words}~~`)
}
