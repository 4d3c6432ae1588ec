import { quietUntil, type QuietHours } from '@cars-bot/domain'
import type { NoticeModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { eventKey } from '../notices/event-key.js'

/** The first match is told at once; what follows within this time comes in one message. */
export const gatherMs = 5 * 60_000
/** A notice about to be sent takes no more matches: what is added while it is composed would never be told. */
const closedMs = 10_000

type Matched = { userId: string; postId: string; alertIds: readonly string[]; quietHours: QuietHours | null }

/**
 * Notes the matches of one user with the notice that will tell of them: the one that still waits, else a new one. Null when all were noted before or
 * a waiting notice took them. Jobs of several listings are put in order by a lock on the user.
 */
export async function gatherMatches(app: Pick<App, 'db' | 'now'>, { userId, postId, alertIds, quietHours }: Matched): Promise<NoticeModel | null> {
  const now = app.now()
  return app.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`alerts:${userId}`}, 0))`
    const isTold = await tx.alertMatch.count({ where: { postId, alert: { userId } } })
    const added = await tx.alertMatch.createMany({ data: alertIds.map((alertId) => ({ alertId, postId })), skipDuplicates: true })
    // A listing that answers two searches of one person is one piece of news.
    if (added.count === 0 || isTold > 0) return null
    const last = await tx.notice.findFirst({ where: { userId, kind: 'ALERT_MATCHES' }, orderBy: { createdAt: 'desc' } })
    const isOpen = last?.status === 'PENDING' && last.notBefore !== null && last.notBefore.getTime() > now.getTime() + closedMs
    const notice = isOpen
      ? last
      : await tx.notice.create({
          data: { kind: 'ALERT_MATCHES', eventKey: eventKey('ALERT_MATCHES', `${userId}:${postId}`), userId, notBefore: dueAt(last, quietHours, now), createdAt: now, statusChangedAt: now },
        })
    await tx.alertMatch.updateMany({ where: { postId, alertId: { in: [...alertIds] }, noticeId: null }, data: { noticeId: notice.id } })
    return isOpen ? null : notice
  })
}

/** Null is now. Matches that would be told in the quiet hours wait for their end. */
function dueAt(last: NoticeModel | null, quietHours: QuietHours | null, now: Date): Date | null {
  const lastAt = last ? Math.max(last.createdAt.getTime(), last.notBefore?.getTime() ?? 0) : 0
  const gathered = new Date(Math.max(lastAt + gatherMs, now.getTime()))
  const due = quietUntil(quietHours, gathered) ?? gathered
  return due > now ? due : null
}
