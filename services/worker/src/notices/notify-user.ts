import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { failureOf, RateLimitedError } from '@cars-bot/adapters/errors'
import type { JobPayload, NoticeModel, NoticeStatus } from '@cars-bot/platform'
import type { App } from '../app.js'
import { closePaymentCard } from './close-payment-card.js'
import { noticeMessage, type NoticeMessage } from './notice-message.js'
import { mayHaveArrived, saysUserIsGone } from './send-failure.js'

/** A restart of the database takes seconds. */
const giveBackTries = 20
const giveBackPauseMs = 500

/**
 * Sends one notice to its user's private chat and nowhere else. Safe to run twice and beside itself: only the run that moves it from PENDING to SENDING
 * sends, and none before its time: the sweep brings it back. Throws RateLimitedError, nothing sent, while notices and broadcasts have had their messages of this second. A user who has stopped the bot is left alone until they come back.
 */
export async function notifyUser(app: App, { noticeId }: JobPayload<'notifyUser'>): Promise<void> {
  const notice = await app.db.notice.findUnique({ where: { id: noticeId }, include: { user: true } })
  if (!notice || notice.status !== 'PENDING') return
  if (notice.notBefore !== null && notice.notBefore > app.now()) return
  if (notice.user.hasBlockedBot) return settle(app, notice, 'SKIPPED', 'the user has stopped the bot')
  const composed = await noticeMessage(app, notice)
  if (composed.kind === 'nothing-to-say') return settle(app, notice, 'SKIPPED', composed.reason)
  await closePaymentCard(app, notice)
  const turn = await app.messageBudget.take(1)
  if (!turn.ok) throw new RateLimitedError('people have had as many messages as a second allows', { retryAfterMs: turn.retryAfterMs })
  if (!(await claim(app, notice))) return
  await send(app, notice, notice.user.telegramId, composed.message)
}

/** A claim whose answer was lost may hold or not; as nothing was sent under it, it is given back, so that the user is told after all. */
async function claim(app: App, { id }: NoticeModel): Promise<boolean> {
  const token = `claim:${randomUUID()}`
  try {
    const claimed = await app.db.notice.updateMany({ where: { id, status: 'PENDING' }, data: { status: 'SENDING', statusReason: token, statusChangedAt: app.now() } })
    return claimed.count > 0
  } catch (error) {
    await giveBack(app, { id, token })
    throw error
  }
}

async function giveBack(app: App, { id, token }: { id: string; token: string }): Promise<void> {
  for (let tries = 1; tries <= giveBackTries; tries++) {
    try {
      await app.db.notice.updateMany({ where: { id, status: 'SENDING', statusReason: token }, data: { status: 'PENDING', statusReason: null } })
      return
    } catch (error) {
      app.log.debug('claim not given back yet', { noticeId: id, tries, error })
      await delay(giveBackPauseMs)
    }
  }
}

async function send(app: App, notice: NoticeModel, telegramId: bigint, message: NoticeMessage): Promise<void> {
  try {
    await app.bot.sendText({ chatId: telegramId, ...message })
  } catch (error) {
    return noteFailure(app, notice, error)
  }
  await settle(app, notice, 'SENT', null)
  app.log.info('notice sent', { noticeId: notice.id, kind: notice.kind, userId: notice.userId })
}

/** Puts the notice where its failure leaves it; rethrows what is worth another try. */
async function noteFailure(app: App, notice: NoticeModel, error: unknown): Promise<void> {
  const failure = failureOf(error)
  if (failure.kind === 'permanent') {
    if (saysUserIsGone(error)) await app.db.user.update({ where: { id: notice.userId }, data: { hasBlockedBot: true } })
    app.log.warn('notice refused', { noticeId: notice.id, kind: notice.kind, userId: notice.userId, error })
    return settle(app, notice, 'SKIPPED', error instanceof Error ? error.message.slice(0, 200) : 'refused')
  }
  if (failure.kind === 'retry' && notice.kind !== 'WANTED_CONTACTS' && mayHaveArrived(error)) {
    app.log.warn('notice of uncertain delivery let go', { noticeId: notice.id, kind: notice.kind, error })
    return settle(app, notice, 'SKIPPED', 'no answer while being sent, may have arrived')
  }
  await settle(app, notice, 'PENDING', null)
  throw error
}

async function settle(app: App, { id, kind, userId }: NoticeModel, status: NoticeStatus, statusReason: string | null): Promise<void> {
  await app.db.notice.updateMany({ where: { id, status: { in: ['PENDING', 'SENDING'] } }, data: { status, statusReason, statusChangedAt: app.now() } })
  if (status === 'SKIPPED') app.log.info('notice skipped', { noticeId: id, kind, userId, reason: statusReason })
}
