import { badRequest } from './bot-failure.js'
import type { Place } from './bot-message.js'
import { isRecord, jsonOf, type Parameters } from './bot-parameters.js'
import type { WorldButton } from './world.js'

const maxButtons = 100

/**
 * An inline keyboard (core.telegram.org/bots/api#inlinekeyboardmarkup): each button exactly one action; callback data 1–64 bytes, links http(s), tg or
 * t.me, copied text up to 256 characters. Keyboards of replies are for private chats and show nothing here.
 */
export function keyboardOf(parameters: Parameters, place: Pick<Place, 'kind'>): WorldButton[][] {
  const markup = jsonOf(parameters, 'reply_markup')
  if (markup === null) return []
  if (!isRecord(markup)) throw badRequest('object expected as reply markup')
  if (markup['inline_keyboard'] === undefined && ['keyboard', 'remove_keyboard', 'force_reply'].some((name) => name in markup)) {
    if (place.kind === 'channel') throw badRequest('inline keyboard expected')
    return []
  }
  const rows: unknown = markup['inline_keyboard'] ?? []
  if (!Array.isArray(rows)) throw badRequest('can\'t parse inline keyboard: field "inline_keyboard" must be of type Array')
  const keyboard = rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest('can\'t parse inline keyboard: field "inline_keyboard" must be an Array of Arrays')
    return row.map((button: unknown) => buttonOf(button))
  })
  if (keyboard.flat().length > maxButtons) throw badRequest('reply markup is too long')
  return keyboard
}

const actions = ['url', 'callback_data', 'copy_text', 'pay', 'switch_inline_query', 'switch_inline_query_current_chat'] as const

function buttonOf(button: unknown): WorldButton {
  if (!isRecord(button)) throw badRequest("can't parse inline keyboard button: expected an Object")
  const { text } = button
  if (typeof text !== 'string' || text.trim() === '') throw badRequest('inline keyboard button text must be non-empty')
  const [action] = actions.filter((name) => button[name] !== undefined && button[name] !== null && button[name] !== false)
  if (!action) throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
  if (action === 'pay') return { text, pay: true }
  if (action === 'copy_text') return { text, copyText: copiedText(button[action]) }
  const value = button[action]
  if (typeof value !== 'string') throw badRequest(`can't parse inline keyboard button: field "${action}" must be of type String`)
  switch (action) {
    case 'url':
      return { text, url: checkedUrl(value) }
    case 'callback_data': {
      const bytes = Buffer.byteLength(value)
      if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID')
      return { text, data: value }
    }
    case 'switch_inline_query':
    case 'switch_inline_query_current_chat':
      return { text, switchInline: { query: value, isHere: action === 'switch_inline_query_current_chat' } }
  }
}

function copiedText(value: unknown): string {
  const copied = isRecord(value) ? value['text'] : undefined
  if (typeof copied !== 'string' || copied.length < 1 || copied.length > 256) throw badRequest('BUTTON_COPY_TEXT_INVALID')
  return copied
}

/** http(s), tg and bare hosts are taken; `tel:` and the rest are not. */
function checkedUrl(url: string): string {
  if (/^(https?:\/\/[^\s/?#]+\.[^\s/?#]+|https?:\/\/(localhost|\d+(\.\d+){3})|tg:\/\/\w|[\w-]+(\.[\w-]+)+([/?#]|$))/i.test(url)) return url
  const reason = /^[a-z][\w+.-]*:/i.test(url) && !/^https?:/i.test(url) ? 'Unsupported URL protocol' : 'Wrong HTTP URL'
  throw badRequest(`inline keyboard button URL '${url}' is invalid: ${reason}`)
}
