import type { MessageOrigin } from '@cars-bot/domain'
import { Api } from 'telegram'
import { markedChannelId } from './longs.js'
import type { PeerNames } from './peers.js'

/** Everything beside the plain text in which a message can carry a contact. Offsets of entities count UTF-16 units, as JavaScript does. */
export function toMessageOrigin(message: Api.Message, names: PeerNames): MessageOrigin {
  const entities = message.entities ?? []
  const textOf = (entity: { offset: number; length: number }): string => message.message.slice(entity.offset, entity.offset + entity.length).toWellFormed()
  const forwardedFrom = message.fwdFrom ? toForward(message.fwdFrom, names) : null
  return {
    links: entities.flatMap((entity) => {
      if (entity instanceof Api.MessageEntityTextUrl) return [{ text: textOf(entity), url: entity.url }]
      if (entity instanceof Api.MessageEntityUrl) return [{ text: textOf(entity), url: textOf(entity) }]
      return []
    }),
    mentions: entities.flatMap((entity) => {
      if (entity instanceof Api.MessageEntityMention) return [{ text: textOf(entity) }]
      if (entity instanceof Api.MessageEntityMentionName) return [{ text: textOf(entity), userId: entity.userId.toString() }]
      return []
    }),
    buttons: message.replyMarkup instanceof Api.ReplyInlineMarkup ? message.replyMarkup.rows.flatMap((row) => row.buttons.flatMap((button) => toButton(button) ?? [])) : [],
    ...(forwardedFrom ? { forwardedFrom } : {}),
    ...(message.replies?.channelId ? { discussionId: markedChannelId(message.replies.channelId).toString() } : {}),
    ...(message.postAuthor ? { author: message.postAuthor } : {}),
    contactCards: message.media instanceof Api.MessageMediaContact ? [toContactCard(message.media)] : [],
  }
}

function toButton(button: Api.TypeKeyboardButton): { text: string; url: string } | null {
  const hasUrl = button instanceof Api.KeyboardButtonUrl || button instanceof Api.KeyboardButtonUrlAuth || button instanceof Api.KeyboardButtonWebView
  return hasUrl ? { text: button.text, url: button.url } : null
}

function toForward(header: Api.TypeMessageFwdHeader, names: PeerNames): NonNullable<MessageOrigin['forwardedFrom']> {
  const known = header.fromId ? names(header.fromId) : null
  const name = header.fromName ?? known?.name
  return {
    ...(name ? { name } : {}),
    ...(known?.username ? { username: known.username } : {}),
    ...(header.fromId instanceof Api.PeerChannel ? { channelId: markedChannelId(header.fromId.channelId).toString() } : {}),
    ...(header.channelPost ? { messageId: header.channelPost } : {}),
  }
}

function toContactCard(media: Api.MessageMediaContact): MessageOrigin['contactCards'][number] {
  return { phone: media.phoneNumber, ...(media.firstName ? { firstName: media.firstName } : {}) }
}
