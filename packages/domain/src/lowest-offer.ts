/** A price that falls by more than this is taken for a slip of the pen, another car or bait. */
const mostFall = 0.4

/** What other sources of a car make of its price, in kopecks. */
export type Offers = {
  price: bigint | null
  /** Offers so low that a person should look at them; they change nothing. */
  absurd: bigint[]
}

/** The lowest of a car's own price and what other sources ask for it; a higher price of theirs changes nothing. */
export function lowestOffer(own: bigint | null, offers: readonly bigint[]): Offers {
  const sorted = offers.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0))
  if (own === null) return { price: sorted[0] ?? null, absurd: [] }
  const least = (own * BigInt(100 - mostFall * 100)) / 100n
  const sane = sorted.filter((offer) => offer >= least)
  const [lowest] = sane
  return { price: lowest !== undefined && lowest < own ? lowest : own, absurd: sorted.filter((offer) => offer < least) }
}
