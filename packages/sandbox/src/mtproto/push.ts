import { Api } from 'telegram'
import type { ChannelEvent, WorldChannel } from '../telegram/world.js'
import type { ClientConnection } from './connection.js'
import { methodName } from './method.js'
import { userById, type ServerState } from './server-state.js'
import { toLong } from './long.js'
import { peersOf } from './tl-message.js'
import { toTlChat } from './tl-peers.js'
import { toTlUpdate } from './tl-update.js'

/**
 * Tells one event of a channel to every live main connection of its members, once: what a client misses, or what a `drop-update` fault
 * swallows, is never sent again and has to be fetched by difference or history.
 */
export function pushChannelEvent(state: ServerState, connections: Iterable<ClientConnection>, channel: WorldChannel, event: ChannelEvent): void {
  const update = toTlUpdate(channel, event, state.files)
  if (!update || state.faults.take('mtproto', methodName(update.className), ['drop-update'])) return
  const message = event.kind === 'delete' ? undefined : channel.messages.get(event.messageId)
  for (const connection of connections) {
    const userId = connection.key?.userId ?? null
    if (userId === null || connection.key?.isDuplicated || !connection.isMain || !connection.receivesUpdates || !channel.members.has(userId)) continue
    const user = userById(state.world, userId)
    if (!user) continue
    const peers = peersOf(state, user, channel, message ? [message] : [])
    connection.sendUpdates(new Api.Updates({ updates: [update], ...peers, date: Math.floor(Date.now() / 1000), seq: 0 }))
  }
}

/** Tells people that a channel is not what it was for them (https://core.telegram.org/constructor/updateChannel). */
export function pushChannelChange(state: ServerState, connections: Iterable<ClientConnection>, channel: WorldChannel, userIds: readonly number[]): void {
  if (state.faults.take('mtproto', 'updateChannel', ['drop-update'])) return
  for (const connection of connections) {
    const userId = connection.key?.userId ?? null
    if (userId === null || connection.key?.isDuplicated || !connection.isMain || !connection.receivesUpdates || !userIds.includes(userId)) continue
    const user = userById(state.world, userId)
    if (!user) continue
    const updates = [new Api.UpdateChannel({ channelId: toLong(channel.id) })]
    connection.sendUpdates(new Api.Updates({ updates, chats: [toTlChat(channel, user)], users: [], date: Math.floor(Date.now() / 1000), seq: 0 }))
  }
}
