import type { MessageEntity } from '@telegraf/types'
import { badRequest } from './bot-failure.js'
import { decodeReference } from './html-reference.js'

const plainTags = {
  b: 'bold', strong: 'bold', i: 'italic', em: 'italic', u: 'underline', ins: 'underline', s: 'strikethrough', strike: 'strikethrough', del: 'strikethrough', 'tg-spoiler': 'spoiler', span: 'spoiler',
} as const
const otherTags = new Set(['a', 'code', 'pre', 'blockquote', 'tg-emoji'])

type Open = { tag: string; offset: number; attributes: Map<string, string> }

/**
 * Telegram's HTML mode (core.telegram.org/bots/api#html-style), read and refused as `parse_html` of TDLib (td/telegram/MessageEntity.cpp) does it:
 * only the documented tags, every tag closed in its turn, offsets of faults in bytes, offsets of entities in UTF-16 units.
 */
export function parseHtml(html: string): { text: string; entities: MessageEntity[] } {
  const open: Open[] = []
  const entities: MessageEntity[] = []
  let text = ''
  let index = 0
  while (index < html.length) {
    const reference = html[index] === '&' ? decodeReference(html, index) : null
    if (reference) {
      text += reference.text
      index = reference.end
    } else if (html[index] !== '<') {
      text += html[index] ?? ''
      index += 1
    } else if (html[index + 1] === '/') {
      index = closeTag(index)
    } else {
      const start = readStartTag(html, index)
      open.push({ ...start.tag, offset: text.length })
      index = start.end
    }
  }
  const unclosed = open.at(-1)
  if (unclosed) throw unparsed(`Can't find end tag corresponding to start tag "${unclosed.tag}"`)
  return { text, entities: joined(entities).sort((a, b) => a.offset - b.offset || b.length - a.length) }

  function closeTag(begin: number): number {
    const [whole = '', name = ''] = /^<\/([^\s>]*)\s*/.exec(html.slice(begin)) ?? []
    if (html[begin + whole.length] !== '>') throw unparsed(`Unclosed end tag at byte offset ${byteOffset(html, begin)}`)
    const start = open.pop()
    if (!start) throw unparsed(`Unexpected end tag at byte offset ${byteOffset(html, begin)}`)
    const tag = name.toLowerCase()
    if (tag !== '' && tag !== start.tag) throw unparsed(`Unmatched end tag at byte offset ${byteOffset(html, begin)}, expected "</${start.tag}>", found "</${tag}>"`)
    const entity = text.length > start.offset ? entityOf(start, { content: text.slice(start.offset), parent: open.at(-1) }) : null
    if (entity) entities.push(entity)
    return begin + whole.length + 1
  }
}

function readStartTag(html: string, begin: number): { tag: Omit<Open, 'offset'>; end: number } {
  const at = byteOffset(html, begin)
  const [, name = ''] = /^<([^\s>]*)/.exec(html.slice(begin)) ?? []
  let index = begin + 1 + name.length
  if (index >= html.length) throw unparsed(`Unclosed start tag at byte offset ${at}`)
  const tag = name.toLowerCase()
  if (!(tag in plainTags) && !otherTags.has(tag)) throw unparsed(`Unsupported start tag "${tag}" at byte offset ${at}`)
  const attributes = new Map<string, string>()
  for (;;) {
    index = afterSpaces(html, index)
    if (html[index] === '>') break
    if (index >= html.length) throw unparsed(`Unclosed start tag at byte offset ${at}`)
    const [, attribute = ''] = /^([^\s=>/"']*)/.exec(html.slice(index)) ?? []
    if (attribute === '') throw unparsed(`Empty attribute name in the tag "${tag}" at byte offset ${at}`)
    index = afterSpaces(html, index + attribute.length)
    if (html[index] === '=') {
      const value = readValue(html, afterSpaces(html, index + 1), at)
      attributes.set(attribute.toLowerCase(), value.text)
      index = value.end
    } else attributes.set(attribute.toLowerCase(), '')
  }
  if (tag === 'span' && attributes.get('class') !== 'tg-spoiler') throw unparsed(`Tag "span" must have class "tg-spoiler" at byte offset ${at}`)
  if (tag === 'tg-emoji' && !/^[1-9]\d*$/.test(attributes.get('emoji-id') ?? '')) throw unparsed('Invalid custom emoji identifier specified')
  return { tag: { tag, attributes }, end: index + 1 }
}

/** A quoted value with its references decoded, or a bare name of letters, digits, dots and hyphens. */
function readValue(html: string, begin: number, tagAt: number): { text: string; end: number } {
  const quote = html[begin]
  if (quote !== '"' && quote !== "'") {
    const [bare = ''] = /^[a-z\d.-]*/i.exec(html.slice(begin)) ?? []
    const next = html[begin + bare.length]
    if (next === undefined) throw unparsed(`Unclosed start tag at byte offset ${tagAt}`)
    if (next !== '>' && !/\s/.test(next)) throw unparsed(`Unexpected end of name token at byte offset ${byteOffset(html, begin)}`)
    return { text: bare.toLowerCase(), end: begin + bare.length }
  }
  let text = ''
  let index = begin + 1
  while (index < html.length && html[index] !== quote) {
    const reference = html[index] === '&' ? decodeReference(html, index) : null
    text += reference ? reference.text : (html[index] ?? '')
    index = reference ? reference.end : index + 1
  }
  if (index >= html.length) throw unparsed(`Unclosed start tag at byte offset ${tagAt}`)
  return { text, end: index + 1 }
}

function entityOf({ tag, offset, attributes }: Open, { content, parent }: { content: string; parent: Open | undefined }): MessageEntity | null {
  const range = { offset, length: content.length }
  if (tag === 'pre') return { type: 'pre', ...range }
  if (tag === 'code') {
    const language = parent?.tag === 'pre' && parent.offset === offset ? /^language-(.+)$/.exec(attributes.get('class') ?? '')?.[1] : undefined
    return language === undefined ? { type: 'code', ...range } : { type: 'pre', ...range, language }
  }
  if (tag === 'blockquote') return { type: attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote', ...range }
  if (tag === 'tg-emoji') return { type: 'custom_emoji', ...range, custom_emoji_id: attributes.get('emoji-id') ?? '' }
  if (tag === 'a') {
    const url = usableUrl(attributes.get('href') || content)
    return url === null ? null : { type: 'text_link', ...range, url }
  }
  const type = Object.entries(plainTags).find(([name]) => name === tag)?.[1]
  return type ? { type, ...range } : null
}

/** `<pre><code class="language-x">` is one block: of two `pre` over one range the one with a language stays, and `pre` over a `code`. */
function joined(entities: MessageEntity[]): MessageEntity[] {
  const isSame = (one: MessageEntity, other: MessageEntity): boolean => one !== other && one.offset === other.offset && one.length === other.length
  return entities.filter((one) => {
    const twins = entities.filter((other) => isSame(one, other) && other.type === 'pre')
    if (one.type === 'code') return twins.length === 0
    return one.type !== 'pre' || one.language !== undefined || !twins.some((other) => other.type === 'pre' && other.language !== undefined)
  })
}

/** A link that can't be one is no fault: its text stays without the link. */
function usableUrl(url: string): string | null {
  const text = url.trim()
  if (/^(tg|ton|tonsite):\/\/\w/i.test(text)) return text
  const whole = /^https?:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(whole) || /\s/.test(text)) return null
  const { hostname, href } = new URL(whole)
  return hostname.includes('.') || hostname === 'localhost' ? (whole === text && text.includes('/', 8) ? text : href) : null
}

function afterSpaces(html: string, index: number): number {
  return index + (/^\s*/.exec(html.slice(index))?.[0].length ?? 0)
}

function byteOffset(html: string, index: number): number {
  return Buffer.byteLength(html.slice(0, index))
}

function unparsed(fault: string): Error {
  return badRequest(`can't parse entities: ${fault}`)
}
