import { PermanentError, RateLimitedError } from '../errors.js'

const retryAfterMs = 30_000

/** googleapis throws objects that hold the whole request, token included: only status and message are kept. Google names no time to wait with a 429. */
export function translateGoogleError(error: unknown): Error {
  const status = googleStatus(error)
  const message = error instanceof Error ? error.message : String(error)
  if (status === null) return new Error(`Google did not answer: ${message}`)
  if (status === 429) return new RateLimitedError('Google asks to wait', { retryAfterMs })
  if (status === 401) return new Error(`Google refused the token: ${message}`)
  const isTabGone = status === 400 && /Unable to parse range|No grid with id/.test(message)
  if (status >= 400 && status < 500 && !isTabGone) return new PermanentError(`Google answered ${status}: ${message}`)
  return new Error(`Google answered ${status}: ${message}`)
}

/** The HTTP status of a failed call; null when there was no answer. */
export function googleStatus(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null
  const status = Number(Reflect.get(error, 'status') ?? Reflect.get(error, 'code'))
  return Number.isInteger(status) && status >= 100 ? status : null
}
