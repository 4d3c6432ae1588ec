import { errors } from 'telegram'
import { RateLimitedError } from '../errors.js'
import { RefusedError, SessionLostError } from './mtproto-errors.js'

/** Errors after which a session is of no more use (https://core.telegram.org/api/errors#401-unauthorized, #406-not-acceptable). */
const lostCodes = new Set([
  'AUTH_KEY_DUPLICATED',
  'AUTH_KEY_INVALID',
  'AUTH_KEY_UNREGISTERED',
  'FROZEN_METHOD_INVALID',
  'SESSION_EXPIRED',
  'SESSION_PASSWORD_NEEDED',
  'SESSION_REVOKED',
  'USER_DEACTIVATED',
  'USER_DEACTIVATED_BAN',
])

/** Our error for one of GramJS's. Its error classes say little (all 4xx are plain RPCError), so the error's word and code decide. */
export function translateError(error: unknown, method: string): unknown {
  if (error instanceof errors.FloodWaitError) return new RateLimitedError(`${method}: Telegram asks to wait`, { retryAfterMs: error.seconds * 1000, cause: error })
  if (!(error instanceof errors.RPCError)) return error
  const code = error.errorMessage
  if (lostCodes.has(code)) return new SessionLostError(code, { cause: error })
  const isRefusal = error.code !== undefined && error.code >= 400 && error.code < 420
  return isRefusal ? new RefusedError(code, method, { cause: error }) : error
}
