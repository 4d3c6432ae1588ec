import type { App } from '../app.js'
import { claimEndsMs } from './send-broadcast.js'

/** Broadcasts that nobody has been at work on for a while: their job was lost with a worker or with Redis. */
export async function resumeBroadcasts(app: App): Promise<void> {
  const idle = await app.db.broadcast.findMany({ where: { status: 'SENDING', updatedAt: { lt: new Date(app.now().getTime() - claimEndsMs) } }, select: { id: true } })
  for (const { id } of idle) await app.jobs.enqueue('sendBroadcast', { broadcastId: id }, { dedupeKey: `sendBroadcast:${id}` })
}
