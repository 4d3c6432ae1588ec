import type { Router } from 'express'
import { z } from 'zod'
import type { SandboxContext } from '../context.js'
import { withFoundEntities } from '../telegram/found-entities.js'
import { publicChannelId, type WorldChannel, type WorldMessage } from '../telegram/world.js'
import { ControlFailure } from './failure.js'
import { messageOf, messageView } from './message-view.js'
import { parsed } from './parsed.js'
import { postAd } from './telegram-control.js'

const newChannel = z.strictObject({ username: z.string().regex(/^[A-Za-z]\w{3,31}$/, 'a username has 4 to 32 letters, digits and _').optional(), title: z.string().min(1).max(128), private: z.boolean().optional(), protected: z.boolean().optional() })
const newPost = z.strictObject({ text: z.string().default(''), photos: z.int().min(0).max(10).default(0), from: z.string().optional() })
const newText = z.strictObject({ text: z.string() })

/** Telegram's own limits of a text and of a caption (core.telegram.org/method/messages.sendMessage, messages.sendMedia). */
const maxLength = { text: 4_096, caption: 1_024 }

/** What owners of channels do. */
export function addChannelCalls(router: Router, context: SandboxContext): void {
  const { world } = context
  router.get('/channels', (_request, response) => void response.json([...world.channels.values()].map(channelView)))
  router.post('/channels', (request, response) => {
    const { username, title, private: isPrivate = false, protected: isProtected = false } = parsed(newChannel, request.body)
    if (username && isPrivate) throw new ControlFailure(400, 'a private channel has no username')
    if (username && world.findChannel(username)) throw new ControlFailure(409, `there is a channel @${username} already`)
    response.json(channelView(world.addChannel({ username: username ?? null, title, isPrivate, isProtected })))
  })
  router.post('/channels/:ref/posts', (request, response) => {
    const channel = channelOf(context, request.params.ref)
    const { text, photos, from } = parsed(newPost, request.body)
    if (text === '' && photos === 0) throw new ControlFailure(400, 'a post needs a text or photos')
    checkLength(text, photos > 0 ? 'caption' : 'text')
    response.json({ messageIds: postAd(context, channel, { text, photos, author: from ?? null }) })
  })
  router.patch('/channels/:ref/posts/:messageId', (request, response) => {
    const channel = channelOf(context, request.params.ref)
    const message = messageOf(channel.messages, request.params.messageId)
    const { text } = parsed(newText, request.body)
    if (text === '' && !message.file) throw new ControlFailure(400, 'a post needs a text or photos')
    checkLength(text, message.file ? 'caption' : 'text')
    world.edit(channel, message.id, withFoundEntities({ text, entities: [] }))
    response.json({ ok: true })
  })
  router.delete('/channels/:ref/posts/:messageId', (request, response) => {
    const channel = channelOf(context, request.params.ref)
    world.delete(channel, [messageOf(channel.messages, request.params.messageId).id])
    response.json({ ok: true })
  })
  router.get('/channels/:ref/messages', (request, response) => {
    const { messages } = channelOf(context, request.params.ref)
    response.json([...messages.values()].map((message: WorldMessage) => messageView(message)))
  })
}

function checkLength(text: string, kind: keyof typeof maxLength): void {
  if (text.length > maxLength[kind]) throw new ControlFailure(400, `text: a ${kind} has at most ${maxLength[kind]} characters, this one has ${text.length}`)
}

function channelOf({ world }: Pick<SandboxContext, 'world'>, reference: string): WorldChannel {
  const channel = world.findChannel(reference)
  if (!channel) throw new ControlFailure(404, `there is no channel ${reference}`)
  return channel
}

function channelView(channel: WorldChannel): object {
  const inviteLink = channel.inviteHash ? { inviteLink: `https://t.me/+${channel.inviteHash}` } : {}
  return { id: publicChannelId(channel), username: channel.username, title: channel.title, private: channel.isPrivate, protected: channel.isProtected, ...inviteLink }
}
