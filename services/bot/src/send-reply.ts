import { setTimeout as delay } from 'node:timers/promises'
import { BotRefusal } from '@cars-bot/adapters/bot-api'
import { failureOf } from '@cars-bot/adapters/errors'
import type { App } from './app.js'
import type { Reply } from './feature.js'
import { noteBlock } from './users/note-block.js'

const mostTries = 3
const longestWaitMs = 10_000

/** Shows a reply in the person's private chat: in place of the message whose button was pressed, else as a new one. Contacts are always a new, protected message. */
export async function sendReply(app: App, place: { chatId: bigint; messageId: number | null }, reply: Reply): Promise<void> {
  if (reply.kind === 'toast') return
  const { chatId, messageId } = place
  if (reply.kind === 'closed') return messageId === null ? undefined : forgiving(app, chatId, () => app.bot.deleteMessage({ chatId, messageId }))
  if (reply.kind === 'photo') return forgiving(app, chatId, () => sendPhoto(app, chatId, reply))
  const { html, keyboard, protectContent, isNew, onShown } = reply
  const buttons = keyboard ? { keyboard } : {}
  if (messageId !== null && !protectContent && !isNew && (await isEdited(app, { chatId, messageId, html, ...buttons }))) return onShown?.(messageId)
  await forgiving(app, chatId, async () => {
    const shown = await app.bot.sendText({ chatId, html, ...buttons, ...(protectContent ? { protectContent } : {}) })
    await onShown?.(shown.messageId)
  })
}

/** A photo that Telegram takes no more, such as one of a former bot's, leaves the words. */
async function sendPhoto(app: App, chatId: bigint, { fileId, html, keyboard }: Extract<Reply, { kind: 'photo' }>): Promise<void> {
  try {
    await app.bot.sendPhoto({ chatId, fileId, html, keyboard })
  } catch (error) {
    if (failureOf(error).kind !== 'permanent' || saysBlocked(error)) throw error
    app.log.warn('photo refused', { error })
    await app.bot.sendText({ chatId, html, keyboard })
  }
}

/** A refusal for good is logged and no fault; that of a person who has stopped the bot is noted, so that they are left alone. */
async function forgiving(app: App, telegramId: bigint, call: () => Promise<unknown>): Promise<void> {
  try {
    await patiently(call)
  } catch (error) {
    if (failureOf(error).kind !== 'permanent') throw error
    app.log.warn('reply refused', { telegramId, error })
    if (saysBlocked(error)) await noteBlock(app, telegramId, true)
  }
}

function saysBlocked(error: unknown): boolean {
  return error instanceof BotRefusal && error.reason === 'blocked'
}

/** False when the message can't be edited any more, such as one the person deleted. */
async function isEdited(app: App, edit: Parameters<App['bot']['editText']>[0]): Promise<boolean> {
  try {
    await patiently(() => app.bot.editText(edit))
    return true
  } catch (error) {
    if (failureOf(error).kind !== 'permanent') throw error
    return false
  }
}

/** Waits as Telegram asks when it is told too much at once, but not for long: everybody else's updates wait behind this one. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call()
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind !== 'rate-limited' || tries === mostTries || failure.retryAfterMs > longestWaitMs) throw error
      await delay(failure.retryAfterMs)
    }
  }
}
