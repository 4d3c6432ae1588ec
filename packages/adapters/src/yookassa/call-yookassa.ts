import { z } from 'zod'
import { PermanentError, RateLimitedError } from '../errors.js'

export type YooKassaOptions = {
  baseUrl: string
  shopId: string
  secretKey: string
  timeoutMs: number
  /** Whether the shop takes real money; live unless told otherwise. */
  mode?: 'live' | 'test'
}

export type YooKassaCall = { method: 'GET'; path: string } | { method: 'POST'; path: string; idempotenceKey: string; body: object }

const refusal = z.object({ code: z.string().optional(), description: z.string().optional(), parameter: z.string().optional(), retry_after: z.number().optional() })

/** One request, parsed by `answer`; failures as `Payments` says. */
export async function callYooKassa<T extends z.ZodType>(options: YooKassaOptions, answer: T, request: YooKassaCall): Promise<z.infer<T>> {
  const headers: Record<string, string> = { authorization: `Basic ${Buffer.from(`${options.shopId}:${options.secretKey}`).toString('base64')}` }
  if (request.method === 'POST') Object.assign(headers, { 'content-type': 'application/json', 'idempotence-key': request.idempotenceKey })
  const response = await fetch(`${options.baseUrl.replace(/\/$/, '')}${request.path}`, {
    method: request.method,
    headers,
    signal: AbortSignal.timeout(options.timeoutMs),
    ...(request.method === 'POST' ? { body: JSON.stringify(request.body) } : {}),
  })
  const body: unknown = await response.json().catch(() => null)
  if (response.status === 200) return answer.parse(body)
  throw failure(response.status, refusal.safeParse(body).data ?? {})
}

/** 500 means unknown: the same key must be tried again (yookassa.ru/developers/using-api/response-handling/http-codes). */
function failure(status: number, { code = '', description = '', parameter = '', retry_after: retryAfterMs }: z.infer<typeof refusal>): Error {
  const words = `YooKassa answered ${status} ${code} ${parameter} ${description}`.replace(/\s+/g, ' ').trim()
  if (status === 429 || status === 202) return new RateLimitedError(words, { retryAfterMs: retryAfterMs ?? 5_000 })
  return status >= 400 && status < 500 ? new PermanentError(words) : new Error(words)
}
