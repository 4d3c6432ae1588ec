import type { App } from '../app.js'
import { enqueueNotices } from '../notices/enqueue-notices.js'
import { eventKey } from '../notices/event-key.js'
import { lockPeriods } from './lock-periods.js'

const batchSize = 200

/** Ends every period that is over. Its user is told once, unless another period goes on. Safe to run twice and beside itself. */
export async function expireSubscriptions(app: App): Promise<void> {
  for (;;) {
    const over = await app.db.subscription.findMany({
      where: { isActive: true, endsAt: { lte: app.now() } },
      select: { id: true, userId: true },
      orderBy: { endsAt: 'asc' },
      take: batchSize,
    })
    for (const subscription of over) await expire(app, subscription)
    if (over.length < batchSize) return
  }
}

async function expire(app: App, { id, userId }: { id: string; userId: string }): Promise<void> {
  const notice = await app.db.$transaction(async (tx) => {
    await lockPeriods(tx, userId)
    const now = app.now()
    const ended = await tx.subscription.updateManyAndReturn({ where: { id, isActive: true, endsAt: { lte: now } }, data: { isActive: false } })
    if (!ended[0] || ended[0].plan === 'FREE') return null
    const goesOn = await tx.subscription.findFirst({ where: { userId, isActive: true, plan: { not: 'FREE' }, endsAt: { gt: now } }, select: { id: true } })
    if (goesOn) return null
    const key = eventKey('SUBSCRIPTION_ENDED', id)
    return tx.notice.upsert({ where: { eventKey: key }, create: { eventKey: key, kind: 'SUBSCRIPTION_ENDED', userId, subscriptionId: id }, update: {} })
  })
  app.log.info('subscription ended', { subscriptionId: id, userId })
  if (notice) await enqueueNotices(app, [notice.id])
}
