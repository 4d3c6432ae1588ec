import type { App } from '../app.js'
import { announcePrice, settlePrice } from './settle-price.js'

const lookBackMs = 24 * 3_600_000

/** Listings at a price that only a source asked which was withdrawn in the last day go back to what is asked now. Safe to run twice. */
export async function dropGoneOffers(app: App): Promise<number> {
  const since = new Date(app.now().getTime() - lookBackMs)
  const gone = await app.db.$queryRaw<{ originalId: string; price: bigint }[]>`
    SELECT DISTINCT p."duplicateOfId" AS "originalId", c."priceKopecks" AS price
    FROM "Post" p JOIN "Car" c ON c."postId" = p.id JOIN "Post" o ON o.id = p."duplicateOfId" JOIN "Car" oc ON oc."postId" = o.id
    WHERE p.status = 'WITHDRAWN' AND p."statusChangedAt" > ${since} AND o.status = 'PUBLISHED'
    AND oc."priceKopecks" = c."priceKopecks" AND oc."previousPriceKopecks" > oc."priceKopecks"`
  let dropped = 0
  for (const { originalId, price } of gone) {
    const change = await app.db.$transaction((tx) => settlePrice(app, tx, { originalId, formerOffer: price }))
    await announcePrice(app, { ...change, absurd: [] })
    if (change.isChanged) dropped += 1
  }
  return dropped
}
