import type { MessageEntity } from '@telegraf/types'
import { badRequest } from './bot-failure.js'

const tags: Record<string, MessageEntity['type']> = {
  b: 'bold', strong: 'bold', i: 'italic', em: 'italic', u: 'underline', ins: 'underline', s: 'strikethrough', strike: 'strikethrough', del: 'strikethrough',
  code: 'code', pre: 'pre', blockquote: 'blockquote', 'tg-spoiler': 'spoiler', a: 'text_link',
}

/**
 * Telegram's HTML mode, as strict as the real one: only the documented tags, every tag closed, only the four named entities and numeric ones
 * (core.telegram.org/bots/api#html-style). Offsets are UTF-16 units. The text is trimmed as Telegram trims it.
 */
export function parseHtml(html: string): { text: string; entities: MessageEntity[] } {
  const open: { tag: string; offset: number; url: string | null }[] = []
  const entities: MessageEntity[] = []
  let text = ''
  let index = 0
  while (index < html.length) {
    const character = html[index]
    if (character === '&') {
      const [whole, value] = readEntity(html, index)
      text += value
      index += whole
    } else if (character === '<') {
      const end = html.indexOf('>', index)
      if (end < 0) throw badRequest(`can't parse entities: Unclosed start tag at byte offset ${index}`)
      readTag(html.slice(index + 1, end), index)
      index = end + 1
    } else {
      text += character
      index += 1
    }
  }
  const unclosed = open.at(-1)
  if (unclosed) throw badRequest(`can't parse entities: Can't find end tag corresponding to start tag "${unclosed.tag}"`)
  return trimmed(text, entities.sort((a, b) => a.offset - b.offset || b.length - a.length))

  function readTag(body: string, at: number): void {
    if (body.startsWith('/')) {
      const tag = body.slice(1).trim().toLowerCase()
      const start = open.pop()
      if (!start || start.tag !== tag) throw badRequest(`can't parse entities: Unmatched end tag at byte offset ${at}, expected "</${start?.tag ?? ''}>", found "</${tag}>"`)
      const length = text.length - start.offset
      if (length > 0) entities.push(entityOf(start, length))
      return
    }
    const [, name = '', attributes = ''] = /^([a-z-]+)\s*(.*)$/is.exec(body) ?? []
    const tag = name.toLowerCase()
    if (!tags[tag]) throw badRequest(`can't parse entities: Unsupported start tag "${tag}" at byte offset ${at}`)
    const url = /href\s*=\s*"([^"]*)"|href\s*=\s*'([^']*)'/i.exec(attributes)
    open.push({ tag, offset: text.length, url: url ? decode(url[1] ?? url[2] ?? '') : null })
  }
}

function entityOf(start: { tag: string; offset: number; url: string | null }, length: number): MessageEntity {
  const { offset, tag, url } = start
  if (tag === 'a') return url ? { type: 'text_link', offset, length, url } : { type: 'url', offset, length }
  return plainEntity(tags[tag] ?? 'bold', offset, length)
}

/** The types made here have no fields beyond these three. */
function plainEntity(type: MessageEntity['type'], offset: number, length: number): MessageEntity {
  return { type, offset, length } as MessageEntity
}

function readEntity(html: string, index: number): [number, string] {
  const match = /^&(lt|gt|amp|quot|#\d+|#x[0-9a-f]+);/i.exec(html.slice(index, index + 12))
  return match ? [match[0].length, decode(match[0])] : [1, '&']
}

function decode(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|#\d+|#x[0-9a-f]+);/gi, (_, name: string) => {
    const named = { lt: '<', gt: '>', amp: '&', quot: '"' }[name.toLowerCase()]
    if (named) return named
    return String.fromCodePoint(Number(name.toLowerCase().startsWith('#x') ? `0x${name.slice(2)}` : name.slice(1)))
  })
}

function trimmed(text: string, entities: MessageEntity[]): { text: string; entities: MessageEntity[] } {
  const start = text.length - text.trimStart().length
  const kept = text.trim()
  const moved = entities.flatMap((entity) => {
    const offset = Math.max(0, entity.offset - start)
    const length = Math.min(kept.length, entity.offset + entity.length - start) - offset
    return length > 0 ? [{ ...entity, offset, length }] : []
  })
  return { text: kept, entities: moved }
}
