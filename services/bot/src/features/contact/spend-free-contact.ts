import type { App } from '../../app.js'

/** Uses up one free contact for this listing and notes the request as free. False when none was left: of requests at the same time only so many get one. */
export async function spendFreeContact(app: Pick<App, 'db' | 'now'>, input: { userId: string; postId: string; freeContacts: number }): Promise<boolean> {
  const { userId, postId, freeContacts } = input
  return app.db.$transaction(async (tx) => {
    const used = await tx.user.updateMany({ where: { id: userId, freeContactsUsed: { lt: freeContacts } }, data: { freeContactsUsed: { increment: 1 } } })
    if (used.count === 0) return false
    await tx.contactRequest.upsert({ where: { userId_postId: { userId, postId } }, create: { userId, postId, isFree: true, createdAt: app.now() }, update: { isFree: true } })
    return true
  })
}
