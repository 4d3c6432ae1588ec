import type { App } from '../app.js'

const afterMs = 60_000
const untilMs = 10 * 60_000

/**
 * Matches listings of the last minutes: those just out that nobody was told of, as a crash between publishing and enqueueing loses the job, and those whose price
 * has changed, as they may answer other searches now. Matching twice tells nobody twice.
 */
export async function requeueMatching(app: App): Promise<void> {
  const now = app.now().getTime()
  const fresh = await app.db.post.findMany({
    where: {
      status: 'PUBLISHED',
      OR: [{ statusChangedAt: { gt: new Date(now - untilMs), lt: new Date(now - afterMs) }, alertMatches: { none: {} } }, { car: { is: { priceChangedAt: { gt: new Date(now - untilMs) } } } }],
    },
    select: { id: true },
  })
  for (const { id } of fresh) await app.jobs.enqueue('matchAlerts', { postId: id }, { dedupeKey: `matchAlerts:${id}` })
}
