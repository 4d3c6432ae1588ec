import { setTimeout as delay } from 'node:timers/promises'
import { failureOf } from '@cars-bot/adapters/errors'
import { cutOffReason, type BroadcastModel, type JobPayload } from '@cars-bot/platform'
import type { App } from '../app.js'
import { mayHaveArrived, saysUserIsGone } from '../notices/send-failure.js'
import type { RateBudget } from '../posts/rate-budget.js'
import { showProgress } from './show-progress.js'

/** So many are claimed and sent side by side; what a killed worker leaves in doubt is no more. */
const batchSize = 5
/** A job works so long and then makes room for the next, so that a worker that is to stop can. */
const sliceMs = 10_000
const progressEveryMs = 3_000
/** A claim older than this belongs to a dead process: a call takes 20 s at most. */
export const claimEndsMs = 30_000
const lastLookMs = 5_000

type Recipient = { userId: string; telegramId: bigint }

/**
 * Sends a broadcast on, at the pace of the broadcasts' budget, until it is done, stopped, or this job's time is over; the next job goes on. Each recipient is claimed in the database
 * before the call: whoever was claimed when a worker died may have got it and is not written to again. Any number of runs side by side send nobody anything twice.
 */
export async function sendBroadcast(app: App, { broadcastId }: JobPayload<'sendBroadcast'>): Promise<void> {
  const broadcast = await app.db.broadcast.findUnique({ where: { id: broadcastId } })
  if (broadcast?.status !== 'SENDING') return
  const endsAt = app.now().getTime() + sliceMs
  let shownAt = 0
  while (app.now().getTime() < endsAt) {
    const recipients = await claim(app, broadcastId)
    if (recipients.length === 0) return finish(app, broadcastId)
    await sendAll(app, broadcast, recipients)
    if (app.now().getTime() - shownAt < progressEveryMs) continue
    shownAt = app.now().getTime()
    await showProgress(app, broadcastId)
  }
  await app.jobs.enqueue('sendBroadcast', { broadcastId })
}

/** None when it was stopped. */
async function claim(app: App, broadcastId: string): Promise<Recipient[]> {
  return app.db.$queryRaw<Recipient[]>`
    UPDATE "BroadcastRecipient" r SET status = 'SENDING', "claimedAt" = ${app.now()} FROM "User" u
    WHERE u.id = r."userId" AND r."broadcastId" = ${broadcastId}::uuid AND r."userId" IN (
      SELECT next."userId" FROM "BroadcastRecipient" next JOIN "Broadcast" b ON b.id = next."broadcastId"
      WHERE b.id = ${broadcastId}::uuid AND b.status = 'SENDING' AND next.status = 'PENDING' LIMIT ${batchSize} FOR UPDATE OF next SKIP LOCKED)
    RETURNING r."userId", u."telegramId"`
}

/** All of them are settled before a failure that ends the job is told. */
async function sendAll(app: App, broadcast: BroadcastModel, recipients: readonly Recipient[]): Promise<void> {
  const outcomes = await Promise.allSettled(recipients.map((recipient) => send(app, broadcast, recipient)))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}

async function send(app: App, { id: broadcastId, html }: BroadcastModel, { userId, telegramId }: Recipient): Promise<void> {
  const key = { broadcastId_userId: { broadcastId, userId } }
  try {
    await inTurn(app)
    await app.bot.sendText({ chatId: telegramId, html })
  } catch (error) {
    if (failureOf(error).kind === 'permanent') {
      if (saysUserIsGone(error)) await app.db.user.update({ where: { id: userId }, data: { hasBlockedBot: true } })
      await app.db.broadcastRecipient.update({ where: key, data: { status: 'SKIPPED', statusReason: error instanceof Error ? error.message.slice(0, 200) : 'refused' } })
      return
    }
    if (failureOf(error).kind === 'retry' && mayHaveArrived(error)) {
      await app.db.broadcastRecipient.update({ where: key, data: { status: 'SKIPPED', statusReason: cutOffReason } })
      return
    }
    await app.db.broadcastRecipient.update({ where: key, data: { status: 'PENDING', claimedAt: null } })
    throw error
  }
  await app.db.broadcastRecipient.update({ where: key, data: { status: 'SENT' } })
}

async function inTurn({ broadcastBudget, messageBudget }: App): Promise<void> {
  await takeOne(broadcastBudget)
  await takeOne(messageBudget)
}

async function takeOne(budget: RateBudget): Promise<void> {
  for (;;) {
    const taken = await budget.take(1)
    if (taken.ok) return
    await delay(taken.retryAfterMs)
  }
}

/** Done when nobody is left and nobody is in the middle of being written to. */
async function finish(app: App, broadcastId: string): Promise<void> {
  await app.db.broadcastRecipient.updateMany({
    where: { broadcastId, status: 'SENDING', claimedAt: { lt: new Date(app.now().getTime() - claimEndsMs) } },
    data: { status: 'SKIPPED', statusReason: cutOffReason },
  })
  const done = await app.db.broadcast.updateMany({
    where: { id: broadcastId, status: 'SENDING', recipients: { none: { status: { in: ['PENDING', 'SENDING'] } } } },
    data: { status: 'DONE', endedAt: app.now() },
  })
  await showProgress(app, broadcastId)
  if (done.count > 0) app.log.info('broadcast done', { broadcastId })
  else await app.jobs.enqueue('sendBroadcast', { broadcastId }, { delayMs: lastLookMs })
}
