import { randomUUID } from 'node:crypto'
import type { App } from '../app.js'

/** A hold older than this belongs to a dead process; an edit takes 20 s at most. */
export const holdEndsMs = 60_000

/**
 * Does `work` while no other run edits the post's messages in our channel: the token stands in each SENT delivery of the post. Throws when another run has them:
 * the job comes again. A run that fails leaves the messages marked as out of date (Delivery.text null), one that dies leaves its token; the sweep finds both.
 */
export async function withListingHeld(app: App, postId: string, work: (token: string) => Promise<void>): Promise<void> {
  const token = randomUUID()
  const now = app.now()
  await app.db.delivery.updateMany({
    where: { postId, status: 'SENT', OR: [{ attemptToken: null }, { updatedAt: { lt: new Date(now.getTime() - holdEndsMs) } }] },
    data: { attemptToken: token, updatedAt: now },
  })
  const others = await app.db.delivery.count({ where: { postId, status: 'SENT', NOT: { attemptToken: token } } })
  if (others > 0) {
    await app.db.delivery.updateMany({ where: { attemptToken: token }, data: { attemptToken: null, updatedAt: now } })
    throw new Error(`the listing of post ${postId} is being edited by another run`)
  }
  try {
    await work(token)
  } catch (error) {
    await app.db.delivery.updateMany({ where: { attemptToken: token }, data: { attemptToken: null, text: null, updatedAt: app.now() } })
    throw error
  }
  await app.db.delivery.updateMany({ where: { attemptToken: token }, data: { attemptToken: null, updatedAt: app.now() } })
}
