import { lowestOffer } from '@cars-bot/domain'
import type { PostModel, Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { identityHashes } from './find-original.js'
import { marketPrice } from './market-price.js'
import type { AdReading } from './read-ad.js'
import { repricedDescription } from './repriced-description.js'
import { offersOf } from './settle-price.js'

/**
 * Writes the car as it was read; a price that changed keeps the one before it, and of several sources the lowest price stands. The market price is that of our own listings
 * where the ad names none.
 */
export async function storeCar(app: Pick<App, 'now' | 'phones'>, tx: Transaction, post: Pick<PostModel, 'id' | 'text'>, { facts, description }: Pick<AdReading, 'facts' | 'description'>): Promise<void> {
  const postId = post.id
  const before = await tx.car.findUnique({ where: { postId }, select: { priceKopecks: true, previousPriceKopecks: true } })
  const own = bigintOf(facts.priceKopecks)
  const offers = before === null ? [] : await offersOf(tx, postId)
  const { price } = lowestOffer(own, offers.map((offer) => offer.price))
  const data = {
    ...facts,
    priceKopecks: price,
    marketPriceKopecks: bigintOf(facts.marketPriceKopecks) ?? (await marketPrice(tx, { postId, facts, now: app.now() })),
    ...identityHashes(app, post.text),
    description: price === null || price === own ? description : repricedDescription({ description, facts, text: post.text }),
  }
  const isRepriced = before !== null && before.priceKopecks !== data.priceKopecks
  const change = isRepriced ? { previousPriceKopecks: before.priceKopecks ?? before.previousPriceKopecks, priceChangedAt: app.now() } : {}
  await tx.car.upsert({ where: { postId }, create: { postId, ...data }, update: { ...data, ...change } })
}

function bigintOf(value: number | null): bigint | null {
  return value === null ? null : BigInt(value)
}
