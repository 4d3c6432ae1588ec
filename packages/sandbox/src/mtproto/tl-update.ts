import { Api } from 'telegram'
import type { ChannelEvent, WorldChannel } from '../telegram/world.js'
import type { FileReferences } from './file-references.js'
import { toLong } from './long.js'
import { toTlMessage } from './tl-message.js'

export type ChannelUpdate = Api.UpdateNewChannelMessage | Api.UpdateEditChannelMessage | Api.UpdateDeleteChannelMessages

/** The update that tells of this event; null when its message is gone by now. */
export function toTlUpdate(channel: WorldChannel, event: ChannelEvent, references: FileReferences): ChannelUpdate | null {
  const { pts, ptsCount } = event
  if (event.kind === 'delete') {
    return new Api.UpdateDeleteChannelMessages({ channelId: toLong(channel.id), messages: event.messageIds, pts, ptsCount })
  }
  const message = channel.messages.get(event.messageId)
  if (!message) return null
  const update = { message: toTlMessage(channel, message, references), pts, ptsCount }
  return event.kind === 'new' ? new Api.UpdateNewChannelMessage(update) : new Api.UpdateEditChannelMessage(update)
}
