import type { BotUpdate } from '@cars-bot/adapters/bot-api'
import { answerCallback } from './answer-callback.js'
import type { App } from './app.js'
import type { Feature, Reply, Visit } from './feature.js'
import { helpFeature } from './features/help/handler.js'
import { paymentFeature } from './features/payment/handler.js'
import { startFeature } from './features/start/handler.js'
import { subscriptionFeature } from './features/subscription/handler.js'
import { sendReply } from './send-reply.js'
import { textsFor } from './texts/texts.js'
import { noteBlock } from './users/note-block.js'
import { rememberUser } from './users/remember-user.js'

type Text = Extract<BotUpdate, { kind: 'text' }>
type Callback = Extract<BotUpdate, { kind: 'callback' }>

const features: readonly Feature[] = [startFeature, helpFeature, subscriptionFeature, paymentFeature]
const commands = new Map(features.flatMap((feature) => Object.entries(feature.commands)))
const callbacks = features.flatMap((feature) => feature.callbacks)

/**
 * Takes every update to its feature. Never rejects: a fault in one update is logged and answered. Answers go to the private chat of the person who asked and
 * nowhere else; what is written in a group is not answered.
 */
export function createRouter(app: App): (update: BotUpdate) => Promise<void> {
  return async (update) => {
    try {
      await handle(app, update)
    } catch (error) {
      app.log.error('update failed', { kind: update.kind, telegramId: update.from.telegramId, error })
    }
  }
}

async function handle(app: App, update: BotUpdate): Promise<void> {
  switch (update.kind) {
    case 'text':
      return handleText(app, update)
    case 'callback':
      return handleCallback(app, update)
    case 'blocked':
      return noteBlock(app, update.from.telegramId, true)
    case 'unblocked':
      return noteBlock(app, update.from.telegramId, false)
  }
}

async function handleText(app: App, update: Text): Promise<void> {
  if (update.chatId !== update.from.telegramId) return
  const reply = await answered(app, update, (visit) => {
    const { name, argument } = parseCommand(update.text)
    const command = commands.get(name)
    return command ? command(app, visit, argument) : { kind: 'message', html: visit.texts.unknownText }
  })
  await sendReply(app, { chatId: update.from.telegramId, messageId: null }, reply)
}

async function handleCallback(app: App, update: Callback): Promise<void> {
  const isPrivate = update.chatId === update.from.telegramId
  const answer = answerCallback(app, update.callbackId)
  const reply = await answered(app, update, (visit) => {
    const handler = callbacks.map((route) => route.match(update.data)).find((match) => match !== null)
    return handler ? handler(app, visit) : { kind: 'toast', text: visit.texts.unknownButton }
  })
  await answer(reply.kind === 'toast' ? reply.text : undefined)
  await sendReply(app, { chatId: update.from.telegramId, messageId: isPrivate ? update.messageId : null }, reply)
}

/** The reply, or the polite answer to a fault, which is logged here. */
async function answered(app: App, update: Text | Callback, work: (visit: Visit) => Promise<Reply> | Reply): Promise<Reply> {
  const texts = textsFor(update.from.languageCode)
  try {
    const user = await rememberUser(app, update.from)
    return await work({ user, texts })
  } catch (error) {
    app.log.error('update failed', { kind: update.kind, telegramId: update.from.telegramId, error })
    return { kind: 'message', html: texts.fault }
  }
}

/** `/start@name payload` → start, payload. A text that is no command has the name ''. */
function parseCommand(text: string): { name: string; argument: string } {
  const [, name = '', argument = ''] = /^\/([a-z_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text.trim()) ?? []
  return { name: name.toLowerCase(), argument: argument.trim() }
}
