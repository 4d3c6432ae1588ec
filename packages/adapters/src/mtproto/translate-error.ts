import { errors } from 'telegram'
import { RateLimitedError } from '../errors.js'
import { RefusedError, SessionLostError } from './mtproto-errors.js'

/** Errors after which a session is of no more use (https://core.telegram.org/api/errors#401-unauthorized, #406-not-acceptable). */
const lostCodes = new Set([
  'AUTH_KEY_DUPLICATED',
  'AUTH_KEY_INVALID',
  'AUTH_KEY_UNREGISTERED',
  'SESSION_EXPIRED',
  'SESSION_PASSWORD_NEEDED',
  'SESSION_REVOKED',
  'USER_DEACTIVATED',
  'USER_DEACTIVATED_BAN',
])

/**
 * A frozen account shows by FROZEN_METHOD_INVALID (code 420 in https://github.com/LonamiWebs/Telethon/pull/4624, 406 in
 * https://github.com/tdlib/td/issues/3471) and, when it reads a channel's difference, FROZEN_PARTICIPANT_MISSING (400,
 * https://github.com/LonamiWebs/Telethon/issues/4610). By the word, whatever the code.
 */
const frozen = /^FROZEN_/

/** For a wait that names no time. */
const unnamedWaitMs = 60_000

/** Our error for one of GramJS's. Its error classes say little (all 4xx are plain RPCError), so the error's word and code decide. */
export function translateError(error: unknown, method: string): unknown {
  if (!(error instanceof errors.RPCError)) return error
  const code = error.errorMessage
  if (lostCodes.has(code) || frozen.test(code)) return new SessionLostError(code, { cause: error })
  const waitMs = waitOf(error)
  if (waitMs !== null) return new RateLimitedError(`${method}: Telegram asks to wait`, { retryAfterMs: waitMs, cause: error })
  const isRefusal = error.code !== undefined && error.code >= 400 && error.code < 420
  return isRefusal ? new RefusedError(code, method, { cause: error }) : error
}

/** FLOOD_WAIT_n and FLOOD_PREMIUM_WAIT_n, SLOWMODE_WAIT_n, and whatever else ends in WAIT_n or DELAY_n, or has the code for it (420). */
function waitOf(error: errors.RPCError): number | null {
  if (error instanceof errors.FloodWaitError || error instanceof errors.SlowModeWaitError) return error.seconds * 1000
  const seconds = /_(?:WAIT|DELAY)_(\d+)$/.exec(error.errorMessage)?.[1]
  if (seconds !== undefined) return Number(seconds) * 1000
  return error.code === 420 ? unnamedWaitMs : null
}
