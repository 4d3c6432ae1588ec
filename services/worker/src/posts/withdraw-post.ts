import type { PostModel, WithdrawalReason } from '@cars-bot/platform'
import type { App } from '../app.js'
import { announcePrice, settlePrice } from './settle-price.js'

type Deletion = Pick<PostModel, 'sourceDeletedAt' | 'isWithdrawalHeld' | 'withdrawalReason'>

/** The source is gone and nobody has acted on it yet. A reason noted on a post that is not WITHDRAWN means that it was decided to keep it. */
export function owesWithdrawal({ sourceDeletedAt, isWithdrawalHeld, withdrawalReason }: Deletion): boolean {
  return sourceDeletedAt !== null && !isWithdrawalHeld && withdrawalReason === null
}

/** Takes a post back; false when it has left the status it was seen in, or was edited since: then the edit is to be read first. */
export async function withdrawPost(app: App, post: Pick<PostModel, 'id' | 'status' | 'revision'>, { reason, words }: { reason: WithdrawalReason; words: string }): Promise<boolean> {
  const withdrawn = await app.db.post.updateMany({
    where: { id: post.id, status: post.status, revision: post.revision },
    data: { status: 'WITHDRAWN', withdrawalReason: reason, statusReason: words, statusChangedAt: app.now(), readRevision: post.revision, editKinds: [] },
  })
  if (withdrawn.count === 0) return false
  app.log.info('post withdrawn', { postId: post.id, reason })
  if (post.status === 'DUPLICATE') await dropOffer(app, post.id)
  return true
}

/** What a withdrawn duplicate asked for the car counts for its listing no more. */
async function dropOffer(app: App, postId: string): Promise<void> {
  const change = await app.db.$transaction(async (tx) => {
    const post = await tx.post.findUnique({ where: { id: postId }, select: { duplicateOfId: true, car: { select: { priceKopecks: true } } } })
    return post?.duplicateOfId ? settlePrice(app, tx, { originalId: post.duplicateOfId, formerOffer: post.car?.priceKopecks ?? null }) : null
  })
  if (change) await announcePrice(app, change)
}

/** Enqueues the marking of a post's listing, if it is WITHDRAWN. */
export async function requestWithdrawal(app: Pick<App, 'db' | 'jobs'>, postId: string): Promise<void> {
  const post = await app.db.post.findUnique({ where: { id: postId }, select: { status: true } })
  if (post?.status === 'WITHDRAWN') await app.jobs.enqueue('withdrawListing', { postId }, { dedupeKey: `withdrawListing:${postId}` })
}
