import type { Router } from 'express'
import { z } from 'zod'
import type { SandboxContext } from '../context.js'
import { sandboxAccount, sandboxAccountCount } from '../mtproto/session.js'
import { publicChannelId, type WorldChannel, type WorldMessage } from '../telegram/world.js'
import { ControlFailure } from './failure.js'
import { messageOf, messageView } from './message-view.js'
import { parsed } from './parsed.js'
import { editMessage } from './edit-message.js'
import { postMessage } from './post-message.js'
import { newPost, postEdit } from './post-shape.js'

const newChannel = z.strictObject({ username: z.string().regex(/^[A-Za-z]\w{3,31}$/, 'a username has 4 to 32 letters, digits and _').optional(), title: z.string().min(1).max(128), private: z.boolean().optional(), protected: z.boolean().optional(), discussion: z.boolean().optional() })

/** What owners of channels do. */
export function addChannelCalls(router: Router, context: SandboxContext): void {
  const { world } = context
  router.get('/channels', (_request, response) => void response.json([...world.channels.values()].map(channelView)))
  router.post('/channels', (request, response) => {
    const { username, title, private: isPrivate = false, protected: isProtected = false, discussion: hasDiscussion = false } = parsed(newChannel, request.body)
    if (username && isPrivate) throw new ControlFailure(400, 'a private channel has no username')
    if (username && world.findChannel(username)) throw new ControlFailure(409, `there is a channel @${username} already`)
    response.json(channelView(world.addChannel({ username: username ?? null, title, isPrivate, isProtected, hasDiscussion })))
  })
  router.post('/channels/:ref/posts', (request, response) => {
    const channel = channelOf(context, request.params.ref)
    response.json({ messageIds: postMessage(world, channel, parsed(newPost, request.body)) })
  })
  router.patch('/channels/:ref/posts/:messageId', (request, response) => {
    const channel = channelOf(context, request.params.ref)
    const message = messageOf(channel.messages, request.params.messageId)
    editMessage(world, channel, message, parsed(postEdit, request.body))
    response.json({ ok: true })
  })
  router.delete('/channels/:ref/posts/:messageId', (request, response) => {
    const channel = channelOf(context, request.params.ref)
    world.delete(channel, [messageOf(channel.messages, request.params.messageId).id])
    response.json({ ok: true })
  })
  router.delete('/channels/:ref/members/:account', (request, response) => {
    const channel = channelOf(context, request.params.ref)
    const isReader = /^\d+$/.test(request.params.account) && Number(request.params.account) < sandboxAccountCount
    if (!isReader) throw new ControlFailure(404, `there is no reading account ${request.params.account}`)
    const { userId } = sandboxAccount(Number(request.params.account))
    if (!world.remove(channel, userId)) throw new ControlFailure(409, 'the account is not in the channel')
    response.json({ ok: true })
  })
  router.get('/channels/:ref/messages', (request, response) => {
    const { messages } = channelOf(context, request.params.ref)
    response.json([...messages.values()].map((message: WorldMessage) => messageView(message)))
  })
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
