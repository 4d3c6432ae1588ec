import type { MessageEntity } from '@telegraf/types'
import { badRequest } from './bot-failure.js'
import { isRecord } from './bot-parameters.js'
import { parseHtml } from './parse-html.js'
import { withFoundEntities } from './found-entities.js'

export type FormattedText = { text: string; entities: MessageEntity[] }

const maxText = 4_096
const maxCaption = 1_024

/** Text with its marks from HTML or from a list of entities, trimmed as Telegram trims it; links, mentions and hashtags are found as its server finds them. */
export function formattedText(text: string, { parseMode = '', entities = null }: { parseMode?: string; entities?: unknown } = {}): FormattedText {
  if (parseMode !== '' && parseMode.toLowerCase() !== 'html') throw badRequest('unsupported parse_mode')
  const marked = parseMode === '' ? { text, entities: givenEntities(text, entities) } : parseHtml(text)
  return withFoundEntities(trimmed(marked))
}

/** 1–4096 characters after parsing (core.telegram.org/bots/api#sendmessage), counted as UTF-16 units. */
export function checkedText(formatted: FormattedText, tooLong: string): FormattedText {
  if (formatted.text === '') throw badRequest('message text is empty')
  if (formatted.text.length > maxText) throw badRequest(tooLong)
  return formatted
}

/** 0–1024 characters after parsing (core.telegram.org/bots/api#sendphoto). */
export function checkedCaption(formatted: FormattedText): FormattedText {
  if (formatted.text.length > maxCaption) throw badRequest('message caption is too long')
  return formatted
}

const plainTypes = ['mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number', 'bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'blockquote', 'expandable_blockquote', 'code'] as const

function givenEntities(text: string, entities: unknown): MessageEntity[] {
  if (entities === null) return []
  if (!Array.isArray(entities)) throw badRequest("can't parse entities: expected an Array of MessageEntity")
  return entities.map((entity: unknown) => {
    if (!isRecord(entity)) throw badRequest("can't parse MessageEntity: expected an Object")
    const { type, offset, length, url, language } = entity
    if (typeof offset !== 'number' || typeof length !== 'number' || !Number.isInteger(offset) || !Number.isInteger(length) || offset < 0 || length < 1 || offset + length > text.length) {
      throw badRequest(`entity beginning at UTF-16 offset ${String(offset)} ends after the end of the text at UTF-16 offset ${text.length}`)
    }
    const plain = plainTypes.find((one) => one === type)
    if (plain) return { type: plain, offset, length }
    if (type === 'pre') return { type, offset, length, ...(typeof language === 'string' ? { language } : {}) }
    if (type === 'text_link' && typeof url === 'string') return { type, offset, length, url }
    throw badRequest(`can't parse MessageEntity: unsupported type "${String(type)}"`)
  })
}

function trimmed({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length
  const kept = text.trim()
  const moved = entities.flatMap((entity) => {
    const offset = Math.max(0, entity.offset - start)
    const length = Math.min(kept.length, entity.offset + entity.length - start) - offset
    return length > 0 ? [{ ...entity, offset, length }] : []
  })
  return { text: kept, entities: moved }
}
