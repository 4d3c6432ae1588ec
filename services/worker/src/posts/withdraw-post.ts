import type { PostModel, WithdrawalReason } from '@cars-bot/platform'
import type { App } from '../app.js'

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
  if (withdrawn.count > 0) app.log.info('post withdrawn', { postId: post.id, reason })
  return withdrawn.count > 0
}

/** Enqueues the marking of a post's listing, if it is WITHDRAWN. */
export async function requestWithdrawal(app: Pick<App, 'db' | 'jobs'>, postId: string): Promise<void> {
  const post = await app.db.post.findUnique({ where: { id: postId }, select: { status: true } })
  if (post?.status === 'WITHDRAWN') await app.jobs.enqueue('withdrawListing', { postId }, { dedupeKey: `withdrawListing:${postId}` })
}
