import type { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { RateLimitedError } from '../errors.js'
import { SessionLostError } from './mtproto-errors.js'
import { translateError } from './translate-error.js'

export type Call = <R extends Api.AnyRequest>(request: R, timeoutMs?: number) => Promise<R['__response']>

export type Requests = {
  call: Call
  /** For work of GramJS's own that makes requests. */
  run<T>(method: string, timeoutMs: number, work: (client: TelegramClient) => Promise<T>): Promise<T>
  lastAnswerAt(): Date | null
  /** Fails what is under way and what comes. */
  lose(error: SessionLostError): void
}

export type RequestsOptions = {
  client: () => TelegramClient | null
  onLost: (error: SessionLostError) => void
  now?: () => number
}

const defaultTimeoutMs = 15_000

/** Requests with a timeout (GramJS has none), errors in our words, and the flood waits of each method kept. */
export function createRequests({ client, onLost, now = Date.now }: RequestsOptions): Requests {
  const waits = new Map<string, number>()
  let answeredAt: Date | null = null
  const lost = Promise.withResolvers<never>()
  lost.promise.catch(() => {})

  const requests: Requests = {
    call: (request, timeoutMs = defaultTimeoutMs) => requests.run(request.className, timeoutMs, (current) => current.invoke(request)),
    async run(method, timeoutMs, work) {
      const waitMs = (waits.get(method) ?? 0) - now()
      if (waitMs > 0) throw new RateLimitedError(`${method}: Telegram asked to wait`, { retryAfterMs: waitMs })
      const current = client()
      if (!current) throw new Error('the session is not connected')
      try {
        const result = await withDeadline(Promise.race([work(current), lost.promise]), method, timeoutMs)
        answeredAt = new Date()
        return result
      } catch (error) {
        throw noted(translateError(error, method), method)
      }
    },
    lastAnswerAt: () => answeredAt,
    lose(error) {
      lost.reject(error)
      onLost(error)
    },
  }
  return requests

  function noted(error: unknown, method: string): unknown {
    if (error instanceof RateLimitedError) waits.set(method, now() + error.retryAfterMs)
    if (error instanceof SessionLostError) requests.lose(error)
    return error
  }
}

async function withDeadline<T>(work: Promise<T>, method: string, timeoutMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`${method} was not answered within ${timeoutMs} ms`)), timeoutMs)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
