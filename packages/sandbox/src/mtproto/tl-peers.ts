import { Api } from 'telegram'
import type { WorldChannel, WorldUser } from '../telegram/world.js'
import { toLong } from './long.js'

export function toTlUser(user: WorldUser, viewer: WorldUser | null): Api.User {
  const isSelf = viewer?.id === user.id
  return new Api.User({
    id: toLong(user.id),
    accessHash: toLong(user.accessHash),
    firstName: user.firstName,
    ...(user.username === null ? {} : { username: user.username }),
    ...(isSelf && user.phone !== null ? { phone: user.phone } : {}),
    self: isSelf,
    langCode: user.languageCode,
  })
}

/** Every account has an access hash of its own for a channel; another's is worth nothing (https://core.telegram.org/api/peers#access-hash). */
export function accessHashFor(channel: WorldChannel, viewer: { id: number }): bigint {
  return BigInt.asIntN(64, channel.accessHash ^ (BigInt(viewer.id) * 0x9e3779b97f4a7c15n))
}

/** What a person sees of a channel: next to nothing of one that threw them out or is closed to them (https://core.telegram.org/constructor/channelForbidden). */
export function toTlChat(channel: WorldChannel, viewer: WorldUser): Api.Channel | Api.ChannelForbidden {
  const isOpen = !channel.banned.has(viewer.id) && (!channel.isPrivate || channel.members.has(viewer.id))
  if (isOpen) return toTlChannel(channel, viewer)
  return new Api.ChannelForbidden({ broadcast: true, id: toLong(channel.id), accessHash: toLong(accessHashFor(channel, viewer)), title: channel.title })
}

/** The date is that of the member's joining, for others that of the channel's creation (https://core.telegram.org/constructor/channel). */
export function toTlChannel(channel: WorldChannel, viewer: WorldUser): Api.Channel {
  return new Api.Channel({
    id: toLong(channel.id),
    accessHash: toLong(accessHashFor(channel, viewer)),
    title: channel.title,
    ...(channel.username === null ? {} : { username: channel.username }),
    photo: new Api.ChatPhotoEmpty(),
    date: Math.floor((channel.joinedAt.get(viewer.id) ?? channel.createdAt).getTime() / 1000),
    broadcast: true,
    left: !channel.members.has(viewer.id),
    noforwards: channel.isProtected,
    participantsCount: channel.members.size,
  })
}

export function toTlPeer(channel: WorldChannel): Api.PeerChannel {
  return new Api.PeerChannel({ channelId: toLong(channel.id) })
}
