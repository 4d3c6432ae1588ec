import type { BroadcastModel } from '@cars-bot/platform'
import type { App } from '../../app.js'
import { audienceQuery, type Audience } from './audience.js'

/** An admin writes one broadcast at a time: an earlier draft is dropped. It lies in the database, so that a restart of the bot forgets nothing. */
export async function startDraft(app: App, { adminId, audience, language }: Audience & { adminId: bigint }): Promise<BroadcastModel> {
  return app.db.$transaction(async (tx) => {
    await tx.broadcast.deleteMany({ where: { adminTelegramId: adminId, status: 'DRAFT' } })
    return tx.broadcast.create({ data: { adminTelegramId: adminId, audience, language, html: '' } })
  })
}

/** The draft whose words are still to be written. */
export async function emptyDraft(app: App, adminId: bigint): Promise<BroadcastModel | null> {
  return app.db.broadcast.findFirst({ where: { adminTelegramId: adminId, status: 'DRAFT', html: '' } })
}

export async function ownDraft(app: App, { id, adminId }: { id: string; adminId: bigint }): Promise<BroadcastModel | null> {
  return app.db.broadcast.findFirst({ where: { id, adminTelegramId: adminId, status: 'DRAFT' } })
}

export async function countAudience(app: App, audience: Audience): Promise<number> {
  const [row] = await app.db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM (${audienceQuery(audience, app.now())}) people`
  return row?.count ?? 0
}

/**
 * Fixes who gets the broadcast and hands it to the worker, once however often it is pressed: null when it was started before. `messageId` is the message that will show the progress.
 */
export async function startSending(app: App, { draft, audience, messageId }: { draft: BroadcastModel; audience: Audience; messageId: number | null }): Promise<number | null> {
  const now = app.now()
  const count = await app.db.$transaction(async (tx) => {
    const started = await tx.broadcast.updateMany({ where: { id: draft.id, status: 'DRAFT', NOT: { html: '' } }, data: { status: 'SENDING', startedAt: now, progressMessageId: messageId } })
    if (started.count === 0) return null
    return tx.$executeRaw`INSERT INTO "BroadcastRecipient" ("broadcastId", "userId") SELECT ${draft.id}::uuid, people.id FROM (${audienceQuery(audience, now)}) people`
  })
  if (count !== null) await app.jobs.enqueue('sendBroadcast', { broadcastId: draft.id }, { dedupeKey: `sendBroadcast:${draft.id}` })
  return count
}

/** Takes effect before the next few messages are claimed. False when it had ended. */
export async function stopSending(app: App, id: string): Promise<boolean> {
  const stopped = await app.db.broadcast.updateMany({ where: { id, status: 'SENDING' }, data: { status: 'STOPPED', endedAt: app.now() } })
  return stopped.count > 0
}
