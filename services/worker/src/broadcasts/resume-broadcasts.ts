import { cutOffReason } from '@cars-bot/platform'
import type { App } from '../app.js'
import { claimEndsMs } from './send-broadcast.js'
import { showProgress } from './show-progress.js'

/** Broadcasts that nobody has been at work on for a while, their job lost with a worker or with Redis, go on; those stopped while a worker died know whom it may have reached. */
export async function resumeBroadcasts(app: App): Promise<void> {
  const longAgo = new Date(app.now().getTime() - claimEndsMs)
  const idle = await app.db.broadcast.findMany({ where: { status: 'SENDING', updatedAt: { lt: longAgo } }, select: { id: true } })
  for (const { id } of idle) await app.jobs.enqueue('sendBroadcast', { broadcastId: id }, { dedupeKey: `sendBroadcast:${id}` })
  const cutOff = { status: 'SENDING' as const, claimedAt: { lt: longAgo } }
  const stopped = await app.db.broadcast.findMany({ where: { status: 'STOPPED', recipients: { some: cutOff } }, select: { id: true } })
  for (const { id } of stopped) {
    await app.db.broadcastRecipient.updateMany({ where: { broadcastId: id, ...cutOff }, data: { status: 'SKIPPED', statusReason: cutOffReason } })
    await showProgress(app, id)
  }
}
