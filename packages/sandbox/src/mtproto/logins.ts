import { randomBytes } from 'node:crypto'
import type { PasswordQuestion } from './password-check.js'

/** Logins under way: sent codes, asked passwords, shown login tokens, exported authorizations. All are good for one use. */
export type Logins = {
  /** Phone by code hash. */
  codes: Map<string, string>
  /** By key id. */
  questions: Map<string, PasswordQuestion>
  /** By token in hex; `userId` is set once somebody accepted it. */
  tokens: Map<string, { keyId: string; userId: number | null; expiresAt: number }>
  /** User by exported bytes in hex. */
  exports: Map<string, number>
  /** Two-step passwords, by user id. */
  passwords: Map<number, string>
}

export function createLogins(): Logins {
  return { codes: new Map(), questions: new Map(), tokens: new Map(), exports: new Map(), passwords: new Map() }
}

/** The code that every login in the sandbox is sent. */
export const loginCode = '12345'

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}
