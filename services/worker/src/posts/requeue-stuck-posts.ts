import type { App } from '../app.js'
import { requestPublication } from './request-publication.js'
import { slowMediaText } from './texts.js'

const mostAtOnce = 500
const newForMs = 60_000
const processingForMs = 180_000
const readyForMs = 60_000
const mediaForMs = 600_000

/**
 * Finds posts whose job was lost between commit and enqueue, or whose process died: NEW too long, PROCESSING too long, READY too long; media that never came are given up,
 * so that the post goes out without them. A listing in SENDING is the monitor's business. Safe at any time: the verbs claim their rows.
 */
export async function requeueStuckPosts(app: App): Promise<void> {
  const now = app.now().getTime()
  const before = (ms: number): Date => new Date(now - ms)
  const givenUp = await app.db.postMedia.updateMany({
    where: { status: 'PENDING', createdAt: { lt: before(mediaForMs) } },
    data: { status: 'FAILED', statusReason: slowMediaText },
  })
  const unread = await app.db.post.findMany({
    where: { OR: [{ status: 'NEW', statusChangedAt: { lt: before(newForMs) } }, { status: 'PROCESSING', statusChangedAt: { lt: before(processingForMs) } }] },
    select: { id: true },
    orderBy: { statusChangedAt: 'asc' },
    take: mostAtOnce,
  })
  for (const { id } of unread) await app.jobs.enqueue('processPost', { postId: id }, { dedupeKey: `processPost:${id}` })
  const unpublished = await app.db.post.findMany({
    where: { status: 'READY', statusChangedAt: { lt: before(readyForMs) } },
    select: { id: true },
    orderBy: { statusChangedAt: 'asc' },
    take: mostAtOnce,
  })
  for (const { id } of unpublished) await requestPublication(app, id)
  if (givenUp.count + unread.length + unpublished.length > 0) {
    app.log.info('stuck posts requeued', { media: givenUp.count, unread: unread.length, unpublished: unpublished.length })
  }
}
