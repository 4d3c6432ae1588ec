import { quietUntil } from '@cars-bot/domain'
import type { NoticeModel, Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { eventKey } from '../notices/event-key.js'
import { loadSettings } from '../posts/load-settings.js'

/**
 * Writes the notices for everybody who keeps the listing: its price fell, or the car is sold. To be called in the transaction of that event; the ids returned go
 * to `enqueueNotices` after it is committed. Each person is told of one fall of the price, and of the sale, at most once.
 */
export async function noteFavourites(app: Pick<App, 'db' | 'now'>, tx: Transaction, postId: string, kind: 'FAVOURITE_PRICE_DROPPED' | 'FAVOURITE_SOLD'): Promise<string[]> {
  const now = app.now()
  const car = await tx.car.findUnique({ where: { postId }, select: { priceKopecks: true, priceChangedAt: true } })
  // Who kept the car at its new price has no news in it.
  const keptAt = kind === 'FAVOURITE_PRICE_DROPPED' && car?.priceChangedAt ? { createdAt: { lt: car.priceChangedAt } } : {}
  const favourites = await tx.favourite.findMany({ where: { postId, ...keptAt, user: { isBlocked: false, hasBlockedBot: false } }, select: { userId: true } })
  if (favourites.length === 0) return []
  const { quietHours } = await loadSettings(app)
  const event = kind === 'FAVOURITE_SOLD' ? postId : `${postId}:${car?.priceKopecks ?? 0}:${car?.priceChangedAt?.getTime() ?? 0}`
  const notBefore = quietUntil(quietHours, now)
  const rows = favourites.map(({ userId }): Pick<NoticeModel, 'kind' | 'eventKey' | 'userId' | 'postId' | 'notBefore' | 'createdAt' | 'statusChangedAt'> => ({
    kind,
    eventKey: eventKey(kind, `${userId}:${event}`),
    userId,
    postId,
    notBefore,
    createdAt: now,
    statusChangedAt: now,
  }))
  const added = await tx.notice.createManyAndReturn({ data: rows, skipDuplicates: true, select: { id: true } })
  return added.map(({ id }) => id)
}
