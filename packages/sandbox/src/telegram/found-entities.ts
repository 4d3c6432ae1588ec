import type { MessageEntity } from '@telegraf/types'
import type { FormattedText } from './formatted-text.js'

/** What Telegram's server marks by itself in any text: links, addresses, mentions, hashtags (core.telegram.org/api/entities). */
const finders = [
  { type: 'email', pattern: /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu },
  { type: 'url', pattern: /(?<![\w@./])(?:https?:\/\/[^\s<>"«»]+|(?:[a-z\d-]+\.)+(?:ru|com|org|net|me|рф|su|io)(?:\/[^\s<>"«»]*)?)(?<![.,:;!?)\]])/giu },
  { type: 'mention', pattern: /(?<![\w@/.])@[a-z]\w{3,31}(?!\w)/giu },
  { type: 'hashtag', pattern: /(?<![\p{L}\d_#])#(?=[\p{L}\d_]*\p{L})[\p{L}\d_]{1,255}/gu },
] as const

/** The text with those marks added, none inside a link, a code or another found mark; marks are in the order of the text, wider ones first. */
export function withFoundEntities({ text, entities }: FormattedText): FormattedText {
  const taken = entities.filter(({ type }) => ['text_link', 'code', 'pre', 'url', 'mention', 'email', 'hashtag'].includes(type))
  const found: MessageEntity[] = []
  for (const { type, pattern } of finders) {
    for (const match of text.matchAll(pattern)) {
      const one = { type, offset: match.index, length: match[0].length }
      const isFree = [...taken, ...found].every((other) => other.offset >= one.offset + one.length || other.offset + other.length <= one.offset)
      if (isFree) found.push(one)
    }
  }
  return { text, entities: [...entities, ...found].sort((a, b) => a.offset - b.offset || b.length - a.length) }
}
