import { BotFailure, BotRefusal, type RefusalReason } from '@cars-bot/adapters/bot-api'
import { failureOf } from '@cars-bot/adapters/errors'
import type { App } from '../app.js'
import type { Attempt } from './publish-post.js'
import { channelClosedText, refusedMediaText, refusedText } from './texts.js'

/** Refusals that say nothing of the listing: it can go out, or be edited, once the owner has put the channel or the token right. */
export const aboutTheChannel: ReadonlySet<RefusalReason> = new Set(['blocked', 'chat-not-found', 'no-rights', 'unauthorised'])

/**
 * Puts a post whose sending failed where the failure leaves it. Null: settled, or of unknown fate and left to the monitor. Throws what is worth another try of
 * the job; waiting as asked, and a call that never left, cost the post no attempt.
 */
export async function settleFailure(app: App, attempt: Attempt, error: unknown): Promise<null> {
  const { postId } = attempt
  const { kind } = failureOf(error)
  if (kind === 'rate-limited' || isSurelyNotDelivered(error)) {
    await giveBack(app, attempt)
    throw error
  }
  if (kind === 'retry') {
    app.log.warn('fate of a listing unknown, the monitor will look', { postId, error })
    return null
  }
  const words = error instanceof Error ? error.message : 'refused'
  app.log.warn('listing refused', { postId, error })
  if (error instanceof BotRefusal && aboutTheChannel.has(error.reason)) {
    await giveBack(app, attempt)
    await app.alerts.raise({ level: 'ERROR', message: channelClosedText(words), dedupeKey: `publish-refused:${error.reason}` })
    return null
  }
  if (error instanceof BotRefusal && error.reason === 'media' && attempt.media.length > 0) return goOnWithout(app, attempt)
  await settle(app, attempt, { post: { status: 'FAILED', statusReason: words.slice(0, 500) }, delivery: 'FAILED' })
  await app.alerts.raise({ level: 'ERROR', message: refusedText(words), dedupeKey: `publish-refused:${words}` })
  return null
}

function isSurelyNotDelivered(error: unknown): boolean {
  return error instanceof BotFailure && !error.mayHaveArrived
}

/**
 * Telegram does not take one of the files and does not say which. File ids it gave once are tried as uploads first; when they were uploads already, the listing goes out without
 * them, which its link then says.
 */
async function goOnWithout(app: App, attempt: Attempt): Promise<null> {
  const stale = attempt.media.filter(({ outgoing }) => 'fileId' in outgoing).map(({ mediaId }) => mediaId)
  const uploaded = attempt.media.filter(({ outgoing }) => 'path' in outgoing).map(({ mediaId }) => mediaId)
  if (stale.length > 0) await app.db.postMedia.updateMany({ where: { id: { in: stale } }, data: { botFileId: null } })
  else await app.db.postMedia.updateMany({ where: { id: { in: uploaded } }, data: { status: 'FAILED', statusReason: refusedMediaText } })
  await settle(app, attempt, { post: { status: 'READY', attempts: { decrement: 0 } }, delivery: 'PENDING' })
  await app.jobs.enqueue('publishPost', { postId: attempt.postId })
  return null
}

async function giveBack(app: App, attempt: Omit<Attempt, 'media'>): Promise<void> {
  await settle(app, attempt, { post: { status: 'READY', attempts: { decrement: 1 } }, delivery: 'PENDING' })
}

type Settlement = { post: { status: 'READY'; attempts: { decrement: number } } | { status: 'FAILED'; statusReason: string }; delivery: 'FAILED' | 'PENDING' }

async function settle(app: App, { postId, token }: Omit<Attempt, 'media'>, { post, delivery }: Settlement): Promise<void> {
  await app.db.$transaction(async (tx) => {
    await tx.delivery.updateMany({ where: { postId, chatId: app.newsChannelId, attemptToken: token }, data: { status: delivery, attemptToken: null } })
    await tx.post.updateMany({ where: { id: postId, attemptToken: token }, data: { ...post, statusChangedAt: app.now(), attemptToken: null } })
  })
}
