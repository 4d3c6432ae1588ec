import type { Request } from 'express'
import { badRequest } from './bot-failure.js'
import { parseHtml } from './parse-html.js'
import type { MessageEntity } from '@telegraf/types'
import type { WorldButton } from './world.js'

export type Upload = { bytes: Buffer; mimeType: string }
export type Parameters = { values: Record<string, unknown>; uploads: Map<string, Upload> }

/** Parameters of a call: query, JSON, form or multipart, as the Bot API takes them (core.telegram.org/bots/api#making-requests). */
export async function readParameters(request: Request): Promise<Parameters> {
  const type = request.headers['content-type'] ?? ''
  const values: Record<string, unknown> = { ...request.query }
  const uploads = new Map<string, Upload>()
  if (/multipart\/form-data|urlencoded/.test(type)) {
    const form = await new Response(await bodyOf(request), { headers: { 'content-type': type } }).formData()
    for (const [name, value] of form) {
      if (typeof value === 'string') values[name] = value
      else uploads.set(name, { bytes: Buffer.from(await value.arrayBuffer()), mimeType: value.type || 'application/octet-stream' })
    }
  } else if (typeof request.body === 'object' && request.body !== null) {
    Object.assign(values, request.body)
  }
  request.body = Object.fromEntries([...Object.entries(values), ...[...uploads].map(([name, upload]) => [name, `<${upload.bytes.length} bytes>`])])
  return { values, uploads }
}

async function bodyOf(request: Request): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  return Buffer.from(Buffer.concat(parts))
}

export function textOf({ values }: Parameters, name: string): string {
  const value = values[name]
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw badRequest(`parameter "${name}" must be a string`)
  return String(value)
}

export function numberOf(parameters: Parameters, name: string): number | null {
  const text = textOf(parameters, name)
  if (text === '') return null
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw badRequest(`invalid ${name} specified`)
  return value
}

export function flagOf(parameters: Parameters, name: string): boolean {
  return ['true', '1'].includes(textOf(parameters, name).toLowerCase())
}

/** A JSON-serialised parameter; an object already parsed passes. */
export function jsonOf(parameters: Parameters, name: string): unknown {
  const value = parameters.values[name]
  if (value === undefined || value === '') return null
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    throw badRequest(`can't parse ${name} JSON object`)
  }
}

export function formatted(text: string, parseMode: string): { text: string; entities: MessageEntity[] } {
  if (parseMode === '') return { text: text.trim(), entities: [] }
  if (parseMode.toLowerCase() !== 'html') throw badRequest(`unsupported parse_mode`)
  return parseHtml(text)
}

/** An inline keyboard: each button exactly one action; callback data 1–64 bytes, links http(s), tg or t.me, copied text up to 256 characters. */
export function keyboardOf(parameters: Parameters): WorldButton[][] {
  const markup = jsonOf(parameters, 'reply_markup')
  if (!isRecord(markup)) return []
  if (markup['remove_keyboard'] || markup['force_reply'] || markup['keyboard']) return []
  const rows = markup['inline_keyboard']
  if (!Array.isArray(rows)) throw badRequest("object expected as reply markup")
  return rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest('field "inline_keyboard" must be an Array of Arrays')
    return row.map(buttonOf)
  })
}

function buttonOf(button: unknown): WorldButton {
  if (!isRecord(button) || typeof button['text'] !== 'string' || button['text'] === '') throw badRequest('inline keyboard button text must be non-empty')
  const { text, url, callback_data: data, copy_text: copy } = button
  if (typeof url === 'string') {
    if (!/^(https?:\/\/[^\s/]+|tg:\/\/|[\w-]+(\.[\w-]+)+)/i.test(url) || /^tel:/i.test(url)) throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`)
    return { text, url }
  }
  if (isRecord(copy)) {
    const copied = copy['text']
    if (typeof copied !== 'string' || copied.length < 1 || copied.length > 256) throw badRequest('BUTTON_COPY_TEXT_INVALID')
    return { text, copyText: copied }
  }
  if (typeof data === 'string') {
    const bytes = Buffer.byteLength(data)
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID')
    return { text, data }
  }
  throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
}

/** A field of a JSON parameter as text; empty when it is absent or no plain value. */
export function fieldText(record: Record<string, unknown>, name: string): string {
  const value = record[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
