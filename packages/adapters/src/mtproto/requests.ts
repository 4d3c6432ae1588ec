import { errors, type Api, type TelegramClient } from 'telegram'
import { RateLimitedError } from '../errors.js'
import { createCallPace, type CallPace } from './call-pace.js'
import { createFloodWaits, type FloodWaitStore } from './flood-waits.js'
import { ConnectionBrokenError, SessionLostError, UnansweredError } from './mtproto-errors.js'
import { translateError } from './translate-error.js'

export type Call = <R extends Api.AnyRequest>(request: R, timeoutMs?: number) => Promise<R['__response']>

export type Requests = {
  /** In its turn among the account's calls. */
  call: Call
  /** For requests that need more than the main connection. What a `ConnectionBrokenError` hits is asked once more. */
  run<T>(method: string, timeoutMs: number, work: (client: TelegramClient) => Promise<T>): Promise<T>
  /** For what keeps the connection itself: waits for no turn, and is asked once. */
  runAtOnce<T>(method: string, timeoutMs: number, work: (client: TelegramClient) => Promise<T>): Promise<T>
  /** Has the waits that Telegram asked for in an earlier life honoured. */
  loadFloodWaits(): Promise<void>
  /** When the main connection last answered: downloads have others. */
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
  /** Epoch ms. */
  now?: (() => number) | undefined
  floodWaits?: FloodWaitStore | undefined
  pace?: CallPace
}

/** Requests with a timeout (GramJS has none), paced, errors in our words, and the flood wait of each method kept. The timeout begins with the turn. */
export function createRequests({ client, onLost, timeoutMs: usualTimeoutMs = 15_000, now = Date.now, floodWaits, pace = createCallPace() }: RequestsOptions): Requests {
  const waits = createFloodWaits(now, floodWaits)
  const pending = new Set<(error: Error) => void>()
  let answeredAt: Date | null = null

  const requests: Requests = {
    call: (request, timeoutMs = usualTimeoutMs) => requests.run(request.className, timeoutMs, (current) => current.invoke(request)),
    async run(method, timeoutMs, work) {
      try {
        return await inTurn(method, timeoutMs, work)
      } catch (error) {
        if (!(error instanceof ConnectionBrokenError)) throw error
        return await inTurn(method, timeoutMs, work)
      }
    },
    runAtOnce: attempt,
    loadFloodWaits: () => waits.load(),
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

  async function inTurn<T>(method: string, timeoutMs: number, work: (client: TelegramClient) => Promise<T>): Promise<T> {
    waits.check(method)
    const abort = new AbortController()
    try {
      await abandonable(pace.turn(method, abort.signal))
    } catch (error) {
      abort.abort()
      throw error
    }
    return await attempt(method, timeoutMs, work)
  }

  async function attempt<T>(method: string, timeoutMs: number, work: (client: TelegramClient) => Promise<T>): Promise<T> {
    waits.check(method)
    const current = client()
    if (!current) throw new Error('the session is not connected')
    try {
      const result = await raced(work(current), method, timeoutMs)
      answered(method)
      return result
    } catch (error) {
      if (error instanceof errors.RPCError) answered(method)
      throw noted(translateError(error, method), method)
    }
  }

  function answered(method: string): void {
    if (!method.startsWith('upload.')) answeredAt = new Date(now())
  }

  function noted(error: unknown, method: string): unknown {
    if (error instanceof RateLimitedError) waits.note(method, error.retryAfterMs)
    if (error instanceof SessionLostError) requests.lose(error)
    return error
  }

  async function raced<T>(work: Promise<T>, method: string, timeoutMs: number): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new UnansweredError(method, timeoutMs)), timeoutMs)
    try {
      return await abandonable(Promise.race([work, late]))
    } finally {
      clearTimeout(timer)
    }
  }

  async function abandonable<T>(work: Promise<T>): Promise<T> {
    const { promise: abandoned, reject } = Promise.withResolvers<never>()
    pending.add(reject)
    try {
      return await Promise.race([work, abandoned])
    } finally {
      pending.delete(reject)
    }
  }
}
