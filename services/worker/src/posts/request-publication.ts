import type { App } from '../app.js'

/** Enqueues the publishing of a post whose media are all stored or given up; otherwise the monitor does so after the last one. */
export async function requestPublication(app: Pick<App, 'db' | 'jobs'>, postId: string): Promise<void> {
  const pending = await app.db.postMedia.count({ where: { postId, status: 'PENDING' } })
  if (pending === 0) await app.jobs.enqueue('publishPost', { postId }, { dedupeKey: `publishPost:${postId}` })
}
