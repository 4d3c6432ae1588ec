import type { ChannelReference, MessageOrigin } from '@cars-bot/domain'

/** Channel ids are in the Bot API's form, -100…, as everywhere in the system. The access hash is worth something only to the account it was given to. */
export type ChannelAddress = { telegramId: bigint; accessHash: bigint }

export type SourceChannel = ChannelAddress & {
  title: string
  username: string | null
  isMember: boolean
  /** When the account became a member; null while it is none. */
  joinedAt: Date | null
  /** The channel forbids forwarding and saving. */
  isProtected: boolean
}

/** Where Telegram keeps the bytes of a medium. The file reference expires; a fresh one comes with the message fetched anew. */
export type MediaLocation = {
  kind: 'photo' | 'document'
  id: bigint
  accessHash: bigint
  fileReference: Uint8Array
  dcId: number
  /** Which size of a photo; empty for the document itself. */
  sizeType: string
}

export type SourceMedia = {
  kind: 'photo' | 'video' | 'image-document'
  sizeBytes: number
  mimeType: string
  location: MediaLocation
}

/** One message of a channel. The text is verbatim, line breaks and all. */
export type SourceMessage = {
  id: number
  channelId: bigint
  text: string
  groupedId: bigint | null
  postedAt: Date
  editedAt: Date | null
  media: SourceMedia | null
  origin: MessageOrigin
  /** The message or its channel forbids forwarding and saving. */
  isProtected: boolean
}

/** Where an update stands in its channel's row of events: it may be applied when `pts - ptsCount` is what was applied last. */
export type EventPosition = { channelId: bigint; pts: number; ptsCount: number }

/** What Telegram tells unasked. `message` is null for service messages, which count in the row of events all the same. */
export type SourceUpdate =
  | ({ kind: 'new-message'; messageId: number; message: SourceMessage | null } & EventPosition)
  | ({ kind: 'edited-message'; messageId: number; message: SourceMessage | null } & EventPosition)
  | ({ kind: 'deleted-messages'; messageIds: number[] } & EventPosition)
  | ({ kind: 'other-event' } & EventPosition)
  | { kind: 'channel-too-long'; channelId: bigint }
  | { kind: 'channel-changed'; channelId: bigint }
  | { kind: 'everything-too-long' }
  | { kind: 'reconnected' }

/** `channel` is what it is now, membership included; null where Telegram did not say. */
export type ChannelState = { telegramId: bigint; pts: number; topMessageId: number; channel?: SourceChannel | null }

/** Messages oldest first. `newestId` counts service messages too and is 0 for none. */
export type HistoryPage = { messages: SourceMessage[]; newestId: number; oldestId: number; oldestAt: Date | null; count: number }

export type ChannelDifference =
  | { kind: 'changes'; pts: number; isFinal: boolean; messages: SourceMessage[]; newestId: number; updates: SourceUpdate[] }
  /** Too much has happened: history has to be read up to `topMessageId`; the row of events goes on from `pts`. */
  | { kind: 'too-long'; pts: number; topMessageId: number }

export type InviteCheck = { kind: 'member'; channel: SourceChannel } | { kind: 'invitation'; isPaid: boolean; needsApproval: boolean }

export type JoinOutcome = { kind: 'joined'; channel: SourceChannel | null } | { kind: 'requested' }

export type Account = { telegramId: bigint; firstName: string | null; username: string | null }

/**
 * One reading account. Every request has a timeout of its own. Failures: `SessionLostError` (the session is over), `RefusedError` (Telegram
 * says no, with its own code), `RateLimitedError`; anything else is worth a retry. A method that Telegram told to wait is not asked again before.
 */
export type UserSession = {
  /** Names the session in the database and in logs; the session itself can't be told from it. */
  readonly sessionKeyId: string
  /** Opens a connection, closing the one before. Updates come from then on. */
  connect(): Promise<Account>
  /** A question that Telegram answers at once; also keeps updates coming. */
  ping(): Promise<void>
  /** Has the waits in the store honoured, besides those known. */
  loadFloodWaits(): Promise<void>
  /** When Telegram last answered a request that was no download. */
  lastAnswerAt(): Date | null
  resolveChannel(reference: Exclude<ChannelReference, { kind: 'invite' }>): Promise<SourceChannel>
  checkInvite(hash: string): Promise<InviteCheck>
  importInvite(hash: string): Promise<JoinOutcome>
  joinChannel(channel: ChannelAddress): Promise<JoinOutcome>
  /** What a known channel is now, by its own id whatever its name; refused with CHANNEL_PRIVATE where it is closed to the account. */
  fetchChannel(channel: ChannelAddress): Promise<SourceChannel>
  /** At most 100 channels a call to Telegram; channels that are closed to us are told by their code. */
  channelStates(channels: readonly ChannelAddress[]): Promise<(ChannelState | { telegramId: bigint; refusal: string })[]>
  /** At most 100 messages: the newest ones, those before `beforeId`, or the first ones after `afterId`. */
  history(channel: ChannelAddress, range: { beforeId?: number; afterId?: number; limit?: number }): Promise<HistoryPage>
  channelDifference(channel: ChannelAddress, pts: number): Promise<ChannelDifference>
  /** Those that exist, in order of their ids; any number of ids, 100 a call to Telegram. */
  messagesByIds(channel: ChannelAddress, ids: readonly number[]): Promise<SourceMessage[]>
  /** Fetches the message anew when its file reference has expired. */
  downloadMedia(channel: ChannelAddress, message: SourceMessage): Promise<Uint8Array>
  /** Nothing is connected and nothing reconnects afterwards. */
  close(): Promise<void>
}
