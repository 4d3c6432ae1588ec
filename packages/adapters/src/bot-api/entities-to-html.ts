import { z } from 'zod'

/** The marks of a text that a bot may send again as they are (core.telegram.org/bots/api#messageentity); others, and broken ones, leave plain words. */
export const textEntity = z.object({ type: z.string(), offset: z.int().nonnegative(), length: z.int().positive(), url: z.string().optional(), language: z.string().optional() })

export type TextEntity = z.output<typeof textEntity>

const plainTags: Readonly<Record<string, string>> = { bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', spoiler: 'tg-spoiler', code: 'code', pre: 'pre', blockquote: 'blockquote' }

/** A text with its marks as Telegram HTML (core.telegram.org/bots/api#html-style). Offsets count UTF-16 units. */
export function entitiesToHtml(text: string, entities: readonly TextEntity[]): string {
  const inOrder = entities.filter((entity) => tagOf(entity) !== null && entity.offset + entity.length <= text.length).sort((one, other) => one.offset - other.offset || other.length - one.length)
  return inside(text, inOrder, { from: 0, to: text.length })
}

/** Marks lie one in another or apart; one that crosses the end of its neighbour is left out. */
function inside(text: string, entities: readonly TextEntity[], { from, to }: { from: number; to: number }): string {
  let html = ''
  let at = from
  for (const [index, entity] of entities.entries()) {
    const end = entity.offset + entity.length
    if (entity.offset < at || end > to) continue
    const inner = inside(text, entities.slice(index + 1).filter((other) => other.offset < end), { from: entity.offset, to: end })
    const tag = tagOf(entity)
    html += escaped(text.slice(at, entity.offset)) + (tag === null ? inner : `<${tag.open}>${inner}</${tag.close}>`)
    at = end
  }
  return html + escaped(text.slice(at, to))
}

function tagOf({ type, url }: TextEntity): { open: string; close: string } | null {
  if (type === 'text_link') return url === undefined ? null : { open: `a href="${escaped(url)}"`, close: 'a' }
  if (type === 'expandable_blockquote') return { open: 'blockquote expandable', close: 'blockquote' }
  const tag = plainTags[type]
  return tag === undefined ? null : { open: tag, close: tag }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
