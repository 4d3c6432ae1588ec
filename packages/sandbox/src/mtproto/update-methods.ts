import { Api } from 'telegram'
import type { ChannelEvent, WorldChannel, WorldMessage } from '../telegram/world.js'
import { newestMessage, toTlDialog } from './dialog-methods.js'
import { channelOf } from './find-channel.js'
import { method, type Method } from './method.js'
import { RpcFailure } from './rpc-failure.js'
import type { Call } from './server-state.js'
import { peersOf, toTlMessage } from './tl-message.js'
import { toTlUpdate } from './tl-update.js'

/** A gap of more events than this is answered by `channelDifferenceTooLong`: the client has to read the history instead. */
const longestDifference = 1000

export const updateMethods: Method[] = [
  method(Api.updates.GetState, () => new Api.updates.State({ pts: 1, qts: 0, date: now(), seq: 1, unreadCount: 0 })),
  // The account's own box holds private chats and groups, of which the sandbox has none: channels have boxes of their own.
  method(Api.updates.GetDifference, () => new Api.updates.DifferenceEmpty({ date: now(), seq: 1 })),
  method(Api.updates.GetChannelDifference, (call, request) => channelDifference(call, channelOf(call, request.channel), request.pts, request.limit)),
]

/** What happened in the channel after `pts` (https://core.telegram.org/api/updates#recovering-gaps), at most `limit` events at a time. */
function channelDifference(call: Call, channel: WorldChannel, pts: number, limit: number): Api.updates.TypeChannelDifference {
  if (pts === 0) throw new RpcFailure('PERSISTENT_TIMESTAMP_EMPTY')
  if (pts < 0 || pts > channel.pts) throw new RpcFailure('PERSISTENT_TIMESTAMP_INVALID')
  const missed = channel.log.filter((event) => event.pts > pts)
  if (missed.length === 0) return new Api.updates.ChannelDifferenceEmpty({ final: true, pts: channel.pts, timeout: 30 })
  if (missed.length > longestDifference) return tooLong(call, channel)
  const page = missed.slice(0, Math.max(limit, 1))
  const isFinal = page.length === missed.length
  const messages = page.flatMap((event) => (event.kind === 'new' ? (channel.messages.get(event.messageId) ?? []) : []))
  return new Api.updates.ChannelDifference({
    final: isFinal,
    pts: page.at(-1)?.pts ?? channel.pts,
    timeout: 30,
    newMessages: messages.map((message) => toTlMessage(channel, message, call.state.files)),
    otherUpdates: page.flatMap((event) => otherUpdate(call, channel, event)),
    ...peersOf(call.state, call.user, channel, messagesOf(channel, page)),
  })
}

function otherUpdate(call: Call, channel: WorldChannel, event: ChannelEvent): Api.TypeUpdate[] {
  const update = event.kind === 'new' ? null : toTlUpdate(channel, event, call.state.files)
  return update ? [update] : []
}

function messagesOf(channel: WorldChannel, events: ChannelEvent[]): WorldMessage[] {
  return events.flatMap((event) => (event.kind === 'delete' ? [] : (channel.messages.get(event.messageId) ?? [])))
}

function tooLong(call: Call, channel: WorldChannel): Api.updates.ChannelDifferenceTooLong {
  const newest = [...channel.messages.values()].toSorted((one, other) => other.id - one.id).slice(0, 10)
  return new Api.updates.ChannelDifferenceTooLong({
    final: true,
    timeout: 30,
    dialog: toTlDialog({ channel, top: newestMessage(channel) }),
    messages: newest.map((message) => toTlMessage(channel, message, call.state.files)),
    ...peersOf(call.state, call.user, channel, newest),
  })
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}
