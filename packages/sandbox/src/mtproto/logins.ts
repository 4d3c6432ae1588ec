import { randomBytes } from 'node:crypto'
import type { PasswordQuestion } from './password-check.js'
import { sandboxAccount } from './session.js'
import { fileDcId } from './tl-file.js'

/** Logins under way: sent codes, asked passwords, shown login tokens, exported authorizations. All are good for one use. */
export type Logins = {
  /** Phone by code hash. */
  codes: Map<string, string>
  /** Code hashes of codes that were sent a second time, by SMS. */
  resent: Set<string>
  /** By key id. */
  questions: Map<string, PasswordQuestion>
  /** By token in hex; `userId` is set once somebody accepted it. */
  tokens: Map<string, { keyId: string; userId: number | null; expiresAt: number }>
  tokenLifeMs: number
  /** User and data centre by exported bytes in hex. */
  exports: Map<string, { userId: number; dcId: number }>
  /** Two-step passwords, by user id. */
  passwords: Map<number, string>
}

export function createLogins(): Logins {
  return { codes: new Map(), resent: new Set(), questions: new Map(), tokens: new Map(), tokenLifeMs: 30_000, exports: new Map(), passwords: new Map() }
}

/** The code that every login in the sandbox is sent. */
export const loginCode = '12345'

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}

/** The data centre an account lives in: for all but the last one it is the server's own. */
export function homeDcOf(userId: number): number {
  return userId === sandboxAccount(15).userId ? 4 : fileDcId
}
