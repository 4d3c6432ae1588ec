import type { MessageEntity } from '@telegraf/types'
import { Api } from 'telegram'
import { toLong } from './long.js'

/** Bot API entities as MTProto ones: both count UTF-16 units. */
export function toTlEntity(entity: MessageEntity): Api.TypeMessageEntity {
  const range = { offset: entity.offset, length: entity.length }
  switch (entity.type) {
    case 'mention':
      return new Api.MessageEntityMention(range)
    case 'hashtag':
      return new Api.MessageEntityHashtag(range)
    case 'cashtag':
      return new Api.MessageEntityCashtag(range)
    case 'bot_command':
      return new Api.MessageEntityBotCommand(range)
    case 'url':
      return new Api.MessageEntityUrl(range)
    case 'email':
      return new Api.MessageEntityEmail(range)
    case 'phone_number':
      return new Api.MessageEntityPhone(range)
    case 'bold':
      return new Api.MessageEntityBold(range)
    case 'italic':
      return new Api.MessageEntityItalic(range)
    case 'underline':
      return new Api.MessageEntityUnderline(range)
    case 'strikethrough':
      return new Api.MessageEntityStrike(range)
    case 'spoiler':
      return new Api.MessageEntitySpoiler(range)
    case 'blockquote':
      return new Api.MessageEntityBlockquote(range)
    case 'expandable_blockquote':
      return new Api.MessageEntityBlockquote({ ...range, collapsed: true })
    case 'code':
      return new Api.MessageEntityCode(range)
    case 'pre':
      return new Api.MessageEntityPre({ ...range, language: entity.language ?? '' })
    case 'text_link':
      return new Api.MessageEntityTextUrl({ ...range, url: entity.url })
    case 'text_mention':
      return new Api.MessageEntityMentionName({ ...range, userId: toLong(entity.user.id) })
    case 'custom_emoji':
      return new Api.MessageEntityCustomEmoji({ ...range, documentId: toLong(BigInt(entity.custom_emoji_id)) })
  }
}
