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

export function toTlChannel(channel: WorldChannel, viewer: WorldUser): Api.Channel {
  return new Api.Channel({
    id: toLong(channel.id),
    accessHash: toLong(channel.accessHash),
    title: channel.title,
    ...(channel.username === null ? {} : { username: channel.username }),
    photo: new Api.ChatPhotoEmpty(),
    date: Math.floor((channel.messages.values().next().value?.date ?? new Date()).getTime() / 1000),
    broadcast: true,
    left: !channel.members.has(viewer.id),
    noforwards: channel.isProtected,
    participantsCount: channel.members.size,
  })
}

export function toTlPeer(channel: WorldChannel): Api.PeerChannel {
  return new Api.PeerChannel({ channelId: toLong(channel.id) })
}
