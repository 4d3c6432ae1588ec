import { Api } from 'telegram'
import { toChannelState } from './channel-requests.js'
import { toLong } from './longs.js'
import { inputChannel, inputPeer, peerNames } from './peers.js'
import type { Call } from './requests.js'
import { toSourceMessage } from './source-message.js'
import { toSourceUpdate } from './source-update.js'
import type { ChannelDifference, HistoryPage, SourceMessage, UserSession } from './types.js'

/** Telegram gives at most this many messages, ids or events in one answer. */
const pageSize = 100

export function historyRequests(call: Call): Pick<UserSession, 'history' | 'channelDifference' | 'messagesByIds'> {
  return {
    async history(channel, { beforeId = 0, afterId, limit = pageSize }) {
      // The page after an id is the one that ends just above it, counted backwards (https://core.telegram.org/api/offsets).
      const range = afterId === undefined ? { offsetId: beforeId, addOffset: 0, minId: 0 } : { offsetId: afterId + 1, addOffset: -limit, minId: afterId }
      return toPage(await call(new Api.messages.GetHistory({ peer: inputPeer(channel), ...range, limit, offsetDate: 0, maxId: 0, hash: toLong(0n) })))
    },
    async channelDifference(channel, pts) {
      const filter = new Api.ChannelMessagesFilterEmpty()
      return toDifference(await call(new Api.updates.GetChannelDifference({ channel: inputChannel(channel), filter, pts, limit: pageSize })), pts)
    },
    async messagesByIds(channel, ids) {
      const messages: SourceMessage[] = []
      for (let start = 0; start < ids.length; start += pageSize) {
        const id = ids.slice(start, start + pageSize).map((one) => new Api.InputMessageID({ id: one }))
        messages.push(...toPage(await call(new Api.channels.GetMessages({ channel: inputChannel(channel), id }))).messages)
      }
      return messages
    },
  }
}

function toPage(answer: Api.messages.TypeMessages): HistoryPage {
  const given = answer instanceof Api.messages.MessagesNotModified ? [] : answer.messages
  const names = answer instanceof Api.messages.MessagesNotModified ? peerNames([], []) : peerNames(answer.chats, answer.users)
  const sorted = given.filter((message) => !(message instanceof Api.MessageEmpty)).sort((one, other) => one.id - other.id)
  const oldest = sorted.at(0)
  return {
    messages: sorted.flatMap((message) => toSourceMessage(message, names) ?? []),
    newestId: sorted.at(-1)?.id ?? 0,
    oldestId: oldest?.id ?? 0,
    oldestAt: oldest && 'date' in oldest ? new Date(oldest.date * 1000) : null,
    count: sorted.length,
  }
}

function toDifference(answer: Api.updates.TypeChannelDifference, askedPts: number): ChannelDifference {
  if (answer instanceof Api.updates.ChannelDifferenceEmpty) {
    return { kind: 'changes', pts: Math.max(answer.pts, askedPts), isFinal: true, messages: [], newestId: 0, updates: [] }
  }
  if (answer instanceof Api.updates.ChannelDifferenceTooLong) {
    const state = toChannelState(answer.dialog)
    if (!state) throw new Error('updates.GetChannelDifference: too long, and no state to go on from')
    return { kind: 'too-long', pts: state.pts, topMessageId: state.topMessageId }
  }
  const names = peerNames(answer.chats, answer.users)
  return {
    kind: 'changes',
    pts: answer.pts,
    isFinal: answer.final ?? false,
    messages: answer.newMessages.flatMap((message) => toSourceMessage(message, names) ?? []).sort((one, other) => one.id - other.id),
    newestId: Math.max(0, ...answer.newMessages.map((message) => message.id)),
    updates: answer.otherUpdates.flatMap((update) => toSourceUpdate(update, names) ?? []),
  }
}
