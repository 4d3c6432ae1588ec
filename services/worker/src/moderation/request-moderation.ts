import type { App } from '../app.js'

/** Has the admins' cards of a post brought in line with it; what is not enqueued is found by the sweep. */
export async function requestModeration(app: Pick<App, 'jobs' | 'log' | 'adminIds'>, postId: string): Promise<void> {
  if (app.adminIds.length === 0) return
  try {
    await app.jobs.enqueue('showModeration', { postId }, { dedupeKey: `showModeration:${postId}` })
  } catch (error) {
    app.log.warn('moderation not enqueued', { postId, error })
  }
}
