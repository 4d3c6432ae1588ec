import { randomUUID } from 'node:crypto'
import { moscowDayStart } from '@cars-bot/domain'
import type { App } from '../../app.js'

/**
 * Counts the first request of a subscriber for a listing. False when so many were counted since midnight in Moscow: requests of one person at the same time
 * are counted one after another, so that no more get through. A listing counted already is no new request.
 */
export async function countRequest(app: Pick<App, 'db' | 'now'>, request: { userId: string; postId: string; contactsPerDay: number }): Promise<boolean> {
  const { userId, postId, contactsPerDay } = request
  const now = app.now()
  // One round trip, as this is the bot's busiest path. A CASE evaluates in order: first the lock, then the count behind it.
  const [row] = await app.db.$queryRaw<{ isCounted: boolean }[]>`
    SELECT CASE WHEN pg_advisory_xact_lock(hashtextextended(${contactsLock(userId)}, 0)) IS NULL THEN false
      ELSE add_contact_request(${randomUUID()}::uuid, ${userId}::uuid, ${postId}::uuid, ${now}, ${moscowDayStart(now)}, ${contactsPerDay}::int) END AS "isCounted"`
  return row?.isCounted ?? false
}

/** Under this lock whatever counts the contacts of one person takes its turn. */
export function contactsLock(userId: string): string {
  return `contacts:${userId}`
}
