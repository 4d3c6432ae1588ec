import { extractByRules, formatRubles, lowestOffer } from '@cars-bot/domain'
import type { Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { factsOfCar } from './facts-of-car.js'
import { repricedDescription } from './repriced-description.js'
import { absurdPriceText } from './texts.js'

/** What the other sources of a car made of its listing's price. */
export type PriceChange = { originalId: string; isChanged: boolean; price: bigint | null; absurd: { postId: string; price: bigint }[] }

export type Offer = { postId: string; price: bigint }

/** What the posts found to be of the same car ask for it, those gone at their source left out. */
export async function offersOf(tx: Transaction, originalId: string): Promise<Offer[]> {
  const cars = await tx.car.findMany({
    where: { priceKopecks: { not: null }, post: { duplicateOfId: originalId, status: 'DUPLICATE', sourceDeletedAt: null } },
    select: { postId: true, priceKopecks: true },
  })
  return cars.flatMap(({ postId, priceKopecks }) => (priceKopecks === null ? [] : [{ postId, price: priceKopecks }]))
}

/**
 * Gives the listing the lowest price that any source of the car asks; one that falls by more than 40 % is left to a person. `formerOffer`: a source asked this until now, so that
 * a price nobody asks any more goes back to what the listing's own ad says. The published listing is out of date from here on, and its row says so.
 */
export async function settlePrice(app: App, tx: Transaction, { originalId, formerOffer = null }: { originalId: string; formerOffer?: bigint | null }): Promise<PriceChange> {
  const post = await tx.post.findUnique({ where: { id: originalId }, select: { text: true, car: true } })
  if (!post?.car) return { originalId, isChanged: false, price: null, absurd: [] }
  const { car, text } = post
  const offers = await offersOf(tx, originalId)
  const isOrphaned = formerOffer !== null && formerOffer === car.priceKopecks && !offers.some(({ price }) => price === formerOffer)
  const { price, absurd } = lowestOffer(isOrphaned ? (ownPrice(text) ?? car.priceKopecks) : car.priceKopecks, offers.map((offer) => offer.price))
  const isChanged = price !== null && price !== car.priceKopecks
  if (isChanged) {
    const description = repricedDescription({ description: car.description, facts: factsOfCar(car), text })
    await tx.car.update({ where: { postId: originalId }, data: { priceKopecks: price, previousPriceKopecks: car.priceKopecks ?? car.previousPriceKopecks, priceChangedAt: app.now(), description } })
    await tx.delivery.updateMany({ where: { postId: originalId, status: 'SENT' }, data: { text: null } })
  }
  return { originalId, isChanged, price, absurd: offers.filter((offer) => absurd.includes(offer.price)) }
}

/** After the transaction: the listing is written anew, and the owner is told of a price that was not believed. */
export async function announcePrice(app: App, { originalId, isChanged, price, absurd }: PriceChange): Promise<void> {
  if (isChanged) {
    app.log.info('price of another source taken over', { postId: originalId })
    await app.jobs.enqueue('updateListing', { postId: originalId }, { dedupeKey: `updateListing:${originalId}:price:${price}` })
  }
  for (const offer of absurd) {
    const message = absurdPriceText(formatRubles(Number(offer.price)), formatRubles(Number(price ?? 0n)))
    await app.alerts.raise({ level: 'WARNING', message, dedupeKey: `price-fall:${offer.postId}:${offer.price}` })
  }
}

function ownPrice(text: string): bigint | null {
  const { priceKopecks } = extractByRules(text).facts
  return priceKopecks === null ? null : BigInt(priceKopecks)
}
