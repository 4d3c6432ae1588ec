import { errors, type Api, type TelegramClient } from 'telegram'
import { RateLimitedError } from '../errors.js'
import { ConnectionBrokenError, SessionLostError, UnansweredError } from './mtproto-errors.js'
import { translateError } from './translate-error.js'

export type Call = <R extends Api.AnyRequest>(request: R, timeoutMs?: number) => Promise<R['__response']>

export type Requests = {
  call: Call
  /** For requests that need more than the main connection. What a `ConnectionBrokenError` hits is asked once more. */
  run<T>(method: string, timeoutMs: number, work: (client: TelegramClient) => Promise<T>): Promise<T>
  lastAnswerAt(): Date | null
  /** Fails everything under way: GramJS leaves requests of a closed connection pending for ever, and loses some when it reconnects. */
  abandon(error: Error): void
  /** The session is over: fails what is under way and tells `onLost`. */
  lose(error: SessionLostError): void
}

export type RequestsOptions = {
  client: () => TelegramClient | null
  onLost: (error: SessionLostError) => void
  timeoutMs?: number | undefined
  now?: () => number
}

/** Requests with a timeout (GramJS has none), errors in our words, and the flood wait of each method kept. */
export function createRequests({ client, onLost, timeoutMs: usualTimeoutMs = 15_000, now = Date.now }: RequestsOptions): Requests {
  const waits = new Map<string, number>()
  const pending = new Set<(error: Error) => void>()
  let answeredAt: Date | null = null

  const requests: Requests = {
    call: (request, timeoutMs = usualTimeoutMs) => requests.run(request.className, timeoutMs, (current) => current.invoke(request)),
    async run(method, timeoutMs, work) {
      try {
        return await attempt(method, timeoutMs, work)
      } catch (error) {
        if (!(error instanceof ConnectionBrokenError)) throw error
        return await attempt(method, timeoutMs, work)
      }
    },
    lastAnswerAt: () => answeredAt,
    abandon(error) {
      for (const reject of pending) reject(error)
    },
    lose(error) {
      requests.abandon(error)
      onLost(error)
    },
  }
  return requests

  async function attempt<T>(method: string, timeoutMs: number, work: (client: TelegramClient) => Promise<T>): Promise<T> {
    const waitMs = (waits.get(method) ?? 0) - now()
    if (waitMs > 0) throw new RateLimitedError(`${method}: Telegram asked to wait`, { retryAfterMs: waitMs })
    const current = client()
    if (!current) throw new Error('the session is not connected')
    try {
      const result = await raced(work(current), method, timeoutMs)
      answeredAt = new Date(now())
      return result
    } catch (error) {
      if (error instanceof errors.RPCError) answeredAt = new Date(now())
      throw noted(translateError(error, method), method)
    }
  }

  function noted(error: unknown, method: string): unknown {
    if (error instanceof RateLimitedError) waits.set(method, now() + error.retryAfterMs)
    if (error instanceof SessionLostError) requests.lose(error)
    return error
  }

  async function raced<T>(work: Promise<T>, method: string, timeoutMs: number): Promise<T> {
    const { promise: failed, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new UnansweredError(method, timeoutMs)), timeoutMs)
    pending.add(reject)
    try {
      return await Promise.race([work, failed])
    } finally {
      clearTimeout(timer)
      pending.delete(reject)
    }
  }
}
