import type { App } from '../app.js'

const afterMs = 60_000
const untilMs = 10 * 60_000

/** Matches the listings of the last minutes once more: a crash between publishing and enqueueing loses the job, and matching twice tells nobody twice. */
export async function requeueMatching(app: App): Promise<void> {
  const now = app.now().getTime()
  const fresh = await app.db.post.findMany({
    where: { status: 'PUBLISHED', statusChangedAt: { gt: new Date(now - untilMs), lt: new Date(now - afterMs) }, alertMatches: { none: {} } },
    select: { id: true },
  })
  for (const { id } of fresh) await app.jobs.enqueue('matchAlerts', { postId: id }, { dedupeKey: `matchAlerts:${id}` })
}
