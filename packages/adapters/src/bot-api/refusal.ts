import { PermanentError } from '../errors.js'

/** Why Telegram refused for good, so far as we act on it. `message-gone`: there is no message that this bot could edit or delete; `media`: it does not take one of the files. */
export type RefusalReason = 'media' | 'blocked' | 'chat-not-found' | 'no-rights' | 'not-modified' | 'message-gone' | 'query-too-old' | 'unauthorised' | 'other'

/** Telegram understood and refused for good; the message holds its own words. */
export class BotRefusal extends PermanentError {
  override name = 'BotRefusal'

  constructor(
    message: string,
    readonly reason: RefusalReason,
  ) {
    super(message)
  }
}

/** No usable answer: worth another try. */
export class BotFailure extends Error {
  override name = 'BotFailure'
  /** False only when Telegram certainly did not act on the request. */
  readonly mayHaveArrived: boolean
  /** Telegram's HTTP status, when it answered at all. */
  readonly status: number | undefined
  /** The system's code, such as ECONNREFUSED, when the connection failed. */
  readonly code: string | undefined

  constructor(message: string, options: ErrorOptions & { mayHaveArrived: boolean; status?: number; code?: string }) {
    super(message, options)
    this.mayHaveArrived = options.mayHaveArrived
    this.status = options.status
    this.code = options.code
  }
}

/** Telegram's refusals have no codes but their words (github.com/tdlib/telegram-bot-api, `fail_query_with_error`). */
export function reasonOf(status: number, description: string): RefusalReason {
  if (status === 401) return 'unauthorised'
  if (status === 413) return 'media'
  const found = words.find(([, pattern]) => pattern.test(description))
  return found?.[0] ?? 'other'
}

const words: readonly [RefusalReason, RegExp][] = [
  ['not-modified', /message is not modified/i],
  ['query-too-old', /query is too old|query id is invalid/i],
  ['media', /PHOTO_|VIDEO_|IMAGE_PROCESS_FAILED|MEDIA_INVALID|MEDIA_EMPTY|FILE_PART|wrong (?:remote )?file|file identifier|too big for a photo|file must be non-empty|can't use file of type|failed to get HTTP URL/i],
  ['message-gone', /message to (?:edit|delete|be replied) not found|message_id_invalid|message can't be edited/i],
  ['blocked', /blocked by the user|user is deactivated|can't initiate conversation|can't send messages to bots/i],
  ['chat-not-found', /chat not found|channel_private|peer_id_invalid|group chat was upgraded/i],
  ['no-rights', /not a member|was kicked|not enough rights|need administrator rights|have no rights|chat_write_forbidden|chat_admin_required/i],
]
