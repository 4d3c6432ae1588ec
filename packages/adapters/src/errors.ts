/** Trying again will not help: the other side understood and refused for good. */
export class PermanentError extends Error {
  override name = 'PermanentError'
}

/** The other side asks to wait; nothing is wrong with the request. */
export class RateLimitedError extends Error {
  override name = 'RateLimitedError'
  readonly retryAfterMs: number

  constructor(message: string, options: ErrorOptions & { retryAfterMs: number }) {
    super(message, options)
    this.retryAfterMs = options.retryAfterMs
  }
}

/** What a failure means for the job it happened in. */
export function failureOf(error: unknown): { kind: 'retry' } | { kind: 'permanent' } | { kind: 'rate-limited'; retryAfterMs: number } {
  if (error instanceof RateLimitedError) return { kind: 'rate-limited', retryAfterMs: error.retryAfterMs }
  return { kind: error instanceof PermanentError ? 'permanent' : 'retry' }
}
