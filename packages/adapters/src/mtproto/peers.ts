import { Api } from 'telegram'
import { bareChannelId, fromLong, markedChannelId, toLong } from './longs.js'
import type { ChannelAddress, SourceChannel } from './types.js'

/** The names of the chats and users that came along with an answer. */
export type PeerNames = (peer: Api.TypePeer) => { name: string | null; username: string | null } | null

export function inputPeer(channel: ChannelAddress): Api.InputPeerChannel {
  return new Api.InputPeerChannel({ channelId: bareChannelId(channel.telegramId), accessHash: toLong(channel.accessHash) })
}

export function inputChannel(channel: ChannelAddress): Api.InputChannel {
  return new Api.InputChannel({ channelId: bareChannelId(channel.telegramId), accessHash: toLong(channel.accessHash) })
}

export function peerNames(chats: Iterable<unknown>, users: Iterable<unknown>): PeerNames {
  const names = new Map<string, { name: string | null; username: string | null }>()
  for (const chat of chats) if (chat instanceof Api.Channel) names.set(`channel ${chat.id.toString()}`, { name: chat.title, username: usernameOf(chat) })
  for (const user of users) {
    if (user instanceof Api.User) names.set(`user ${user.id.toString()}`, { name: [user.firstName, user.lastName].filter(Boolean).join(' ') || null, username: usernameOf(user) })
  }
  return (peer) => {
    if (peer instanceof Api.PeerChannel) return names.get(`channel ${peer.channelId.toString()}`) ?? null
    if (peer instanceof Api.PeerUser) return names.get(`user ${peer.userId.toString()}`) ?? null
    return null
  }
}

/** Null for what is no channel, is closed to us, or came without an access hash of our own (`min`). */
export function toSourceChannel(chat: unknown): SourceChannel | null {
  if (!(chat instanceof Api.Channel) || chat.min || !chat.accessHash) return null
  return {
    telegramId: markedChannelId(chat.id),
    accessHash: fromLong(chat.accessHash),
    title: chat.title,
    username: usernameOf(chat),
    isMember: !chat.left,
    joinedAt: chat.left ? null : new Date(chat.date * 1000),
    isProtected: chat.noforwards ?? false,
  }
}

/** A channel or user has either one name or, since collectible names exist, a list of them with the active ones marked. */
export function usernameOf(owner: Api.Channel | Api.User): string | null {
  if (owner.username) return owner.username
  const active = (owner.usernames ?? []).find((one) => one instanceof Api.Username && one.active)
  return active instanceof Api.Username ? active.username : null
}
