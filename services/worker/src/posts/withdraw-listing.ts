import type { JobPayload } from '@cars-bot/platform'
import type { App } from '../app.js'
import { withdrawnText } from './draft-listing.js'
import { editDelivery } from './edit-delivery.js'
import { withListingHeld } from './hold-listing.js'
import { passOnListing } from './pass-on-listing.js'

/**
 * Marks the listing of a WITHDRAWN post in our channel as sold or gone, without price and contact link; where another source still offers the car, the listing passes
 * to that one instead. Safe to run twice; throws while another run edits the listing.
 */
export async function withdrawListing(app: App, { postId }: JobPayload<'withdrawListing'>): Promise<void> {
  await withListingHeld(app, postId, async (token) => {
    const include = { car: true, sellerContact: true, channel: true, deliveries: { where: { status: 'SENT' } } } as const
    const post = await app.db.post.findUnique({ where: { id: postId }, include })
    if (post?.status !== 'WITHDRAWN' || !post.car || post.deliveries.length === 0) return
    if (post.withdrawalReason === 'DELETED' && (await passOnListing(app, { postId, token }))) return
    const html = withdrawnText(app, { ...post, car: post.car })
    for (const delivery of post.deliveries) {
      if (delivery.messageIds.length > 0) await editDelivery(app, { delivery, token, html, status: 'WITHDRAWN' })
      else await app.db.delivery.updateMany({ where: { id: delivery.id, attemptToken: token }, data: { status: 'WITHDRAWN' } })
    }
    app.log.info('listing withdrawn', { postId, reason: post.withdrawalReason })
  })
}
