export type JoinBudget = {
  /** True when a look-up or join may be made now; it counts as made. */
  take(): boolean
}

/** A token bucket: `burst` at once, then one in `intervalMs`. Telegram bans accounts that look up and join in bulk. */
export function createJoinBudget(options: { intervalMs: number; burst: number; now: () => Date }): JoinBudget {
  let tokens = options.burst
  let filledAt = options.now().getTime()
  return {
    take() {
      const now = options.now().getTime()
      const earned = options.intervalMs > 0 ? (now - filledAt) / options.intervalMs : options.burst
      tokens = Math.min(options.burst, tokens + earned)
      filledAt = now
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}
