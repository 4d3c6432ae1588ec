import type { MonitorApp } from '../app.js'

/** Enqueues publishing of a READY post once none of its media is waited for any more. The worker does the same from its side, whoever comes last. */
export async function publishIfComplete({ db, jobs, log }: Pick<MonitorApp, 'db' | 'jobs' | 'log'>, postId: string): Promise<void> {
  const post = await db.post.findUnique({ where: { id: postId }, select: { status: true, media: { where: { status: 'PENDING' }, select: { id: true } } } })
  if (post?.status !== 'READY' || post.media.length > 0) return
  try {
    await jobs.enqueue('publishPost', { postId }, { dedupeKey: `publishPost:${postId}` })
  } catch (error) {
    log.warn('publishing not enqueued', { postId, error })
  }
}
