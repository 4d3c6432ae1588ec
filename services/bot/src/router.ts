import type { BotUpdate } from '@cars-bot/adapters/bot-api'
import { languageOf } from '@cars-bot/domain'
import { answerCallback } from './answer-callback.js'
import type { App } from './app.js'
import { screenCallback } from './callback-codec.js'
import { onCallback, type CallbackRoute, type Feature, type Reply, type Visit } from './feature.js'
import { alertsFeature } from './features/alerts/handler.js'
import { broadcastFeature } from './features/broadcast/handler.js'
import { contactFeature } from './features/contact/handler.js'
import { favouritesFeature } from './features/favourites/handler.js'
import { helpFeature, notUnderstood } from './features/help/handler.js'
import { paymentFeature } from './features/payment/handler.js'
import { answerCheckout, takeStarRefund, takeStars } from './features/payment/star-updates.js'
import { languageFeature } from './features/language/handler.js'
import { moderationFeature } from './features/moderation/handler.js'
import { moneyAdminFeature } from './features/money-admin/handler.js'
import { openingsFeature } from './features/openings/handler.js'
import { listingsFeature } from './features/listings/handler.js'
import { answerInline } from './features/search/answer-inline.js'
import { searchFeature } from './features/search/handler.js'
import { startFeature } from './features/start/handler.js'
import { subscriptionFeature } from './features/subscription/handler.js'
import { replaceButton } from './replace-button.js'
import { sendReply } from './send-reply.js'
import { textsOf } from './texts/texts.js'
import { noteBlock } from './users/note-block.js'
import { rememberUser } from './users/remember-user.js'

type Text = Extract<BotUpdate, { kind: 'text' }>
type Inline = Extract<BotUpdate, { kind: 'inline' }>
type Callback = Extract<BotUpdate, { kind: 'callback' }>

// Free text goes to the first that takes it: an address for receipts is no search, which takes any words and stands last.
const features: readonly Feature[] = [broadcastFeature, paymentFeature, moneyAdminFeature, moderationFeature, startFeature, contactFeature, helpFeature, languageFeature, openingsFeature, subscriptionFeature, listingsFeature, favouritesFeature, alertsFeature, searchFeature]
const commands = new Map(features.flatMap((feature) => Object.entries(feature.commands)))
const callbacks = [screenRoute(), ...features.flatMap((feature) => feature.callbacks)]
const textHandlers = features.flatMap(({ text }) => (text ? [text] : []))

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
    case 'inline':
      return handleInline(app, update)
    case 'pre-checkout':
      return answerCheckout(app, update)
    case 'paid':
      return takeStars(app, update)
    case 'refunded':
      return takeStarRefund(app, update)
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
    return command ? command(app, visit, argument) : answerText(app, visit, update)
  })
  await sendReply(app, { chatId: update.from.telegramId, messageId: null }, reply)
}

/** Free text goes to the first feature that can do something with it. */
async function answerText(app: App, visit: Visit, { text, html }: Text): Promise<Reply> {
  for (const handle of textHandlers) {
    const reply = await handle(app, visit, text, html)
    if (reply) return reply
  }
  return notUnderstood(visit)
}

/** The buttons that lead to a screen. */
function screenRoute(): CallbackRoute {
  return onCallback(screenCallback, async (app, visit, name) => commands.get(name)?.(app, visit, '') ?? { kind: 'toast', text: visit.texts.unknownButton })
}

async function handleCallback(app: App, update: Callback): Promise<void> {
  const isPrivate = update.chatId === update.from.telegramId
  const answer = answerCallback(app, update.callbackId)
  const reply = await answered(app, update, (visit) => {
    const handler = callbacks.map((route) => route.match(update.data)).find((match) => match !== null)
    return handler ? handler(app, visit) : { kind: 'toast', text: visit.texts.unknownButton }
  })
  await answer(reply.kind === 'toast' ? reply.text : undefined)
  if (isPrivate) await replaceButton(app, update, reply)
  await sendReply(app, { chatId: update.from.telegramId, messageId: isPrivate ? update.messageId : null }, reply)
}

async function handleInline(app: App, { from, queryId, query, offset }: Inline): Promise<void> {
  const known = await app.db.user.findUnique({ where: { telegramId: from.telegramId }, select: { language: true, isBlocked: true } })
  if (known?.isBlocked) return app.bot.answerInline({ queryId, results: [], nextOffset: '' })
  await answerInline(app, { queryId, query, offset, language: languageOf({ language: known?.language ?? null, languageCode: from.languageCode }) })
}

/** The reply, or the polite answer to a fault, which is logged here. */
async function answered(app: App, update: Text | Callback, work: (visit: Visit) => Promise<Reply> | Reply): Promise<Reply> {
  let texts = textsOf[languageOf({ language: null, languageCode: update.from.languageCode })]
  try {
    const visit = await visitOf(app, update)
    texts = visit.texts
    return await work(visit)
  } catch (error) {
    app.log.error('update failed', { kind: update.kind, telegramId: update.from.telegramId, error })
    return { kind: 'message', html: texts.fault }
  }
}

async function visitOf(app: App, update: Text | Callback): Promise<Visit> {
  const { from, kind } = update
  const user = await rememberUser(app, from, kind === 'text' ? 'message' : 'button')
  const language = languageOf(user)
  return { user, language, texts: textsOf[language], isAdmin: app.adminIds.includes(from.telegramId), messageId: kind === 'callback' && update.chatId === from.telegramId ? update.messageId : null }
}

/** `/start@name payload` → start, payload. A text that is no command has the name ''. */
function parseCommand(text: string): { name: string; argument: string } {
  const [, name = '', argument = ''] = /^\/([a-z_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text.trim()) ?? []
  return { name: name.toLowerCase(), argument: argument.trim() }
}
