import { Api } from 'telegram'
import type { WorldChannel, WorldMessage } from '../telegram/world.js'
import { channelOf } from './find-channel.js'
import { toBigint } from './long.js'
import { method, type Method } from './method.js'
import { RpcFailure } from './rpc-failure.js'
import type { Call } from './server-state.js'
import { peersOf, toTlMessage } from './tl-message.js'
import { toTlPeer } from './tl-peers.js'

export const dialogMethods: Method[] = [
  method(Api.messages.GetDialogs, (call, request) => {
    const all = dialogsOf(call)
    const page = all.slice(pageStart(all, request)).slice(0, Math.min(Math.max(request.limit, 0), 100))
    const parts = dialogParts(call, page)
    return page.length === all.length ? new Api.messages.Dialogs(parts) : new Api.messages.DialogsSlice({ ...parts, count: all.length })
  }),
  method(Api.messages.GetPeerDialogs, (call, request) => {
    const channels = request.peers.map((peer) => {
      if (!(peer instanceof Api.InputDialogPeer)) throw new RpcFailure('PEER_ID_INVALID')
      return channelOf(call, peer.peer)
    })
    const parts = dialogParts(call, channels.map((channel) => ({ channel, top: newestMessage(channel) })))
    const date = Math.floor(Date.now() / 1000)
    return new Api.messages.PeerDialogs({ ...parts, state: new Api.updates.State({ pts: 1, qts: 0, date, seq: 1, unreadCount: 0 }) })
  }),
]

type DialogRow = { channel: WorldChannel; top: WorldMessage | null }

/** The channel's line in the list of dialogs, with the pts from which its difference can be asked. */
export function toTlDialog({ channel, top }: DialogRow): Api.Dialog {
  const topMessage = top?.id ?? 0
  return new Api.Dialog({
    peer: toTlPeer(channel),
    topMessage,
    readInboxMaxId: topMessage,
    readOutboxMaxId: topMessage,
    unreadCount: 0,
    unreadMentionsCount: 0,
    unreadReactionsCount: 0,
    notifySettings: new Api.PeerNotifySettings({}),
    pts: channel.pts,
  })
}

export function newestMessage(channel: WorldChannel): WorldMessage | null {
  return channel.messages.get(Math.max(...channel.messages.keys())) ?? null
}

/** The user's channels, last written first. A channel without a message is left out, as a dialog is a line about its newest message. */
function dialogsOf(call: Call): DialogRow[] {
  return [...call.state.world.channels.values()]
    .filter((channel) => channel.members.has(call.user.id))
    .map((channel) => ({ channel, top: newestMessage(channel) }))
    .filter((row) => row.top !== null)
    .toSorted((one, other) => dateOf(other) - dateOf(one) || Number(other.channel.id - one.channel.id))
}

function pageStart(rows: DialogRow[], request: Api.messages.GetDialogs): number {
  const peer: unknown = request.offsetPeer
  const last = peer instanceof Api.InputPeerChannel ? rows.findIndex((row) => row.channel.id === toBigint(peer.channelId)) : -1
  if (last !== -1) return last + 1
  if (request.offsetDate === 0) return 0
  const first = rows.findIndex((row) => dateOf(row) < request.offsetDate * 1000)
  return first === -1 ? rows.length : first
}

function dateOf({ top }: DialogRow): number {
  return top?.date.getTime() ?? 0
}

function dialogParts(call: Call, rows: DialogRow[]): { dialogs: Api.Dialog[]; messages: Api.Message[]; chats: Api.TypeChat[]; users: Api.User[] } {
  const peers = rows.map(({ channel, top }) => peersOf(call.state, call.user, channel, top ? [top] : []))
  return {
    dialogs: rows.map((row) => toTlDialog(row)),
    messages: rows.flatMap(({ channel, top }) => (top ? [toTlMessage(channel, top, call.state.files)] : [])),
    chats: peers.flatMap((one) => one.chats),
    users: peers.flatMap((one) => one.users),
  }
}
