import type { App } from '../app.js'
import { requestPublication } from './request-publication.js'
import { announcePrice, settlePrice } from './settle-price.js'

/**
 * A person says that a DUPLICATE is another car: it is READY again and published, and never merged any more; the evidence stays for the record. What it asked for the car no longer
 * counts for the listing it stood behind. False when the post is no duplicate. Safe to run twice.
 */
export async function splitDuplicate(app: App, postId: string): Promise<boolean> {
  const change = await app.db.$transaction(async (tx) => {
    const post = await tx.post.findUnique({ where: { id: postId }, select: { status: true, duplicateOfId: true, car: { select: { priceKopecks: true } } } })
    if (post?.status !== 'DUPLICATE' || !post.car || post.duplicateOfId === null) return null
    const split = await tx.post.updateMany({
      where: { id: postId, status: 'DUPLICATE' },
      data: { status: 'READY', statusReason: null, statusChangedAt: app.now(), attempts: 0, duplicateOfId: null, isSplit: true },
    })
    return split.count === 0 ? null : settlePrice(app, tx, { originalId: post.duplicateOfId, formerOffer: post.car.priceKopecks })
  })
  if (change === null) return false
  app.log.info('duplicate split', { postId, originalId: change.originalId })
  await announcePrice(app, change)
  await requestPublication(app, postId)
  return true
}
