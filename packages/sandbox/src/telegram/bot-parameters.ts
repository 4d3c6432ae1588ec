import type { Request } from 'express'
import { badRequest } from './bot-failure.js'

export type Upload = { bytes: Buffer; mimeType: string }
export type Parameters = { values: Record<string, unknown>; uploads: Map<string, Upload> }

/** Parameters of a call: query, JSON, form or multipart, as the Bot API takes them (core.telegram.org/bots/api#making-requests). */
export async function readParameters(request: Request): Promise<Parameters> {
  const type = request.headers['content-type'] ?? ''
  const values: Record<string, unknown> = { ...request.query }
  const uploads = new Map<string, Upload>()
  if (/multipart\/form-data|urlencoded/.test(type)) {
    for (const [name, value] of await formOf(request, type)) {
      if (typeof value === 'string') values[name] = value
      else uploads.set(name, { bytes: Buffer.from(await value.arrayBuffer()), mimeType: value.type || 'application/octet-stream' })
    }
  } else if (request.body !== undefined && request.body !== null) {
    if (!isRecord(request.body)) throw badRequest('object expected as the request body')
    Object.assign(values, request.body)
  }
  request.body = Object.fromEntries([...Object.entries(values), ...[...uploads].map(([name, upload]) => [name, `<${upload.bytes.length} bytes>`])])
  return { values, uploads }
}

async function formOf(request: Request, type: string): Promise<FormData> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  try {
    return await new Response(Buffer.concat(parts), { headers: { 'content-type': type } }).formData()
  } catch {
    throw badRequest("can't parse multipart/form-data")
  }
}

export function textOf({ values }: Parameters, name: string): string {
  return shownText(values[name], name)
}

/** A value of JSON as text: numbers and flags are written out, lists and objects refused. */
export function shownText(value: unknown, name: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw badRequest(`parameter "${name}" must be a string`)
}

export function numberOf(parameters: Parameters, name: string): number | null {
  const text = textOf(parameters, name)
  if (text === '') return null
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw badRequest(`invalid ${name} specified`)
  return value
}

export function messageIdOf(parameters: Parameters): number {
  const id = numberOf(parameters, 'message_id')
  if (id === null || id <= 0) throw badRequest('message identifier is not specified')
  return id
}

export function flagOf(parameters: Parameters, name: string): boolean {
  const text = textOf(parameters, name).toLowerCase()
  if (!['', 'true', 'false', '1', '0', 'yes', 'no'].includes(text)) throw badRequest(`invalid ${name} specified`)
  return ['true', '1', 'yes'].includes(text)
}

/** A JSON-serialised parameter; one already parsed passes; null when it is absent. */
export function jsonOf({ values }: Parameters, name: string): unknown {
  const value = values[name]
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    throw badRequest(`can't parse ${name} JSON object`)
  }
}

export function stringsOf(value: unknown, name: string): string[] {
  if (!Array.isArray(value)) throw badRequest(`can't parse ${name}: expected an Array of String`)
  return value.map((item: unknown) => {
    if (typeof item !== 'string') throw badRequest(`can't parse ${name}: expected an Array of String`)
    return item
  })
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
