import type { SourceMessage } from '@cars-bot/adapters/mtproto'
import { messageOrigin, type MessageOrigin } from '@cars-bot/domain'

/** The text and origin of an album: captions may stand on any part, and on several. Parts in order of their ids. */
export function albumContent(parts: readonly SourceMessage[]): { text: string; origin: MessageOrigin } {
  return {
    text: parts.map((part) => part.text).filter((text) => text !== '').join('\n'),
    origin: parts.map((part) => part.origin).reduce(joinOrigins, messageOrigin.parse({})),
  }
}

function joinOrigins(one: MessageOrigin, other: MessageOrigin): MessageOrigin {
  const forwardedFrom = one.forwardedFrom ?? other.forwardedFrom
  const author = one.author ?? other.author
  const discussionId = one.discussionId ?? other.discussionId
  return {
    links: [...one.links, ...other.links],
    mentions: [...one.mentions, ...other.mentions],
    buttons: [...one.buttons, ...other.buttons],
    contactCards: [...one.contactCards, ...other.contactCards],
    ...(forwardedFrom ? { forwardedFrom } : {}),
    ...(author ? { author } : {}),
    fileIds: [...(one.fileIds ?? []), ...(other.fileIds ?? [])],
    ...(discussionId ? { discussionId } : {}),
  }
}
