/** More posts than this, and a larger share of the channel than this, vanish together only when something befell the channel. */
const mostPosts = 10
const largestShare = 0.3

/**
 * Whether posts that vanished from a channel within ten minutes are too many to be sold cars: the channel was wiped, banned or closed. `gone` are those of the ten minutes,
 * `live` all that stood in the channel before them, `gone` included.
 */
export function isWithdrawalBurst({ gone, live }: { gone: number; live: number }): boolean {
  return gone > mostPosts && gone > live * largestShare
}

/** The time in which deletions count together, in milliseconds. */
export const burstWindowMs = 600_000
