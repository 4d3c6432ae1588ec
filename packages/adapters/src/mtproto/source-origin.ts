import { normalisePhone, type MessageOrigin } from '@cars-bot/domain'
import { Api } from 'telegram'
import { fromLong, markedChannelId } from './longs.js'
import type { PeerNames } from './peers.js'
import { toSourceMedia } from './source-media.js'

/** Everything beside the plain text in which a message can carry a contact. Offsets of entities count UTF-16 units, as JavaScript does. */
export function toMessageOrigin(message: Api.Message, names: PeerNames): MessageOrigin {
  const entities = message.entities ?? []
  const textOf = (entity: { offset: number; length: number }): string => message.message.slice(entity.offset, entity.offset + entity.length).toWellFormed()
  const media = toSourceMedia(message.media)
  const discussion = message.replies?.comments && message.replies.channelId ? markedChannelId(message.replies.channelId) : null
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
    ...(discussion === null ? {} : { discussionId: discussion.toString() }),
    ...(message.postAuthor ? { author: message.postAuthor } : {}),
    fileIds: media ? [media.location.id.toString()] : [],
    contactCards: message.media instanceof Api.MessageMediaContact ? [toContactCard(message.media)] : [],
  }
}

/** Buttons by which a reader gets somewhere, or copies a contact; null for all others (https://core.telegram.org/type/KeyboardButton). */
function toButton(button: Api.TypeKeyboardButton): { text: string; url: string } | null {
  const hasUrl = button instanceof Api.KeyboardButtonUrl || button instanceof Api.KeyboardButtonUrlAuth || button instanceof Api.KeyboardButtonWebView
  if (hasUrl || button instanceof Api.KeyboardButtonSimpleWebView) return { text: button.text, url: button.url }
  if (button instanceof Api.KeyboardButtonUserProfile) return { text: button.text, url: `tg://user?id=${fromLong(button.userId)}` }
  if (button instanceof Api.KeyboardButtonCopy) return copied(button)
  return null
}

function copied({ text, copyText }: Api.KeyboardButtonCopy): { text: string; url: string } | null {
  const phone = normalisePhone(copyText)
  if (phone) return { text, url: `tel:${phone}` }
  const name = /^@([a-z]\w{3,31})$/i.exec(copyText.trim())
  return name ? { text, url: `https://t.me/${name[1]}` } : null
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
