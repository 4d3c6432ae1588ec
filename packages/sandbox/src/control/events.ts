import type { Request, Response } from 'express'
import type { SandboxContext } from '../context.js'
import { publicChannelId } from '../telegram/world.js'

const heartbeatMs = 15_000

/**
 * Server-sent events of what changes, until the client goes: `channel` {id, username, change, messageIds}, `chat` {userId, messageId},
 * `chat-deleted` {userId, messageIds} and `request` {at, target, method, path, status}. They say what to read again, not what it holds.
 */
export function streamEvents({ world, requests }: Pick<SandboxContext, 'world' | 'requests'>, _request: Request, response: Response): void {
  response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders()
  const send = (kind: string, data: object): void => void response.write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`)
  const stops = [
    listen('channel', (channel, event) => send('channel', { id: publicChannelId(channel), username: channel.username, change: event.kind, messageIds: event.kind === 'delete' ? event.messageIds : [event.messageId] })),
    listen('chat', (user, message) => send('chat', { userId: user.id, messageId: message.id })),
    listen('chatDeleted', (user, messageIds) => send('chat-deleted', { userId: user.id, messageIds })),
    requests.subscribe(({ at, target, method, path, status }) => send('request', { at, target, method, path, status })),
  ]
  const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs)
  response.once('close', () => {
    clearInterval(heartbeat)
    for (const stop of stops) stop()
  })

  function listen<Name extends 'channel' | 'chat' | 'chatDeleted'>(name: Name, listener: Parameters<typeof world.on<Name>>[1]): () => void {
    world.on(name, listener)
    return () => world.off(name, listener)
  }
}
