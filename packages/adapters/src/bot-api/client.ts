import type { Opts, Ret } from '@telegraf/types'
import { Telegram, TelegramError } from 'telegraf'
import { RateLimitedError } from '../errors.js'
import { BotFailure, BotRefusal, reasonOf } from './refusal.js'

export type BotApiOptions = { token: string; apiRoot: string; timeoutMs: number }

/** A file to upload as telegraf takes it: its path, or its bytes. */
export type UploadFile = { source: string | Buffer; filename: string }

type Methods = Opts<UploadFile>

/** One call by its name. A refusal is BotRefusal, 429 RateLimitedError, all else BotFailure. `limitMs` stands in for the usual timeout. */
export type CallBot = <M extends keyof Methods>(method: M, payload: Methods[M], options?: { limitMs?: number; signal?: AbortSignal }) => Promise<Ret<UploadFile>[M]>

/** The one place that holds telegraf. It sends any method by its name; its own types end at Bot API 7.1, those of @telegraf/types are current. */
export function createBotClient({ token, apiRoot, timeoutMs }: BotApiOptions): CallBot {
  // Telegraf resolves the method as an address relative to the root, which swallows a last part that has no slash behind it.
  const telegram = new Telegram(token, { apiRoot: apiRoot.endsWith('/') ? apiRoot : `${apiRoot}/`, webhookReply: false })
  const send = withCurrentTypes(telegram)
  return async (method, payload, { limitMs = timeoutMs, signal } = {}) => {
    const deadline = AbortSignal.timeout(limitMs)
    try {
      return await send(method, payload, { signal: signal ? AbortSignal.any([signal, deadline]) : deadline })
    } catch (error) {
      throw translated(method, error)
    }
  }
}

/** The same call, with the current methods and with the platform's AbortSignal, which node-fetch takes though telegraf's types name a polyfill's. */
function withCurrentTypes(telegram: Telegram): CallBot {
  return telegram.callApi.bind(telegram) as unknown as CallBot
}

/** The request never left: no connection stood, or the file to upload could not be read. */
const neverLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENOENT', 'EACCES'])

/** The original is not kept: telegraf's holds the payload, node-fetch's the address with the token. The cause is the system's code. */
function translated(method: string, error: unknown): Error {
  if (error instanceof TelegramError) return translatedAnswer(method, error)
  const isTimeout = error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')
  const code = isTimeout ? 'ETIMEDOUT' : codeOf(error)
  const isLost = code !== undefined && neverLeft.has(code)
  const cause = code ?? 'the connection broke'
  return new BotFailure(`Telegram did not answer ${method}: ${cause}`, { cause, mayHaveArrived: !isLost, ...(code ? { code } : {}) })
}

function translatedAnswer(method: string, { code, description, parameters }: TelegramError): Error {
  if (code === 429) return new RateLimitedError(`Telegram: ${description}`, { retryAfterMs: (parameters?.retry_after ?? 1) * 1_000 })
  if (code >= 400 && code < 500 && code !== 409) return new BotRefusal(`Telegram refused ${method}: ${code} ${description}`, reasonOf(code, description))
  return new BotFailure(`Telegram answered ${method} with ${code}: ${description}`, { mayHaveArrived: code !== 409, status: code })
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
