import { Api } from 'telegram'
import type { WorldButton, WorldChannel, WorldMessage, WorldUser } from '../telegram/world.js'
import type { FileReferences } from './file-references.js'
import { toLong } from './long.js'
import { userById, type ServerState } from './server-state.js'
import { toTlEntity } from './tl-entities.js'
import { toMedia } from './tl-file.js'
import { toTlChannel, toTlPeer, toTlUser } from './tl-peers.js'

export function toTlMessage(channel: WorldChannel, message: WorldMessage, references: FileReferences): Api.Message {
  const media = mediaOf(message, references)
  return new Api.Message({
    id: message.id,
    peerId: toTlPeer(channel),
    date: seconds(message.date),
    message: message.text,
    post: true,
    views: 1,
    forwards: 0,
    noforwards: channel.isProtected || message.protectContent,
    ...(media && { media }),
    ...(message.entities.length > 0 && { entities: message.entities.map((entity) => toTlEntity(entity)) }),
    ...(message.groupedId !== null && { groupedId: toLong(message.groupedId) }),
    ...(message.buttons.length > 0 && { replyMarkup: toReplyMarkup(message.buttons) }),
    ...(message.editedAt && { editDate: seconds(message.editedAt), editHide: message.isEditHidden }),
    ...(message.author !== null && { postAuthor: message.author }),
    ...(channel.discussionId !== null && { replies: new Api.MessageReplies({ comments: true, replies: 0, repliesPts: 0, channelId: toLong(channel.discussionId) }) }),
    ...(message.forwardedFrom && { fwdFrom: toForwardHeader(message.forwardedFrom, message.date) }),
  })
}

/** The chats and users that a client needs to understand these messages of one channel. */
export function peersOf(state: ServerState, viewer: WorldUser, channel: WorldChannel, messages: WorldMessage[]): { chats: Api.TypeChat[]; users: Api.User[] } {
  const origins = new Map<bigint, Api.Channel>()
  const users = new Map<number, Api.User>()
  for (const message of messages) {
    const origin = message.forwardedFrom
    if (origin && 'channelId' in origin && origin.channelId !== channel.id) origins.set(origin.channelId, originChannel(state, viewer, origin))
    for (const entity of message.entities) {
      const user = entity.type === 'text_mention' ? userById(state.world, entity.user.id) : undefined
      if (user) users.set(user.id, toTlUser(user, viewer))
    }
  }
  return { chats: [toTlChannel(channel, viewer), ...origins.values()], users: [...users.values()] }
}

function originChannel(state: ServerState, viewer: WorldUser, origin: { channelId: bigint; title: string }): Api.Channel {
  const known = state.world.channels.get(origin.channelId)
  if (known && (!known.isPrivate || known.members.has(viewer.id))) return toTlChannel(known, viewer)
  return new Api.Channel({ id: toLong(origin.channelId), title: origin.title, photo: new Api.ChatPhotoEmpty(), date: 0, broadcast: true, min: true, left: true })
}

function mediaOf(message: WorldMessage, references: FileReferences): Api.TypeMessageMedia | null {
  if (message.file) return toMedia(message.file, message.date, references)
  if (!message.contact) return null
  const { phone, firstName, lastName, userId } = message.contact
  return new Api.MessageMediaContact({ phoneNumber: phone, firstName, lastName: lastName ?? '', vcard: '', userId: toLong(userId ?? 0) })
}

function toForwardHeader(origin: NonNullable<WorldMessage['forwardedFrom']>, date: Date): Api.MessageFwdHeader {
  if ('name' in origin) return new Api.MessageFwdHeader({ fromName: origin.name, date: seconds(date) })
  const fromId = new Api.PeerChannel({ channelId: toLong(origin.channelId) })
  return new Api.MessageFwdHeader({ fromId, channelPost: origin.messageId, date: seconds(date) })
}

function toReplyMarkup(rows: WorldButton[][]): Api.ReplyInlineMarkup {
  return new Api.ReplyInlineMarkup({ rows: rows.map((row) => new Api.KeyboardButtonRow({ buttons: row.map((button) => toButton(button)) })) })
}

function toButton({ text, url, data, copyText }: WorldButton): Api.TypeKeyboardButton {
  if (url !== undefined) return new Api.KeyboardButtonUrl({ text, url })
  if (copyText !== undefined) return new Api.KeyboardButtonCopy({ text, copyText })
  return new Api.KeyboardButtonCallback({ text, data: Buffer.from(data ?? '') })
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
