import { PermanentError, RateLimitedError } from '../errors.js'

/** googleapis throws objects that hold the whole request, token included: only status and message are kept. */
export function translateGoogleError(error: unknown): Error {
  const status = statusOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (status === 429) return new RateLimitedError('Google asks to wait', { retryAfterMs: 30_000 })
  if (status === 401) return new Error(`Google refused the token: ${message}`)
  if (status !== null && status >= 400 && status < 500) return new PermanentError(`Google answered ${status}: ${message}`)
  return new Error(`Google did not answer: ${status ?? ''} ${message}`)
}

function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null
  const status: unknown = Reflect.get(error, 'status') ?? Reflect.get(error, 'code')
  const value = Number(status)
  return Number.isInteger(value) && value >= 100 ? value : null
}
