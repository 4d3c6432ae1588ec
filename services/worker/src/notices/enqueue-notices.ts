import type { App } from '../app.js'

/** Has each notice sent; one that already waits is not added again. What gets lost here is found by `requeueStuckNotices`. */
export async function enqueueNotices(app: Pick<App, 'jobs'>, noticeIds: readonly string[]): Promise<void> {
  for (const noticeId of noticeIds) await app.jobs.enqueue('notifyUser', { noticeId }, { dedupeKey: `notifyUser:${noticeId}` })
}
