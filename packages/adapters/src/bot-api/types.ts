import type { StarMethods } from './star-methods.js'

export type Button = { text: string } & ({ data: string } | { url: string } | { copyText: string })
export type Keyboard = Button[][]

/** A photo or video to send: a local file, or a file id this bot was given before. */
export type OutgoingMedia = { kind: 'photo' | 'video' } & ({ path: string; mimeType: string } | { fileId: string })

export type SentMedia = { messageIds: number[]; fileIds: (string | null)[] }

export type Person = { telegramId: bigint; username: string | null; firstName: string | null; languageCode: string | null }

/** What a person did, in our words; what we have no use for is not passed on. */
export type BotUpdate =
  /** A photo, a voice message and the like count as their caption, '' without one. */
  /** `html`: the same words with their marks. */
  | { kind: 'text'; from: Person; chatId: bigint; messageId: number; text: string; html: string }
  /** `keyboard`: the buttons now under the message with the pressed one, as far as we make such. */
  | { kind: 'callback'; from: Person; callbackId: string; chatId: bigint | null; messageId: number | null; data: string; keyboard?: Keyboard }
  /** `offset` is what the last answer named as its next, '' at first. */
  | { kind: 'inline'; from: Person; queryId: string; query: string; offset: string }
  /** A person is about to pay; Telegram waits 10 s for the answer. */
  | { kind: 'pre-checkout'; from: Person; queryId: string; payload: string; currency: string; amount: number }
  /** Stars have come; `isRenewal`: charged by Telegram itself for a subscription. */
  | { kind: 'paid'; from: Person; chargeId: string; payload: string; currency: string; amount: number; subscriptionEndsAt: Date | null; isRenewal: boolean }
  /** Stars have gone back; Telegram names the chat only. */
  | { kind: 'refunded'; from: Person; chargeId: string }
  | { kind: 'blocked'; from: Person }
  | { kind: 'unblocked'; from: Person }

export type Command = { command: string; description: string }

/** One find of an inline query. With a photo it is shown as that photo, else as a line; `html` is what is written into the chat, at most 1024 characters for a photo. */
export type InlineResult = { id: string; title: string; description: string; html: string; photoFileId: string | null; keyboard: Keyboard }

/** The Bot API in our words. Text is HTML. Each call has a timeout; failures are PermanentError, RateLimitedError or worth a retry. */
export type BotApi = StarMethods & {
  getMe(): Promise<{ telegramId: bigint; username: string }>
  sendText(input: { chatId: bigint; html: string; keyboard?: Keyboard; protectContent?: boolean }): Promise<{ messageId: number }>
  /** One item as a photo or video, 2–10 as an album; the text is the caption of the first. */
  sendMedia(input: { chatId: bigint; html: string; media: OutgoingMedia[] }): Promise<SentMedia>
  /** Quietly done when the message says so already. */
  editText(input: { chatId: bigint; messageId: number; html: string; keyboard?: Keyboard }): Promise<void>
  /** Changes the buttons and nothing else; quietly done when they are so already. */
  editKeyboard(input: { chatId: bigint; messageId: number; keyboard: Keyboard }): Promise<void>
  editCaption(input: { chatId: bigint; messageId: number; html: string }): Promise<void>
  /** Never throws for a query that is too old. */
  answerCallback(input: { callbackId: string; text?: string; isAlert?: boolean }): Promise<void>
  /** The menu of commands: of everybody, of the apps in one language (two letters), or of one private chat, which goes before both. */
  setCommands(commands: readonly Command[], scope?: { languageCode?: string; chatId?: bigint }): Promise<void>
  /** The button beside the field for text opens the menu of commands. */
  showCommandsButton(): Promise<void>
  /** A photo by a file id of this bot, with its caption and buttons. */
  sendPhoto(input: { chatId: bigint; fileId: string; html: string; keyboard?: Keyboard }): Promise<{ messageId: number }>
  /** Quietly done when the message is gone already. */
  deleteMessage(input: { chatId: bigint; messageId: number }): Promise<void>
  /** At most 50 results. Never throws for a query that is too old. `nextOffset` is empty at the end. The button above the results opens the bot. */
  answerInline(input: { queryId: string; results: readonly InlineResult[]; nextOffset: string; button?: { text: string; startPayload: string } }): Promise<void>
  /** Updates from `offset` on, as Telegram gives them; waits up to `timeoutSeconds` for the first. For `startPolling` alone. */
  getUpdates(input: { offset: number; timeoutSeconds: number; signal?: AbortSignal }): Promise<{ update_id: number }[]>
}

export type UpdatePolling = {
  /** Resolves when polling has ended and the last handler is done. */
  stop(): Promise<void>
  /** When Telegram last answered a poll. */
  lastAnswerAt(): Date | null
}
