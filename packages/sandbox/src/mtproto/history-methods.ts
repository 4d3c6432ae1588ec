import { Api } from 'telegram'
import type { WorldChannel, WorldMessage } from '../telegram/world.js'
import { channelOf } from './find-channel.js'
import { method, type Method } from './method.js'
import { RpcFailure } from './rpc-failure.js'
import type { Call } from './server-state.js'
import { peersOf, toTlMessage } from './tl-message.js'
import { toTlPeer } from './tl-peers.js'

/** Telegram never returns more messages than this at once. */
const pageLimit = 100

export const historyMethods: Method[] = [
  method(Api.messages.GetHistory, (call, request) => {
    if (!(request.peer instanceof Api.InputPeerChannel)) throw new RpcFailure('PEER_ID_INVALID')
    const channel = channelOf(call, request.peer)
    return channelMessages(call, channel, historyPage([...channel.messages.values()], request))
  }),
  method(Api.channels.GetMessages, (call, request) => {
    const channel = channelOf(call, request.channel)
    return messagesByIds(call, channel, request.id.map((id) => inputMessageId(id)))
  }),
  method(Api.messages.GetMessages, (_call, request) => {
    const messages = request.id.map((id) => new Api.MessageEmpty({ id: inputMessageId(id) }))
    return new Api.messages.Messages({ messages, chats: [], users: [] })
  }),
]

type HistoryRange = { offsetId: number; offsetDate: number; addOffset: number; limit: number; maxId: number; minId: number }

/**
 * Newest first, from the first message below `offsetId` (or, without one, before `offsetDate`), moved by `addOffset`, cut to `limit`, and
 * only then narrowed by `minId` and `maxId` (https://core.telegram.org/api/offsets). The id goes before the date because clients, GramJS
 * among them, page with both taken from the last message they saw, and lose nothing when many messages share a second.
 */
export function historyPage(messages: WorldMessage[], range: HistoryRange): WorldMessage[] {
  const sorted = messages.toSorted((one, other) => other.id - one.id)
  const first = sorted.findIndex((message) => isBehindOffset(message, range))
  const start = (first === -1 ? sorted.length : first) + range.addOffset
  const end = start + Math.min(Math.max(range.limit, 0), pageLimit)
  return sorted
    .slice(Math.max(start, 0), Math.max(end, 0))
    .filter((message) => (range.maxId === 0 || message.id < range.maxId) && (range.minId === 0 || message.id > range.minId))
}

function isBehindOffset(message: WorldMessage, { offsetId, offsetDate }: HistoryRange): boolean {
  if (offsetId !== 0) return message.id < offsetId
  return offsetDate === 0 || message.date.getTime() < offsetDate * 1000
}

function channelMessages(call: Call, channel: WorldChannel, messages: WorldMessage[]): Api.messages.ChannelMessages {
  return new Api.messages.ChannelMessages({
    pts: channel.pts,
    count: channel.messages.size,
    messages: messages.map((message) => toTlMessage(channel, message, call.state.files)),
    topics: [],
    ...peersOf(call.state, call.user, channel, messages),
  })
}

function messagesByIds(call: Call, channel: WorldChannel, ids: number[]): Api.messages.ChannelMessages {
  const found = ids.flatMap((id) => channel.messages.get(id) ?? [])
  const answer = channelMessages(call, channel, found)
  answer.messages = ids.map((id) => {
    const message = channel.messages.get(id)
    return message ? toTlMessage(channel, message, call.state.files) : new Api.MessageEmpty({ id, peerId: toTlPeer(channel) })
  })
  answer.count = ids.length
  return answer
}

function inputMessageId(id: unknown): number {
  if (id instanceof Api.InputMessageID) return id.id
  throw new RpcFailure('MESSAGE_IDS_EMPTY')
}
