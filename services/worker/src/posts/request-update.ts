import type { App } from '../app.js'

/** Enqueues the reading of an edit that came since the post was last read; `isDue`: the listing is to be looked at even without one. */
export async function requestUpdate(app: Pick<App, 'db' | 'jobs'>, postId: string, { isDue = false }: { isDue?: boolean } = {}): Promise<void> {
  const post = await app.db.post.findUnique({ where: { id: postId }, select: { revision: true, readRevision: true } })
  if (!post || (!isDue && post.revision <= post.readRevision)) return
  await app.jobs.enqueue('updateListing', { postId }, { dedupeKey: `updateListing:${postId}:${post.revision}` })
}
