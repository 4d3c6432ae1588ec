import { BotRefusal } from '@cars-bot/adapters/bot-api'
import { failureOf, RateLimitedError } from '@cars-bot/adapters/errors'
import { messageUrl } from '@cars-bot/domain'
import type { DeliveryModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { aboutTheChannel } from './settle-failure.js'
import { editsWaitText, unchangedText } from './texts.js'

export type DeliveryEdit = { delivery: Pick<DeliveryModel, 'id' | 'postId' | 'chatId' | 'messageIds' | 'withMedia'>; token: string; html: string; status: 'SENT' | 'WITHDRAWN' }

/**
 * Makes the message of a held delivery say `html`, and the delivery remember it. A bot may edit its own messages however old they are (tdlib/td, MessagesManager.cpp,
 * can_edit_message: no limit for what a bot sent itself, nor for a channel's admin who may edit). "message is not modified" is done. A message that is gone or
 * can't be edited, and any other refusal of the message itself: the delivery is FAILED, the owner is told, nobody tries again. A refusal of the channel or the
 * token: the owner is told, the sweep tries again. Edits have a budget of their own, so that a burst of them holds up no listing. All else is thrown; edits can be repeated, so an unknown fate is simply tried again. True when it was edited.
 */
export async function editDelivery(app: App, edit: DeliveryEdit): Promise<boolean> {
  const { delivery, token, html, status } = edit
  const { id, chatId, withMedia } = delivery
  const [messageId] = delivery.messageIds
  if (messageId === undefined) return false
  const budget = await app.editBudget.take(1)
  if (!budget.ok) throw new RateLimitedError('our channel has had its edits of this minute', { retryAfterMs: budget.retryAfterMs })
  // Until Telegram has answered nobody knows what the message says.
  const held = await app.db.delivery.updateMany({ where: { id, attemptToken: token }, data: { text: null, updatedAt: app.now() } })
  if (held.count === 0) throw new Error(`delivery ${id} was taken over by another run`)
  try {
    await (withMedia ? app.bot.editCaption({ chatId, messageId, html }) : app.bot.editText({ chatId, messageId, html }))
  } catch (error) {
    await settleRefusal(app, { edit, messageId, error })
    return false
  }
  const saved = await app.db.delivery.updateMany({ where: { id, attemptToken: token }, data: { status, text: html, editedAt: app.now() } })
  if (saved.count > 0) return true
  // This run was so slow that another took over: its text may have been overwritten by this one.
  await app.db.delivery.update({ where: { id }, data: { status: 'SENT', text: null } })
  throw new Error(`delivery ${id} was taken over by another run while it was edited`)
}

async function settleRefusal(app: App, { edit: { delivery, token }, messageId, error }: { edit: DeliveryEdit; messageId: number; error: unknown }): Promise<void> {
  if (failureOf(error).kind !== 'permanent') throw error
  const words = error instanceof Error ? error.message : 'refused'
  const { id, postId, chatId } = delivery
  app.log.warn('edit of a listing refused', { postId, deliveryId: id, error })
  if (error instanceof BotRefusal && aboutTheChannel.has(error.reason)) {
    await app.alerts.raise({ level: 'ERROR', message: editsWaitText(words), dedupeKey: `edit-refused:${error.reason}` })
    return
  }
  await app.db.delivery.updateMany({ where: { id, attemptToken: token }, data: { status: 'FAILED', attemptToken: null, updatedAt: app.now() } })
  await app.alerts.raise({ level: 'WARNING', message: unchangedText(words, messageUrl(chatId, messageId)), dedupeKey: `edit-refused:${id}` })
}
