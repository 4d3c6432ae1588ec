import { Api } from 'telegram'
import { fromLong, markedChannelId } from './longs.js'
import { toMarkedText } from './marked-text.js'
import type { PeerNames } from './peers.js'
import { toSourceMedia } from './source-media.js'
import { toMessageOrigin } from './source-origin.js'
import type { SourceMessage } from './types.js'

/** Null for service messages, deleted ones, and messages outside channels. */
export function toSourceMessage(message: unknown, names: PeerNames): SourceMessage | null {
  if (!(message instanceof Api.Message) || !(message.peerId instanceof Api.PeerChannel)) return null
  return {
    id: message.id,
    channelId: markedChannelId(message.peerId.channelId),
    text: toMarkedText(message),
    groupedId: message.groupedId ? fromLong(message.groupedId) : null,
    postedAt: new Date(message.date * 1000),
    editedAt: message.editDate && !message.editHide ? new Date(message.editDate * 1000) : null,
    media: toSourceMedia(message.media),
    origin: toMessageOrigin(message, names),
    isProtected: message.noforwards ?? false,
  }
}
