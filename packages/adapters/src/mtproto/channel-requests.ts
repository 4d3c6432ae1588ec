import { Api } from 'telegram'
import type { ChannelReference } from '@cars-bot/domain'
import { bareChannelId, markedChannelId, toLong } from './longs.js'
import { RefusedError } from './mtproto-errors.js'
import { inputChannel, inputPeer, toSourceChannel } from './peers.js'
import type { Call } from './requests.js'
import type { ChannelAddress, ChannelState, InviteCheck, JoinOutcome, SourceChannel, UserSession } from './types.js'

const pageSize = 100
/** An account is in 500 channels at most, 1,000 with Premium (https://core.telegram.org/api/config#channels-limit-default), beside its private chats. */
const dialogPages = 20

export function channelRequests(call: Call): Pick<UserSession, 'resolveChannel' | 'checkInvite' | 'importInvite' | 'joinChannel' | 'fetchChannel' | 'channelStates'> {
  return {
    resolveChannel: (reference) => (reference.kind === 'username' ? byUsername(call, reference) : byId(call, reference.id)),
    checkInvite: (hash) => checkInvite(call, hash),
    async importInvite(hash) {
      const outcome = await join(() => call(new Api.messages.ImportChatInvite({ hash })))
      if (outcome !== 'already') return outcome
      const check = await checkInvite(call, hash)
      return { kind: 'joined', channel: check.kind === 'member' ? check.channel : null }
    },
    async joinChannel(channel) {
      const outcome = await join(() => call(new Api.channels.JoinChannel({ channel: inputChannel(channel) })))
      return outcome === 'already' ? { kind: 'joined', channel: null } : outcome
    },
    fetchChannel: (channel) => fetchChannel(call, channel),
    async channelStates(channels) {
      const states: Awaited<ReturnType<UserSession['channelStates']>> = []
      for (let start = 0; start < channels.length; start += pageSize) states.push(...(await statesOf(call, channels.slice(start, start + pageSize))))
      return states
    },
  }
}

async function fetchChannel(call: Call, { telegramId, accessHash }: ChannelAddress): Promise<SourceChannel> {
  const { chats } = await call(new Api.channels.GetChannels({ id: [inputChannel({ telegramId, accessHash })] }))
  const channel = chats.flatMap((chat) => toSourceChannel(chat) ?? []).find((one) => one.telegramId === telegramId)
  if (!channel) throw new RefusedError('CHANNEL_PRIVATE', 'channels.GetChannels')
  return channel
}

async function byUsername(call: Call, { username }: Extract<ChannelReference, { kind: 'username' }>): Promise<SourceChannel> {
  const { peer, chats } = await call(new Api.contacts.ResolveUsername({ username }))
  if (!(peer instanceof Api.PeerChannel)) throw new RefusedError('NOT_A_CHANNEL', 'contacts.ResolveUsername')
  const channel = chats.flatMap((chat) => toSourceChannel(chat) ?? []).find((one) => one.telegramId === markedChannelId(peer.channelId))
  if (!channel) throw new RefusedError('CHANNEL_PRIVATE', 'contacts.ResolveUsername')
  return channel
}

/** A bare id says nothing to Telegram: its access hash is known only from the account's own list of dialogs. */
async function byId(call: Call, telegramId: bigint): Promise<SourceChannel> {
  let offset = { offsetDate: 0, offsetId: 0, offsetPeer: noPeer() }
  for (let page = 0; page < dialogPages; page += 1) {
    const answer = await call(new Api.messages.GetDialogs({ ...offset, limit: pageSize, hash: toLong(0n) }))
    if (answer instanceof Api.messages.DialogsNotModified) break
    const channels = answer.chats.flatMap((chat) => toSourceChannel(chat) ?? [])
    const found = channels.find((one) => one.telegramId === telegramId)
    if (found) return found
    const next = answer instanceof Api.messages.DialogsSlice ? nextOffset(answer, channels) : null
    if (!next) break
    offset = next
  }
  throw new RefusedError('NOT_A_MEMBER', 'messages.GetDialogs')
}

type DialogOffset = { offsetDate: number; offsetId: number; offsetPeer: Api.TypeInputPeer }

/** The last dialog whose message and peer are both known; null at the end of the list. */
function nextOffset({ dialogs, messages, users }: Api.messages.DialogsSlice, channels: readonly SourceChannel[]): DialogOffset | null {
  const inputs = new Map(channels.map((channel) => [`channel ${bareChannelId(channel.telegramId).toString()}`, inputPeer(channel)] as const))
  for (const dialog of [...dialogs].reverse()) {
    const message = messages.find((one) => one.id === dialog.topMessage && samePeer(one.peerId, dialog.peer))
    if (!(message instanceof Api.Message || message instanceof Api.MessageService)) continue
    const offsetPeer = dialog.peer instanceof Api.PeerChannel ? inputs.get(`channel ${dialog.peer.channelId.toString()}`) : userPeer(dialog.peer, users)
    if (offsetPeer) return { offsetDate: message.date, offsetId: message.id, offsetPeer }
  }
  return null
}

function noPeer(): Api.TypeInputPeer {
  return new Api.InputPeerEmpty()
}

function userPeer(peer: Api.TypePeer, users: readonly Api.TypeUser[]): Api.TypeInputPeer | null {
  if (peer instanceof Api.PeerChat) return new Api.InputPeerChat({ chatId: peer.chatId })
  const user = peer instanceof Api.PeerUser ? users.find((one) => one.id.eq(peer.userId)) : undefined
  return user instanceof Api.User && user.accessHash ? new Api.InputPeerUser({ userId: user.id, accessHash: user.accessHash }) : null
}

function samePeer(one: Api.TypePeer | undefined, other: Api.TypePeer): boolean {
  if (one instanceof Api.PeerChannel && other instanceof Api.PeerChannel) return one.channelId.eq(other.channelId)
  if (one instanceof Api.PeerUser && other instanceof Api.PeerUser) return one.userId.eq(other.userId)
  return one instanceof Api.PeerChat && other instanceof Api.PeerChat && one.chatId.eq(other.chatId)
}

async function checkInvite(call: Call, hash: string): Promise<InviteCheck> {
  const answer = await call(new Api.messages.CheckChatInvite({ hash }))
  if (!(answer instanceof Api.ChatInviteAlready)) {
    const isInvite = answer instanceof Api.ChatInvite
    return { kind: 'invitation', isPaid: isInvite && Boolean(answer.subscriptionPricing), needsApproval: isInvite && (answer.requestNeeded ?? false) }
  }
  const channel = toSourceChannel(answer.chat)
  if (!channel) throw new RefusedError('NOT_A_CHANNEL', 'messages.CheckChatInvite')
  return { kind: 'member', channel }
}

async function join(ask: () => Promise<Api.TypeUpdates>): Promise<JoinOutcome | 'already'> {
  try {
    const updates = await ask()
    const chats = 'chats' in updates ? updates.chats : []
    return { kind: 'joined', channel: chats.map((chat) => toSourceChannel(chat)).find((channel) => channel !== null) ?? null }
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'INVITE_REQUEST_SENT') return { kind: 'requested' }
    if (error instanceof RefusedError && error.code === 'USER_ALREADY_PARTICIPANT') return 'already'
    throw error
  }
}

/** One channel that is closed to us spoils the whole call, so a refused page is halved until it is found. */
async function statesOf(call: Call, channels: readonly ChannelAddress[]): Promise<(ChannelState | { telegramId: bigint; refusal: string })[]> {
  const [first] = channels
  if (!first) return []
  try {
    const { dialogs, chats } = await call(new Api.messages.GetPeerDialogs({ peers: channels.map((channel) => new Api.InputDialogPeer({ peer: inputPeer(channel) })) }))
    const known = new Map(chats.flatMap((chat) => toSourceChannel(chat) ?? []).map((channel) => [channel.telegramId, channel] as const))
    return dialogs.flatMap((dialog) => toChannelState(dialog) ?? []).map((state) => ({ ...state, channel: known.get(state.telegramId) ?? null }))
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    if (channels.length === 1) return [{ telegramId: first.telegramId, refusal: error.code }]
    const middle = Math.ceil(channels.length / 2)
    return [...(await statesOf(call, channels.slice(0, middle))), ...(await statesOf(call, channels.slice(middle)))]
  }
}

export function toChannelState(dialog: Api.TypeDialog): ChannelState | null {
  if (!(dialog instanceof Api.Dialog) || !(dialog.peer instanceof Api.PeerChannel) || !dialog.pts) return null
  return { telegramId: markedChannelId(dialog.peer.channelId), pts: dialog.pts, topMessageId: dialog.topMessage }
}
