import { BotFailure, BotRefusal, type RefusalReason } from '@cars-bot/adapters/bot-api'
import { failureOf } from '@cars-bot/adapters/errors'
import type { App } from '../app.js'
import type { Attempt } from './publish-post.js'
import { channelClosedText, refusedText } from './texts.js'

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
  await settle(app, attempt, { post: { status: 'FAILED', statusReason: words.slice(0, 500) }, delivery: 'FAILED' })
  await app.alerts.raise({ level: 'ERROR', message: refusedText(words), dedupeKey: `publish-refused:${words}` })
  return null
}

function isSurelyNotDelivered(error: unknown): boolean {
  return error instanceof BotFailure && !error.mayHaveArrived
}

async function giveBack(app: App, attempt: Attempt): Promise<void> {
  await settle(app, attempt, { post: { status: 'READY', attempts: { decrement: 1 } }, delivery: 'PENDING' })
}

type Settlement = { post: { status: 'READY'; attempts: { decrement: number } } | { status: 'FAILED'; statusReason: string }; delivery: 'FAILED' | 'PENDING' }

async function settle(app: App, { postId, token }: Attempt, { post, delivery }: Settlement): Promise<void> {
  await app.db.$transaction(async (tx) => {
    await tx.delivery.updateMany({ where: { postId, chatId: app.newsChannelId, attemptToken: token }, data: { status: delivery, attemptToken: null } })
    await tx.post.updateMany({ where: { id: postId, attemptToken: token }, data: { ...post, statusChangedAt: app.now(), attemptToken: null } })
  })
}
