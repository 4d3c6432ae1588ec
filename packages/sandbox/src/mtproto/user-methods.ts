import { Api } from 'telegram'
import type { WorldUser } from '../telegram/world.js'
import { toBigint, toLong } from './long.js'
import { method, type Method } from './method.js'
import { RpcFailure } from './rpc-failure.js'
import { userById, type Call } from './server-state.js'
import { toTlChannel, toTlPeer, toTlUser } from './tl-peers.js'

export const userMethods: Method[] = [
  method(Api.users.GetUsers, (call, request) => request.id.flatMap((id) => userOf(call, id) ?? []).map((user) => toTlUser(user, call.user))),
  method(Api.users.GetFullUser, (call, request) => {
    const user = userOf(call, request.id)
    if (!user) throw new RpcFailure('USER_ID_INVALID')
    return new Api.users.UserFull({ fullUser: fullUser(user), chats: [], users: [toTlUser(user, call.user)] })
  }),
  method(Api.contacts.ResolveUsername, (call, request) => resolveUsername(call, request.username)),
  method(Api.account.UpdateStatus, () => true),
]

function resolveUsername(call: Call, given: string): Api.contacts.ResolvedPeer {
  const username = given.replace(/^@/, '')
  if (!/^[a-z][a-z0-9_]{2,31}$/i.test(username)) throw new RpcFailure('USERNAME_INVALID')
  const channel = call.state.world.findChannel(username)
  if (channel) return new Api.contacts.ResolvedPeer({ peer: toTlPeer(channel), chats: [toTlChannel(channel, call.user)], users: [] })
  const user = [...call.state.world.users.values()].find((one) => one.username?.toLowerCase() === username.toLowerCase())
  if (!user) throw new RpcFailure('USERNAME_NOT_OCCUPIED')
  return new Api.contacts.ResolvedPeer({ peer: new Api.PeerUser({ userId: toLong(user.id) }), chats: [], users: [toTlUser(user, call.user)] })
}

function userOf(call: Call, id: unknown): WorldUser | undefined {
  if (id instanceof Api.InputUserSelf) return call.user
  if (!(id instanceof Api.InputUser)) return undefined
  const user = userById(call.state.world, id.userId.toJSNumber())
  return user && (user.id === call.user.id || user.accessHash === toBigint(id.accessHash)) ? user : undefined
}

function fullUser(user: WorldUser): Api.UserFull {
  return new Api.UserFull({
    id: toLong(user.id),
    settings: new Api.PeerSettings({}),
    notifySettings: new Api.PeerNotifySettings({}),
    commonChatsCount: 0,
  })
}
