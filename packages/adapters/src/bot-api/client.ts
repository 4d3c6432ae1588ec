import { Telegram, TelegramError } from 'telegraf'
import { PermanentError, RateLimitedError } from '../errors.js'

export type BotClient = {
  /** One call; the answer is unparsed. Files are `{ source: path }` as telegraf takes them. */
  call(method: string, payload: Record<string, unknown>, timeoutMs?: number): Promise<unknown>
}

export type BotApiOptions = { token: string; apiRoot: string; timeoutMs: number }

/** Why Telegram refused for good, so far as we act on it. */
export type RefusalReason = 'blocked' | 'chat-not-found' | 'not-modified' | 'message-gone' | 'query-too-old' | 'unauthorised' | 'other'

export class BotRefusal extends PermanentError {
  override name = 'BotRefusal'

  constructor(
    message: string,
    readonly reason: RefusalReason,
  ) {
    super(message)
  }
}

/** The one place that holds telegraf: its types end at Bot API 7.1, so every method goes through `callApi` by name. */
export function createBotClient({ token, apiRoot, timeoutMs }: BotApiOptions): BotClient {
  const telegram = new Telegram(token, { apiRoot, webhookReply: false })
  return {
    async call(method, payload, limitMs = timeoutMs) {
      const abort = new AbortController()
      const timer = setTimeout(() => abort.abort(), limitMs)
      try {
        return await callByName(telegram, method, payload, abort.signal)
      } catch (error) {
        throw translated(method, error)
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** telegraf types its methods by name and payload; newer ones are unknown to it, and the wire takes any. */
async function callByName(telegram: Telegram, method: string, payload: Record<string, unknown>, signal: AbortSignal): Promise<unknown> {
  const call = telegram.callApi.bind(telegram) as (method: string, payload: object, options: { signal: AbortSignal }) => Promise<unknown>
  return call(method, payload, { signal })
}

function translated(method: string, error: unknown): Error {
  if (!(error instanceof TelegramError)) return new Error(`Telegram did not answer ${method}`, { cause: withoutToken(error) })
  const { code, description, parameters } = error
  if (code === 429) return new RateLimitedError(`Telegram: ${description}`, { retryAfterMs: (parameters?.retry_after ?? 1) * 1_000 })
  if (code >= 400 && code < 500 && code !== 409) return new BotRefusal(`Telegram refused ${method}: ${code} ${description}`, reasonOf(code, description))
  return new Error(`Telegram answered ${method} with ${code}: ${description}`)
}

function reasonOf(code: number, description: string): RefusalReason {
  const text = description.toLowerCase()
  if (code === 401) return 'unauthorised'
  if (code === 403) return 'blocked'
  if (text.includes('chat not found')) return 'chat-not-found'
  if (text.includes('message is not modified')) return 'not-modified'
  if (text.includes('message to edit not found') || text.includes('message_id_invalid')) return 'message-gone'
  if (text.includes('query is too old') || text.includes('query id is invalid')) return 'query-too-old'
  return 'other'
}

/** The address of a request holds the bot's token. */
function withoutToken(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replace(/bot\d+:[A-Za-z0-9_-]+/g, 'bot…')
}
