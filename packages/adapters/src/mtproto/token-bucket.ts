export type Pace = { perSecond: number; burst: number }

export type TokenBucket = {
  /** How long the next call has to wait for its turn, in ms; the turn is taken. Turns are given in the order of asking. */
  take(): number
  /** The same without taking it. */
  look(): number
}

/** `burst` calls at once, then `perSecond`. `now` is a clock that never goes back, in ms. */
export function createTokenBucket({ perSecond, burst }: Pace, now: () => number): TokenBucket {
  const intervalMs = 1000 / perSecond
  // When the bucket would be full again.
  let fullAt = 0
  const look = (): number => Math.max(0, Math.max(fullAt, now()) - (burst - 1) * intervalMs - now())
  return {
    look,
    take() {
      const waitMs = look()
      fullAt = Math.max(fullAt, now()) + intervalMs
      return waitMs
    },
  }
}
