import type { ChatMember } from '@telegraf/types'
import type { Router } from 'express'
import { z } from 'zod'
import type { SandboxContext } from '../context.js'
import { botMessage, incomingMessage, privateChat } from '../telegram/bot-message.js'
import { botUser, newQueryId, personOf, pushRaw, pushUpdate, type BotState, type InlineAnswer } from '../telegram/bot-state.js'
import { withFoundEntities } from '../telegram/found-entities.js'
import { queryLifeMs } from '../telegram/query-methods.js'
import type { WorldInvoice, WorldMessage, WorldUser } from '../telegram/world.js'
import { ControlFailure } from './failure.js'
import { messageOf, messageView } from './message-view.js'
import { parsed } from './parsed.js'
import { cancelSubscription, payInvoice, renewSubscription } from './pay-invoice.js'

const newUser = z.strictObject({ id: z.int().positive(), firstName: z.string().min(1).max(64), username: z.string().regex(/^[A-Za-z]\w{3,31}$/, 'a username has 4 to 32 letters, digits and _').optional(), languageCode: z.string().optional() })
const userText = z.strictObject({ text: z.string().min(1).max(4096) })
const press = z.strictObject({ messageId: z.int(), data: z.string() })
const payment = z.union([z.strictObject({ messageId: z.int() }), z.strictObject({ link: z.string().startsWith('https://t.me/$') })])
const inlineQuery = z.strictObject({ query: z.string().max(256), offset: z.string().default('') })

const rawUpdates = z.strictObject({ updates: z.array(z.record(z.string(), z.unknown())).max(1_000) })

/** Accounts that read channels over MTProto; they are no people who talk to the bot. */
const readingAccounts = { from: 7_100_000_000, to: 7_100_000_100 }

/** What people do with the bot. */
export function addPersonCalls(router: Router, context: SandboxContext, bot: BotState): void {
  const { world } = context
  router.get('/users', (_request, response) => void response.json([...world.users.values()].filter(({ id }) => id < readingAccounts.from || id > readingAccounts.to).map(userView)))
  router.post('/users', (request, response) => {
    const { id, firstName, username, languageCode } = parsed(newUser, request.body)
    if (id === bot.botId) throw new ControlFailure(400, `id: ${id} is the bot itself`)
    response.json(userView(world.addUser({ id, firstName, ...(username ? { username } : {}), ...(languageCode ? { languageCode } : {}) })))
  })
  router.get('/users/:id/chat', (request, response) => {
    const user = userOf(context, request.params.id)
    response.json([...user.chat.values()].map((message) => messageView(message)))
  })
  router.post('/users/:id/messages', (request, response) => {
    const user = userOf(context, request.params.id)
    response.json({ messageId: writeToBot(context, bot, user, parsed(userText, request.body).text).id })
  })
  router.post('/users/:id/callbacks', (request, response) => {
    const user = userOf(context, request.params.id)
    const { messageId, data } = parsed(press, request.body)
    response.json({ callbackId: pressButton(context, bot, { user, message: messageOf(user.chat, messageId), data }) })
  })
  router.get('/users/:id/callbacks/:callbackId', (request, response) => {
    const user = userOf(context, request.params.id)
    const query = bot.callbacks.get(request.params.callbackId)
    if (!query || query.userId !== user.id) throw new ControlFailure(404, `there was no press ${request.params.callbackId}`)
    response.json({ answered: query.answer !== null, ...query.answer })
  })
  router.post('/users/:id/payments', async (request, response) => {
    const user = userOf(context, request.params.id)
    response.json(await payInvoice(context, bot, { user, invoice: invoiceOf(bot, user, parsed(payment, request.body)) }))
  })
  router.post('/users/:id/star-subscriptions/:chargeId/renew', (request, response) => {
    const user = userOf(context, request.params.id)
    response.json(renewSubscription(context, bot, { user, chargeId: request.params.chargeId }))
  })
  router.post('/users/:id/star-subscriptions/:chargeId/cancel', (request, response) => {
    cancelSubscription(bot, { user: userOf(context, request.params.id), chargeId: request.params.chargeId })
    response.json({ ok: true })
  })
  router.post('/users/:id/inline-queries', async (request, response) => {
    const user = userOf(context, request.params.id)
    response.json(await askInline(bot, user, parsed(inlineQuery, request.body)))
  })
  router.post('/raw-updates', (request, response) => {
    for (const body of parsed(rawUpdates, request.body).updates) pushRaw(bot, body)
    response.json({ waiting: bot.updates.length })
  })
  router.get('/raw-updates', (_request, response) => void response.json({ waiting: bot.updates.length }))
  router.post('/users/:id/block', (request, response) => {
    const user = userOf(context, request.params.id)
    if (!user.hasStarted) throw new ControlFailure(409, 'this person has not started the bot')
    if (!user.hasBlockedBot) tellOfMembership(bot, user, { from: 'member', to: 'kicked' })
    user.hasBlockedBot = true
    response.json({ ok: true })
  })
}

/** What a person writes; `/start` opens the chat, and its payload obeys core.telegram.org/bots/features#deep-linking. */
function writeToBot({ world }: Pick<SandboxContext, 'world'>, bot: BotState, user: WorldUser, text: string): WorldMessage {
  const [command = '', payload = ''] = text.split(/\s+/)
  if (command === '/start') {
    if (payload !== '' && !/^[A-Za-z0-9_-]{1,64}$/.test(payload)) throw new ControlFailure(400, 'text: a start payload has 1 to 64 of A-Z a-z 0-9 _ -')
    if (user.hasBlockedBot) tellOfMembership(bot, user, { from: 'kicked', to: 'member' })
    user.hasBlockedBot = false
  }
  if (user.hasBlockedBot) throw new ControlFailure(409, 'this person has blocked the bot')
  user.hasStarted = true
  const commands = /^\/\w{1,32}(?:@\w+)?(?=\s|$)/.test(command) ? [{ type: 'bot_command' as const, offset: 0, length: command.length }] : []
  const message = world.say(user, { from: user.id, ...withFoundEntities({ text, entities: commands }) })
  pushUpdate(bot, { message: incomingMessage({ world, state: bot }, user, message) })
  return message
}

/** "A bad client can send arbitrary data in this field" (core.telegram.org/bots/api#callbackquery): the message need not have such a button. */
function pressButton({ world }: Pick<SandboxContext, 'world'>, bot: BotState, { user, message, data }: { user: WorldUser; message: WorldMessage; data: string }): string {
  const bytes = Buffer.byteLength(data)
  if (bytes < 1 || bytes > 64) throw new ControlFailure(400, 'data: callback data is 1 to 64 bytes')
  if (message.from !== 'bot') throw new ControlFailure(400, `messageId: message ${message.id} is not the bot's`)
  if (user.hasBlockedBot) throw new ControlFailure(409, 'this person has blocked the bot')
  const id = newQueryId()
  bot.callbacks.set(id, { userId: user.id, at: Date.now(), answer: null })
  pushUpdate(bot, { callback_query: { id, from: personOf(user), chat_instance: String(user.accessHash), data, message: botMessage({ world, state: bot }, { kind: 'private', user }, message) } })
  return id
}

async function askInline(bot: BotState, user: WorldUser, { query, offset }: { query: string; offset: string }): Promise<InlineAnswer> {
  const id = newQueryId()
  const { promise, resolve, reject } = Promise.withResolvers<InlineAnswer>()
  bot.inlineQueries.set(id, { at: Date.now(), settle: resolve })
  const timer = setTimeout(() => reject(new ControlFailure(409, 'the bot did not answer the inline query')), queryLifeMs.inline)
  pushUpdate(bot, { inline_query: { id, from: personOf(user), query, offset, chat_type: 'sender' } })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    bot.inlineQueries.delete(id)
  }
}

function invoiceOf(bot: BotState, user: WorldUser, asked: z.output<typeof payment>): WorldInvoice {
  if ('link' in asked) {
    const invoice = bot.invoiceLinks.get(asked.link.slice('https://t.me/$'.length))
    if (!invoice) throw new ControlFailure(404, `there is no invoice ${asked.link}`)
    return invoice
  }
  const { invoice, id } = messageOf(user.chat, asked.messageId)
  if (!invoice) throw new ControlFailure(400, `messageId: message ${id} is no invoice`)
  return invoice
}

type Membership = 'member' | 'kicked'

function tellOfMembership(bot: BotState, user: WorldUser, { from, to }: { from: Membership; to: Membership }): void {
  const member = (status: Membership): ChatMember => (status === 'member' ? { status, user: botUser(bot) } : { status, user: botUser(bot), until_date: 0 })
  pushUpdate(bot, { my_chat_member: { chat: privateChat(user), from: personOf(user), date: Math.floor(Date.now() / 1_000), old_chat_member: member(from), new_chat_member: member(to) } })
}

function userView({ id, firstName, username, languageCode, hasStarted, hasBlockedBot }: WorldUser): object {
  return { id, firstName, username, languageCode, hasStarted, hasBlockedBot }
}

function userOf({ world }: Pick<SandboxContext, 'world'>, id: string): WorldUser {
  const user = world.users.get(Number(id))
  if (!user) throw new ControlFailure(404, `there is no person ${id}: POST /api/telegram/users first`)
  return user
}
