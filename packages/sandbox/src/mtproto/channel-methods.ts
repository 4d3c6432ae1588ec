import { Api } from 'telegram'
import type { WorldChannel } from '../telegram/world.js'
import { channelOf, knownChannelOf } from './find-channel.js'
import { toLong } from './long.js'
import { method, type Method } from './method.js'
import { RpcFailure } from './rpc-failure.js'
import type { Call } from './server-state.js'
import { toTlChannel, toTlChat } from './tl-peers.js'

/** A free account may be in this many channels (https://core.telegram.org/api/config#channels-limit-default). */
const channelsLimit = 500

export const channelMethods: Method[] = [
  method(Api.channels.GetChannels, (call, request) => {
    // A channel that is closed to the asker comes as `channelForbidden`, which is no error (https://core.telegram.org/constructor/channelForbidden).
    return new Api.messages.Chats({ chats: request.id.map((id) => toTlChat(knownChannelOf(call, id), call.user)) })
  }),
  method(Api.channels.GetFullChannel, (call, request) => {
    const channel = channelOf(call, request.channel)
    return new Api.messages.ChatFull({ fullChat: fullChannel(channel), chats: [toTlChannel(channel, call.user)], users: [] })
  }),
  method(Api.channels.JoinChannel, (call, request) => {
    const channel = knownChannelOf(call, request.channel)
    if (channel.banned.has(call.user.id)) throw new RpcFailure('USER_BANNED_IN_CHANNEL')
    return join(call, channelOf(call, request.channel))
  }),
  method(Api.channels.LeaveChannel, (call, request) => leave(call, channelOf(call, request.channel))),
  method(Api.channels.ReadHistory, (call, request) => channelOf(call, request.channel).members.has(call.user.id)),
  method(Api.messages.CheckChatInvite, (call, request) => {
    const channel = invitedChannel(call, request.hash)
    if (channel.members.has(call.user.id)) return new Api.ChatInviteAlready({ chat: toTlChannel(channel, call.user) })
    const photo = new Api.PhotoEmpty({ id: toLong(0) })
    const price = new Api.StarsSubscriptionPricing({ period: 2_592_000, amount: toLong(100) })
    return new Api.ChatInvite({ channel: true, broadcast: true, title: channel.title, photo, participantsCount: channel.members.size, color: 0, requestNeeded: channel.needsApproval, ...(channel.isPaid && { subscriptionPricing: price }) })
  }),
  method(Api.messages.ImportChatInvite, (call, request) => {
    const channel = invitedChannel(call, request.hash)
    if (channel.members.has(call.user.id)) throw new RpcFailure('USER_ALREADY_PARTICIPANT')
    if (channel.banned.has(call.user.id)) throw new RpcFailure('INVITE_HASH_EXPIRED')
    return join(call, channel)
  }),
]

function join(call: Call, channel: WorldChannel): Api.Updates {
  const joined = [...call.state.world.channels.values()].filter((one) => one.members.has(call.user.id))
  if (joined.length >= channelsLimit && !channel.members.has(call.user.id)) throw new RpcFailure('CHANNELS_TOO_MUCH')
  if (channel.members.has(call.user.id)) return channelChanged(call, channel)
  if (channel.isPaid) throw new RpcFailure('STARS_PAYMENT_REQUIRED')
  if (channel.needsApproval) {
    channel.joinRequests.add(call.user.id)
    throw new RpcFailure('INVITE_REQUEST_SENT')
  }
  call.state.world.join(channel, call.user.id)
  return channelChanged(call, channel)
}

function leave(call: Call, channel: WorldChannel): Api.Updates {
  if (!call.state.world.remove(channel, call.user.id)) throw new RpcFailure('USER_NOT_PARTICIPANT')
  return channelChanged(call, channel)
}

function channelChanged(call: Call, channel: WorldChannel): Api.Updates {
  return new Api.Updates({
    updates: [new Api.UpdateChannel({ channelId: toLong(channel.id) })],
    chats: [toTlChannel(channel, call.user)],
    users: [],
    date: Math.floor(Date.now() / 1000),
    seq: 0,
  })
}

function invitedChannel(call: Call, hash: string): WorldChannel {
  if (hash === '') throw new RpcFailure('INVITE_HASH_EMPTY')
  if (!/^[\w-]{16,}$/.test(hash)) throw new RpcFailure('INVITE_HASH_INVALID')
  const channel = [...call.state.world.channels.values()].find((one) => one.inviteHash === hash)
  if (!channel) throw new RpcFailure('INVITE_HASH_EXPIRED')
  return channel
}

function fullChannel(channel: WorldChannel): Api.ChannelFull {
  const newest = Math.max(0, ...channel.messages.keys())
  return new Api.ChannelFull({
    id: toLong(channel.id),
    about: '',
    participantsCount: channel.members.size,
    readInboxMaxId: newest,
    readOutboxMaxId: newest,
    unreadCount: 0,
    chatPhoto: new Api.PhotoEmpty({ id: toLong(0) }),
    notifySettings: new Api.PeerNotifySettings({}),
    botInfo: [],
    pts: channel.pts,
  })
}
