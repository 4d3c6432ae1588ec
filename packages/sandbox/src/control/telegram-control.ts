import { Router } from 'express'
import { z } from 'zod'
import type { SandboxContext } from '../context.js'
import { chatOf } from '../telegram/bot-message.js'
import { personOf, pushUpdate, type BotState } from '../telegram/bot-state.js'
import { carPicture } from '../telegram/picture.js'
import { publicChannelId, type WorldChannel, type WorldMessage, type WorldUser } from '../telegram/world.js'
import { ControlFailure } from './failure.js'
import { parsed } from './router.js'
import { payInvoice } from './pay-invoice.js'

const newChannel = z.strictObject({ username: z.string().regex(/^[A-Za-z]\w{3,31}$/).optional(), title: z.string().min(1), private: z.boolean().optional(), protected: z.boolean().optional() })
const newPost = z.strictObject({ text: z.string().default(''), photos: z.int().min(0).max(10).default(0), from: z.string().optional() })
const edit = z.strictObject({ text: z.string() })
const newUser = z.strictObject({ id: z.int().positive(), firstName: z.string().min(1), username: z.string().optional(), languageCode: z.string().optional() })
const userText = z.strictObject({ text: z.string().min(1).max(4096) })
const press = z.strictObject({ messageId: z.int(), data: z.string() })
const payment = z.strictObject({ messageId: z.int() })

let pictures = 0

/** Channels, people and what they do, under /api/telegram. */
export function telegramControl(context: SandboxContext, bot: BotState): Router {
  const { world } = context
  const router = Router()
  router.get('/channels', (_request, response) => void response.json([...world.channels.values()].map(channelView)))
  router.post('/channels', (request, response) => {
    const { username, title, private: isPrivate = false, protected: isProtected = false } = parsed(newChannel, request.body)
    if (username && world.findChannel(username)) throw new ControlFailure(409, `there is a channel @${username} already`)
    response.json(channelView(world.addChannel({ username: username ?? null, title, isPrivate, isProtected })))
  })
  router.post('/channels/:ref/posts', (request, response) => {
    const channel = channelOf(context, request.params.ref)
    const { text, photos, from } = parsed(newPost, request.body)
    if (text === '' && photos === 0) throw new ControlFailure(400, 'a post needs a text or photos')
    response.json({ messageIds: postAd(context, channel, { text, photos, author: from ?? null }) })
  })
  router.patch('/channels/:ref/posts/:messageId', (request, response) => {
    const channel = channelOf(context, request.params.ref)
    const message = messageOf(channel.messages, Number(request.params.messageId))
    world.edit(channel, message.id, { text: parsed(edit, request.body).text, entities: [] })
    response.json({ ok: true })
  })
  router.delete('/channels/:ref/posts/:messageId', (request, response) => {
    const channel = channelOf(context, request.params.ref)
    world.delete(channel, [messageOf(channel.messages, Number(request.params.messageId)).id])
    response.json({ ok: true })
  })
  router.get('/channels/:ref/messages', (request, response) => {
    const { messages } = channelOf(context, request.params.ref)
    response.json([...messages.values()].map((message) => messageView(message)))
  })
  router.get('/files/:id', (request, response) => {
    const file = world.files.get(request.params.id)
    if (!file) throw new ControlFailure(404, `there is no file ${request.params.id}`)
    response.set('cache-control', 'max-age=3600').type(file.mimeType).send(file.bytes)
  })
  router.get('/users', (_request, response) => void response.json([...world.users.values()].filter((user) => user.id < 7_100_000_000 || user.id > 7_100_000_100).map(userView)))
  router.post('/users', (request, response) => {
    const { id, firstName, username, languageCode } = parsed(newUser, request.body)
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
    if (Buffer.byteLength(data) > 64) throw new ControlFailure(400, 'callback data is 1 to 64 bytes')
    const message = messageOf(user.chat, messageId)
    const id = String(crypto.getRandomValues(new BigUint64Array(1))[0])
    bot.callbacks.set(id, { userId: user.id, at: Date.now() })
    const chat = { kind: 'private' as const, user }
    pushUpdate(bot, { callback_query: { id, from: personOf(user), chat_instance: '1', data, message: { message_id: message.id, date: Math.floor(message.date.getTime() / 1_000), chat: chatOf(chat), text: message.text } } })
    response.json({ callbackId: id })
  })
  router.post('/users/:id/payments', async (request, response) => {
    const user = userOf(context, request.params.id)
    response.json(await payInvoice(context, bot, user, messageOf(user.chat, parsed(payment, request.body).messageId)))
  })
  router.post('/users/:id/block', (request, response) => {
    const user = userOf(context, request.params.id)
    user.hasBlockedBot = true
    pushUpdate(bot, memberUpdate(user, 'member', 'kicked'))
    response.json({ ok: true })
  })
  return router
}

/** Posts an ad: one message, or an album with the text on its first part. */
export function postAd({ world }: Pick<SandboxContext, 'world'>, channel: WorldChannel, ad: { text: string; photos: number; author?: string | null }): number[] {
  const author = ad.author ?? null
  if (ad.photos === 0) return [world.post(channel, { from: 'channel', text: ad.text, author }).id]
  const groupedId = ad.photos > 1 ? world.newGroupedId() : null
  return Array.from({ length: ad.photos }, (_, index) => {
    const file = world.addFile({ kind: 'photo', mimeType: 'image/png', bytes: carPicture(++pictures), width: 640, height: 480 })
    return world.post(channel, { from: 'channel', text: index === 0 ? ad.text : '', file, groupedId, author }).id
  })
}

/** What a person writes; `/start` opens the chat, and its payload obeys core.telegram.org/bots/features#deep-linking. */
export function writeToBot(context: SandboxContext, bot: BotState, user: WorldUser, text: string): WorldMessage {
  const [command = '', payload = ''] = text.split(/\s+/)
  if (command === '/start') {
    if (payload !== '' && !/^[A-Za-z0-9_-]{1,64}$/.test(payload)) throw new ControlFailure(400, 'a start payload has 1 to 64 of A-Z a-z 0-9 _ -')
    const hadBlocked = user.hasBlockedBot
    user.hasStarted = true
    user.hasBlockedBot = false
    if (hadBlocked) pushUpdate(bot, memberUpdate(user, 'kicked', 'member'))
  }
  if (user.hasBlockedBot) throw new ControlFailure(409, 'this person has blocked the bot')
  user.hasStarted = true
  const entities = command.startsWith('/') ? [{ type: 'bot_command' as const, offset: 0, length: command.length }] : []
  const message = context.world.say(user, { from: user.id, text, entities })
  const chat = { kind: 'private' as const, user }
  pushUpdate(bot, { message: { message_id: message.id, date: Math.floor(message.date.getTime() / 1_000), chat: chatOf(chat), from: personOf(user), text, ...(entities.length > 0 ? { entities } : {}) } })
  return message
}

function memberUpdate(user: WorldUser, from: 'member' | 'kicked', to: 'member' | 'kicked'): object {
  const member = (status: string) => ({ status, user: { id: 0, is_bot: true, first_name: 'bot' } })
  return { my_chat_member: { chat: chatOf({ kind: 'private', user }), from: personOf(user), date: Math.floor(Date.now() / 1_000), old_chat_member: member(from), new_chat_member: member(to) } }
}

function channelView(channel: WorldChannel): object {
  const inviteLink = channel.inviteHash ? { inviteLink: `https://t.me/+${channel.inviteHash}` } : {}
  return { id: publicChannelId(channel), username: channel.username, title: channel.title, private: channel.isPrivate, protected: channel.isProtected, ...inviteLink }
}

function userView({ id, firstName, username, languageCode, hasBlockedBot }: WorldUser): object {
  return { id, firstName, username, languageCode, hasBlockedBot }
}

function messageView(message: WorldMessage): object {
  const { id, text, entities, groupedId, buttons, date, editedAt, file, invoice, protectContent } = message
  return {
    id,
    from: typeof message.from === 'number' ? 'user' : message.from,
    text,
    entities,
    groupedId: groupedId === null ? null : String(groupedId),
    photo: file && file.kind !== 'video' ? file.id : null,
    video: file?.kind === 'video' ? file.id : null,
    buttons,
    date: date.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
    protectContent,
    ...(invoice ? { invoice } : {}),
  }
}

function channelOf({ world }: SandboxContext, reference: string): WorldChannel {
  const channel = world.findChannel(reference)
  if (!channel) throw new ControlFailure(404, `there is no channel ${reference}`)
  return channel
}

function userOf({ world }: SandboxContext, id: string): WorldUser {
  const user = world.users.get(Number(id))
  if (!user) throw new ControlFailure(404, `there is no person ${id}: POST /api/telegram/users first`)
  return user
}

function messageOf(messages: ReadonlyMap<number, WorldMessage>, id: number): WorldMessage {
  const message = messages.get(id)
  if (!message) throw new ControlFailure(404, `there is no message ${id}`)
  return message
}
