import { Api } from 'telegram'
import { markedChannelId } from './longs.js'
import { peerNames, type PeerNames } from './peers.js'
import { toSourceMessage } from './source-message.js'
import type { SourceUpdate } from './types.js'

/** Our word for an update; null for what concerns no channel. Edits that only touch reactions (`edit_hide`) count as events without content. */
export function toSourceUpdate(update: unknown, names: PeerNames = namesBeside(update)): SourceUpdate | null {
  if (update instanceof Api.UpdateNewChannelMessage) return withMessage('new-message', update, names)
  if (update instanceof Api.UpdateEditChannelMessage) {
    const isHidden = update.message instanceof Api.Message && update.message.editHide
    return isHidden ? eventOnly(update, update.message) : withMessage('edited-message', update, names)
  }
  if (update instanceof Api.UpdateDeleteChannelMessages) {
    return { kind: 'deleted-messages', channelId: markedChannelId(update.channelId), messageIds: update.messages, pts: update.pts, ptsCount: update.ptsCount }
  }
  if (update instanceof Api.UpdateChannelWebPage || update instanceof Api.UpdatePinnedChannelMessages) {
    return { kind: 'other-event', channelId: markedChannelId(update.channelId), pts: update.pts, ptsCount: update.ptsCount }
  }
  if (update instanceof Api.UpdateChannelTooLong) return { kind: 'channel-too-long', channelId: markedChannelId(update.channelId) }
  if (update instanceof Api.UpdateChannel) return { kind: 'channel-changed', channelId: markedChannelId(update.channelId) }
  if (update instanceof Api.UpdatesTooLong) return { kind: 'everything-too-long' }
  return null
}

type MessageUpdate = Api.UpdateNewChannelMessage | Api.UpdateEditChannelMessage

function withMessage(kind: 'new-message' | 'edited-message', update: MessageUpdate, names: PeerNames): SourceUpdate | null {
  const { message, pts, ptsCount } = update
  const channelId = channelIdOf(message)
  return channelId === null ? null : { kind, channelId, messageId: message.id, message: toSourceMessage(message, names), pts, ptsCount }
}

function eventOnly({ pts, ptsCount }: MessageUpdate, message: Api.TypeMessage): SourceUpdate | null {
  const channelId = channelIdOf(message)
  return channelId === null ? null : { kind: 'other-event', channelId, pts, ptsCount }
}

function channelIdOf(message: Api.TypeMessage): bigint | null {
  return message.peerId instanceof Api.PeerChannel ? markedChannelId(message.peerId.channelId) : null
}

/** GramJS hangs the chats and users of an `Updates` on each of its updates. */
function namesBeside(update: unknown): PeerNames {
  const entities: unknown = typeof update === 'object' && update !== null && '_entities' in update ? update._entities : null
  const all: unknown[] = entities instanceof Map ? [...entities.values()] : []
  return peerNames(all, all)
}
