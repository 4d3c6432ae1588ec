import { setTimeout as delay } from 'node:timers/promises'
import { RateLimitedError } from '../errors.js'
import { createTokenBucket, type Pace, type TokenBucket } from './token-bucket.js'

/**
 * Telegram publishes no limits for accounts. What is known from use: about 3,000 messages of history within 30 s
 * (https://github.com/LonamiWebs/Telethon/pull/565; a page that catches up is seldom full, so two pages a second stay below it), and a wait for
 * hours after bursts of look-ups, which the joining of channels paces by itself. The rest keeps an account that catches up 500 channels within
 * half a minute from looking like a flood.
 */
export const usualPaces: CallPaces = {
  all: { perSecond: 30, burst: 60 },
  methods: {
    'messages.GetHistory': { perSecond: 2, burst: 60 },
    'updates.GetChannelDifference': { perSecond: 20, burst: 60 },
    'upload.GetFile': { perSecond: 20, burst: 40 },
  },
}

export type CallPaces = {
  all: Pace
  /** Besides the pace of all. A download's parts have only their own: they go over connections of their own. */
  methods: Readonly<Record<string, Pace>>
}

export type CallPace = {
  /** Resolves when it is the call's turn. Throws `RateLimitedError`, without taking a turn, when that is further off than a minute. */
  turn(method: string, signal: AbortSignal): Promise<void>
}

const longestWaitMs = 60_000

/** Paces the calls of one account so that Telegram has no reason to ask for a wait. */
export function createCallPace(paces: CallPaces = usualPaces, now: () => number = () => performance.now()): CallPace {
  const all = createTokenBucket(paces.all, now)
  const methods = new Map(Object.entries(paces.methods).map(([method, pace]) => [method, createTokenBucket(pace, now)]))
  return {
    async turn(method, signal) {
      const buckets = bucketsOf(method)
      const waitMs = Math.max(...buckets.map((bucket) => bucket.look()))
      if (waitMs > longestWaitMs) throw new RateLimitedError(`${method}: too many calls wait for their turn`, { retryAfterMs: waitMs })
      for (const bucket of buckets) bucket.take()
      if (waitMs > 0) await delay(waitMs, undefined, { signal })
    },
  }

  function bucketsOf(method: string): TokenBucket[] {
    const own = methods.get(method)
    if (!own) return [all]
    return method.startsWith('upload.') ? [own] : [own, all]
  }
}
