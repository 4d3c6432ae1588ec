import type { App } from '../app.js'

/** Has each notice sent, now or when its time has come; one that already waits is not added again. What gets lost here is found by `requeueStuckNotices`. */
export async function enqueueNotices(app: Pick<App, 'jobs' | 'now'>, noticeIds: readonly string[], notBefore: Date | null = null): Promise<void> {
  const delayMs = Math.max(0, (notBefore?.getTime() ?? 0) - app.now().getTime())
  for (const noticeId of noticeIds) await app.jobs.enqueue('notifyUser', { noticeId }, { dedupeKey: `notifyUser:${noticeId}`, delayMs })
}
