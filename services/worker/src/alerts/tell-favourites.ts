import type { App } from '../app.js'
import { enqueueNotices } from '../notices/enqueue-notices.js'
import { noteFavourites } from './note-favourites.js'

const recentMs = 60 * 60_000

/**
 * Looks for kept cars whose price fell or that were sold within the last hour, whatever brought it about, and tells those who keep them. Run every minute; the
 * event keys of the notices make a second telling impossible.
 */
export async function tellFavourites(app: App): Promise<void> {
  const since = new Date(app.now().getTime() - recentMs)
  const kept = { favourites: { some: {} } }
  const [sold, repriced] = await Promise.all([
    app.db.post.findMany({ where: { ...kept, status: 'WITHDRAWN', withdrawalReason: 'SOLD', statusChangedAt: { gt: since } }, select: { id: true } }),
    app.db.post.findMany({
      where: { ...kept, status: 'PUBLISHED', car: { is: { priceChangedAt: { gt: since }, previousPriceKopecks: { not: null } } } },
      select: { id: true, car: { select: { priceKopecks: true, previousPriceKopecks: true } } },
    }),
  ])
  const fallen = repriced.filter(({ car }) => car?.priceKopecks && car.previousPriceKopecks && car.priceKopecks < car.previousPriceKopecks)
  const events = [...sold.map(({ id }) => ({ id, kind: 'FAVOURITE_SOLD' as const })), ...fallen.map(({ id }) => ({ id, kind: 'FAVOURITE_PRICE_DROPPED' as const }))]
  for (const { id, kind } of events) {
    const noticeIds = await app.db.$transaction((tx) => noteFavourites(app, tx, id, kind))
    await enqueueNotices(app, noticeIds)
  }
}
