import { EventEmitter } from 'node:events'
import type { MessageEntity } from '@telegraf/types'

export type WorldFile = { id: string; kind: 'photo' | 'video' | 'document'; mimeType: string; bytes: Buffer; width: number; height: number; /** The data centre that holds it; the reading accounts' own when absent. */ dcId?: number }

/** A button does exactly one thing; `pay` only in an invoice. */
export type WorldButton = { text: string; url?: string; data?: string; copyText?: string; pay?: true; switchInline?: { query: string; isHere: boolean } }

export type WorldContact = { phone: string; firstName: string; lastName?: string; userId?: number }

export type WorldInvoice = { title: string; description: string; payload: string; currency: string; amount: number; paidBy: number[]; subscriptionSeconds?: number }

/** One message in a channel or in a private chat with the bot. Ids count up within their chat, from 1. */
export type WorldMessage = {
  id: number
  date: Date
  editedAt: Date | null
  /** Who wrote it: the bot, a user id, or the channel itself. */
  from: 'bot' | 'channel' | number
  text: string
  entities: MessageEntity[]
  file: WorldFile | null
  groupedId: bigint | null
  buttons: WorldButton[][]
  invoice: WorldInvoice | null
  contact: WorldContact | null
  protectContent: boolean
  /** The last edit changed nothing that people would call one, such as reactions. */
  isEditHidden: boolean
  author: string | null
  forwardedFrom: { channelId: bigint; messageId: number; title: string } | { name: string } | null
  pts: number
}

/** A broadcast channel. `id` is the bare positive MTProto id; the Bot API calls it `-100<id>`. */
export type WorldChannel = {
  id: bigint
  accessHash: bigint
  username: string | null
  title: string
  isPrivate: boolean
  isProtected: boolean
  inviteHash: string | null
  /** The group in which its posts are discussed. */
  discussionId: bigint | null
  createdAt: Date
  members: Set<number>
  /** When each member came; one who was put into `members` by hand has been there ever since. */
  joinedAt: Map<number, Date>
  /** People the owner has thrown out for good. */
  banned: Set<number>
  /** An invite leads to a request that an admin has to grant; who asked is here until then. */
  needsApproval: boolean
  joinRequests: Set<number>
  /** Joining costs Stars. */
  isPaid: boolean
  /** Bots that may post here, by bot id. */
  adminBotIds: Set<number>
  pts: number
  nextMessageId: number
  messages: Map<number, WorldMessage>
  /** Every change in order, for channel differences. */
  log: ChannelEvent[]
}

/** The Bot API's id of a channel: `-100` and the bare id. */
export function publicChannelId(channel: { id: bigint }): string {
  return `-100${channel.id}`
}

export type ChannelEvent = { pts: number; ptsCount: number } & (
  | { kind: 'new'; messageId: number }
  | { kind: 'edit'; messageId: number }
  | { kind: 'delete'; messageIds: number[] }
)

export type WorldUser = {
  id: number
  accessHash: bigint
  firstName: string
  username: string | null
  languageCode: string
  phone: string | null
  hasStarted: boolean
  hasBlockedBot: boolean
  nextMessageId: number
  /** The private chat with the bot. */
  chat: Map<number, WorldMessage>
}

export type NewMessage = Partial<Omit<WorldMessage, 'id' | 'date' | 'editedAt' | 'pts'>> & { from: WorldMessage['from'] }

type WorldEvents = {
  channel: [channel: WorldChannel, event: ChannelEvent]
  /** What the channel is, or whether they are in it, changed for these people. */
  channelChanged: [channel: WorldChannel, userIds: number[]]
  chat: [user: WorldUser, message: WorldMessage]
  chatDeleted: [user: WorldUser, messageIds: number[]]
}

/**
 * Telegram's own state, shared by the Bot API and the MTProto servers of the sandbox: what one writes the other sees.
 * Emits `channel` for every change in a channel (with its pts), `chat` for every message written or edited in a private chat, `chatDeleted` for those removed there.
 */
export class TelegramWorld extends EventEmitter<WorldEvents> {
  readonly channels = new Map<bigint, WorldChannel>()
  readonly users = new Map<number, WorldUser>()
  readonly files = new Map<string, WorldFile>()
  private nextChannelId = 1_500_000_001n
  private nextFileNumber = 1
  private nextGroupedId = 13_000_000_000_000_001n

  addChannel(options: { username?: string | null; title: string; isPrivate?: boolean; isProtected?: boolean; hasDiscussion?: boolean; adminBotIds?: number[]; id?: bigint }): WorldChannel {
    const id = options.id ?? this.nextChannelId++
    const channel: WorldChannel = {
      id,
      accessHash: randomLong(),
      username: options.username ?? null,
      title: options.title,
      isPrivate: options.isPrivate ?? false,
      isProtected: options.isProtected ?? false,
      inviteHash: options.isPrivate ? randomToken(16) : null,
      discussionId: options.hasDiscussion ? this.nextChannelId++ : null,
      createdAt: new Date(Date.now() - yearMs),
      members: new Set(),
      joinedAt: new Map(),
      banned: new Set(),
      needsApproval: false,
      joinRequests: new Set(),
      isPaid: false,
      adminBotIds: new Set(options.adminBotIds ?? []),
      pts: 1,
      nextMessageId: 1,
      messages: new Map(),
      log: [],
    }
    this.channels.set(id, channel)
    return channel
  }

  addUser(options: { id: number; firstName: string; username?: string | null; languageCode?: string; phone?: string | null }): WorldUser {
    const known = this.users.get(options.id)
    const user: WorldUser = known ?? {
      id: options.id,
      accessHash: randomLong(),
      firstName: options.firstName,
      username: null,
      languageCode: 'ru',
      phone: null,
      hasStarted: false,
      hasBlockedBot: false,
      nextMessageId: 1,
      chat: new Map(),
    }
    user.firstName = options.firstName
    user.username = options.username ?? user.username
    user.languageCode = options.languageCode ?? user.languageCode
    user.phone = options.phone ?? user.phone
    this.users.set(user.id, user)
    return user
  }

  /** By bare id, `-100…` id, or username with or without `@`. */
  findChannel(reference: string | bigint | number): WorldChannel | undefined {
    const text = String(reference)
    if (/^-?\d+$/.test(text)) return this.channels.get(BigInt(text.replace(/^-100/, '').replace('-', '')))
    const username = text.replace(/^@/, '').toLowerCase()
    return [...this.channels.values()].find((channel) => channel.username?.toLowerCase() === username)
  }

  /** Gives the channel another name, title or protection; its members are told. */
  changeChannel(channel: WorldChannel, change: Partial<Pick<WorldChannel, 'username' | 'title' | 'isPrivate' | 'isProtected'>>): void {
    Object.assign(channel, change)
    this.emit('channelChanged', channel, [...channel.members])
  }

  join(channel: WorldChannel, userId: number): void {
    channel.members.add(userId)
    channel.joinedAt.set(userId, new Date())
    channel.joinRequests.delete(userId)
    this.emit('channelChanged', channel, [userId])
  }

  /** The person is out of the channel, for good with `ban`; false for one who was not in it. */
  remove(channel: WorldChannel, userId: number, { ban = false } = {}): boolean {
    const wasIn = channel.members.delete(userId)
    channel.joinedAt.delete(userId)
    if (ban) channel.banned.add(userId)
    if (wasIn || ban) this.emit('channelChanged', channel, [userId])
    return wasIn
  }

  addFile(file: Omit<WorldFile, 'id'>): WorldFile {
    const stored = { ...file, id: String(this.nextFileNumber++) }
    this.files.set(stored.id, stored)
    return stored
  }

  newGroupedId(): bigint {
    return this.nextGroupedId++
  }

  /** Posts into a channel: each message is one event with its own pts. */
  post(channel: WorldChannel, message: NewMessage): WorldMessage {
    const stored = complete(message, channel.nextMessageId++, ++channel.pts)
    channel.messages.set(stored.id, stored)
    this.record(channel, { kind: 'new', messageId: stored.id, pts: channel.pts, ptsCount: 1 })
    return stored
  }

  edit(channel: WorldChannel, messageId: number, change: Partial<Pick<WorldMessage, 'text' | 'entities' | 'buttons' | 'file' | 'isEditHidden'>>): WorldMessage {
    const message = channel.messages.get(messageId)
    if (!message) throw new Error(`channel ${channel.id} has no message ${messageId}`)
    const { isEditHidden = false } = change
    const wasEdited = message.editedAt !== null && !message.isEditHidden
    // What hides itself leaves an edit that people have seen as it was.
    const mark = isEditHidden && wasEdited ? { isEditHidden: false } : { isEditHidden, editedAt: new Date() }
    Object.assign(message, change, mark, { pts: ++channel.pts })
    this.record(channel, { kind: 'edit', messageId, pts: channel.pts, ptsCount: 1 })
    return message
  }

  delete(channel: WorldChannel, messageIds: number[]): void {
    const present = messageIds.filter((id) => channel.messages.delete(id))
    if (present.length === 0) return
    channel.pts += present.length
    this.record(channel, { kind: 'delete', messageIds: present, pts: channel.pts, ptsCount: present.length })
  }

  /** Adds a message to the private chat of a user and the bot. */
  say(user: WorldUser, message: NewMessage): WorldMessage {
    const stored = complete(message, user.nextMessageId++, 0)
    user.chat.set(stored.id, stored)
    this.emit('chat', user, stored)
    return stored
  }

  /** Changes a message of the private chat. */
  revise(user: WorldUser, message: WorldMessage, change: Partial<Pick<WorldMessage, 'text' | 'entities' | 'buttons'>>): void {
    Object.assign(message, change, { editedAt: new Date() })
    this.emit('chat', user, message)
  }

  /** Removes messages from the private chat; those not there are passed over. */
  forget(user: WorldUser, messageIds: readonly number[]): void {
    const present = messageIds.filter((id) => user.chat.delete(id))
    if (present.length > 0) this.emit('chatDeleted', user, present)
  }

  private record(channel: WorldChannel, event: ChannelEvent): void {
    channel.log.push(event)
    this.emit('channel', channel, event)
  }
}

function complete(message: NewMessage, id: number, pts: number): WorldMessage {
  return {
    text: '',
    entities: [],
    file: null,
    groupedId: null,
    buttons: [],
    invoice: null,
    contact: null,
    protectContent: false,
    isEditHidden: false,
    author: null,
    forwardedFrom: null,
    ...message,
    id,
    pts,
    date: new Date(),
    editedAt: null,
  }
}

const yearMs = 365 * 24 * 3_600_000

function randomLong(): bigint {
  return crypto.getRandomValues(new BigInt64Array(1))[0] ?? 1n
}

function randomToken(length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => alphabet[byte % alphabet.length]).join('')
}
