import { RateLimitedError } from '../errors.js'

/** A method that Telegram asked to leave alone until `endsAt`. */
export type FloodWait = { method: string; endsAt: Date }

/** Where the waits of one account outlive the process. */
export type FloodWaitStore = {
  load(): Promise<readonly FloodWait[]>
  /** A failure to save is the store's to tell: the wait is honoured all the same while the process lives. */
  save(wait: FloodWait): Promise<void>
}

export type FloodWaits = {
  load(): Promise<void>
  /** Throws `RateLimitedError` while the method has to wait. */
  check(method: string): void
  note(method: string, waitMs: number): void
}

/** The waits of one account, by method; `now` in epoch ms. */
export function createFloodWaits(now: () => number, store?: FloodWaitStore): FloodWaits {
  const ends = new Map<string, number>()
  return {
    async load() {
      for (const { method, endsAt } of (await store?.load()) ?? []) extend(method, endsAt.getTime())
    },
    check(method) {
      const waitMs = (ends.get(method) ?? 0) - now()
      if (waitMs > 0) throw new RateLimitedError(`${method}: Telegram asked to wait`, { retryAfterMs: waitMs })
    },
    note(method, waitMs) {
      const endsAt = now() + waitMs
      extend(method, endsAt)
      store?.save({ method, endsAt: new Date(endsAt) }).catch(() => {})
    },
  }

  function extend(method: string, endsAt: number): void {
    ends.set(method, Math.max(endsAt, ends.get(method) ?? 0))
  }
}
