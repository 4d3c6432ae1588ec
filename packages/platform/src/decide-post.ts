import type { Database } from './database.js'
import type { Jobs } from './jobs/producer.js'
import type { Log } from './log.js'

export type PostDecision = { postId: string; decision: 'approve' | 'refuse'; refusalReason: string; now: Date; chatId?: bigint }

/**
 * A person's decision on a post that waits for one, wherever it was made: in the sheet or by a button. Of several at once the first holds; false: nothing waited any more.
 * `chatId` is the admin's private chat where it was made; its card says so. Counts how many ads of the channel were approved in a row. What could not be enqueued is caught up by the sweeps.
 */
export async function decidePost({ db, jobs, log }: { db: Database; jobs: Pick<Jobs, 'enqueue'>; log: Log }, { postId, decision, refusalReason, now, chatId }: PostDecision): Promise<boolean> {
  const isApproved = decision === 'approve'
  const decided = await db.$transaction(async (tx) => {
    const [post] = await tx.post.updateManyAndReturn({
      where: { id: postId, status: 'MODERATION' },
      data: { status: isApproved ? 'READY' : 'REJECTED', statusReason: isApproved ? null : refusalReason, statusChangedAt: now },
      select: { channelId: true },
    })
    if (!post) return false
    await tx.channel.update({ where: { id: post.channelId }, data: { approvedInRow: isApproved ? { increment: 1 } : 0 } })
    await tx.moderationCard.updateMany({ where: { postId, isDecider: true }, data: { isDecider: false } })
    if (chatId !== undefined) await tx.moderationCard.updateMany({ where: { postId, chatId }, data: { isDecider: true } })
    return true
  })
  if (!decided) return false
  log.info('post decided', { postId, decision })
  try {
    if (isApproved) await jobs.enqueue('publishPost', { postId }, { dedupeKey: `publishPost:${postId}` })
    await jobs.enqueue('showModeration', { postId }, { dedupeKey: `showModeration:${postId}` })
  } catch (error) {
    log.warn('decision not passed on', { postId, error })
  }
  return true
}
