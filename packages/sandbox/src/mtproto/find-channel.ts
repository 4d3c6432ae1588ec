import { Api } from 'telegram'
import type { WorldChannel } from '../telegram/world.js'
import { toBigint } from './long.js'
import { RpcFailure } from './rpc-failure.js'
import type { Call } from './server-state.js'
import { accessHashFor } from './tl-peers.js'

/**
 * The channel a request is about, by id and access hash. An unknown id or a wrong hash is CHANNEL_INVALID; a private channel is
 * CHANNEL_PRIVATE for everyone who is not in it, and every channel for those it banned.
 */
export function channelOf(call: Call, peer: unknown): WorldChannel {
  const channel = knownChannelOf(call, peer)
  if (channel.banned.has(call.user.id) || (channel.isPrivate && !channel.members.has(call.user.id))) throw new RpcFailure('CHANNEL_PRIVATE')
  return channel
}

/** As `channelOf`, closed channels included. */
export function knownChannelOf(call: Call, peer: unknown): WorldChannel {
  const isChannel = peer instanceof Api.InputPeerChannel || peer instanceof Api.InputChannel
  const channel = isChannel ? call.state.world.channels.get(toBigint(peer.channelId)) : undefined
  if (!isChannel || !channel || toBigint(peer.accessHash) !== accessHashFor(channel, call.user)) throw new RpcFailure('CHANNEL_INVALID')
  return channel
}
