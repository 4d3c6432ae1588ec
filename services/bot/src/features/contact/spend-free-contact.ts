import type { App } from '../../app.js'
import { contactsLock } from './count-request.js'

/**
 * Uses up one free contact for this listing and notes the request as free. False when none was left: of requests at the same time only so many get one, and
 * those for one listing use up one together.
 */
export async function spendFreeContact(app: Pick<App, 'db' | 'now'>, input: { userId: string; postId: string; freeContacts: number }): Promise<boolean> {
  const { userId, postId, freeContacts } = input
  return app.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${contactsLock(userId)}, 0))`
    const known = await tx.contactRequest.findUnique({ where: { userId_postId: { userId, postId } }, select: { isFree: true } })
    if (known?.isFree) return true
    const used = await tx.user.updateMany({ where: { id: userId, freeContactsUsed: { lt: freeContacts } }, data: { freeContactsUsed: { increment: 1 } } })
    if (used.count === 0) return false
    await tx.contactRequest.upsert({ where: { userId_postId: { userId, postId } }, create: { userId, postId, isFree: true, createdAt: app.now() }, update: { isFree: true } })
    return true
  })
}
