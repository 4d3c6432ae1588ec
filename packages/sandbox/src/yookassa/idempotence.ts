import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { invalidRequest } from './types.js'

const rememberedMs = 24 * 3_600_000

/**
 * The same key with the same request gives the same object again, as it is by then; with another request it is refused. A key is remembered for
 * 24 hours, and only when the request was taken (yookassa.ru/developers/using-api/interaction-format#idempotence).
 */
export function createIdempotence(): (act: (request: Request) => object) => (request: Request, response: Response) => void {
  const known = new Map<string, { fingerprint: string; answer: object; at: number }>()
  return (act) => (request, response) => {
    const key = request.header('idempotence-key') ?? ''
    if (key === '') throw invalidRequest('Idempotence-Key', 'Idempotence key is missing')
    if (key.length > 64) throw invalidRequest('Idempotence-Key', 'Idempotence key is longer than 64 characters')
    const fingerprint = createHash('sha256').update(`${request.path}\n${JSON.stringify(sorted(request.body))}`).digest('hex')
    const first = known.get(key)
    if (first && first.at + rememberedMs > Date.now()) {
      if (first.fingerprint !== fingerprint) throw invalidRequest('Idempotence-Key', 'Idempotence key was used with another request')
      return void response.json(first.answer)
    }
    const answer = act(request)
    known.set(key, { fingerprint, answer, at: Date.now() })
    response.json(answer)
  }
}

/** The order of fields is no part of a request. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value ?? null
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sorted(child)]))
}
