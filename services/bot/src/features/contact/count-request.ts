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
  const [, added] = await app.db.$transaction([
    app.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${contactsLock(userId)}, 0))`,
    app.db.$executeRaw`
      INSERT INTO "ContactRequest" (id, "userId", "postId", "createdAt")
      SELECT ${randomUUID()}::uuid, ${userId}::uuid, ${postId}::uuid, ${now}
      WHERE (SELECT count(*) FROM "ContactRequest" WHERE "userId" = ${userId}::uuid AND "createdAt" >= ${moscowDayStart(now)}) < ${contactsPerDay}
      ON CONFLICT ("userId", "postId") DO NOTHING`,
  ])
  return added > 0 || (await app.db.contactRequest.count({ where: { userId, postId } })) > 0
}

/** Under it whatever counts the contacts of one person takes its turn. */
export function contactsLock(userId: string): string {
  return `contacts:${userId}`
}
