import { PermanentError } from '../errors.js'

/** The session can't be used any more, here or anywhere, until a person logs in again. */
export class SessionLostError extends Error {
  override name = 'SessionLostError'
  constructor(
    /** Telegram's word for it, such as AUTH_KEY_DUPLICATED; ours are AUTH_KEY_UNKNOWN and SESSION_STRING_INVALID. */
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`the session is lost: ${code}`, options)
  }
}

/** Telegram refused; asking the same again gives the same answer. */
export class RefusedError extends PermanentError {
  override name = 'RefusedError'
  constructor(
    /** Telegram's word for it, such as CHANNEL_PRIVATE; ours are NOT_A_CHANNEL and NOT_A_MEMBER. */
    readonly code: string,
    method: string,
    options?: ErrorOptions,
  ) {
    super(`${method} was refused: ${code}`, options)
  }
}

/** Telegram did not answer in time; nothing is known about what became of the request. */
export class UnansweredError extends Error {
  override name = 'UnansweredError'
  constructor(method: string, timeoutMs: number) {
    super(`${method} was not answered within ${timeoutMs} ms`)
  }
}

/** The connection broke while the request was under way. */
export class ConnectionBrokenError extends Error {
  override name = 'ConnectionBrokenError'
}
