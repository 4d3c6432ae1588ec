import type { CarFacts } from '@cars-bot/domain'
import type { Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import type { AdReading } from './read-ad.js'

/** Writes the car as it was read; a price that changed keeps the one before it. */
export async function storeCar(app: Pick<App, 'now'>, tx: Transaction, postId: string, { facts, description }: Pick<AdReading, 'facts' | 'description'>): Promise<void> {
  const data = { ...carColumns(facts), description }
  const before = await tx.car.findUnique({ where: { postId }, select: { priceKopecks: true, previousPriceKopecks: true } })
  const isRepriced = before !== null && before.priceKopecks !== data.priceKopecks
  const change = isRepriced ? { previousPriceKopecks: before.priceKopecks ?? before.previousPriceKopecks, priceChangedAt: app.now() } : {}
  await tx.car.upsert({ where: { postId }, create: { postId, ...data }, update: { ...data, ...change } })
}

function carColumns({ priceKopecks, marketPriceKopecks, ...facts }: CarFacts) {
  return { ...facts, priceKopecks: bigintOf(priceKopecks), marketPriceKopecks: bigintOf(marketPriceKopecks) }
}

function bigintOf(value: number | null): bigint | null {
  return value === null ? null : BigInt(value)
}
