import { authKeyId } from './envelope.js'
import { sha256 } from './digests.js'

export type SandboxAccount = { account: number; userId: number; phone: string; firstName: string }

/** Accounts 0 to 15 exist from the start; account 0 is the monitor's. */
export const sandboxAccountCount = 16

/** The person behind a sandbox account. The phone is from a block that no operator hands out. */
export function sandboxAccount(account = 0): SandboxAccount {
  return {
    account,
    userId: 7_100_000_000 + account,
    phone: `7900000${String(100 + account).padStart(4, '0')}`,
    firstName: account === 0 ? 'Монитор' : `Читатель ${account}`,
  }
}

/**
 * A GramJS session string with which a client is logged in to the sandbox as this account: always the same one, so that it can stand in a
 * settings file. It opens nothing but a sandbox. Layout as in GramJS's StringSession: version, dc, address, port, auth key.
 */
export function sandboxSession(account = 0): string {
  return sessionString(sandboxAuthKey(account))
}

export function sessionString(authKey: Buffer): string {
  const address = Buffer.from('127.0.0.1')
  const head = Buffer.concat([Buffer.from([2, 0, address.length]), address, Buffer.from([443 >> 8, 443 & 255])])
  return `1${Buffer.concat([head, authKey]).toString('base64')}`
}

export function sandboxAuthKey(account = 0): Buffer {
  const parts = Array.from({ length: 8 }, (_, part) => sha256(Buffer.from(`cars-bot sandbox session ${account} part ${part}`)))
  return Buffer.concat(parts)
}

/** How the server names this account's session in `connections()` and `maxConnectionsPerKey()`. */
export function sandboxSessionKeyId(account = 0): string {
  return authKeyId(sandboxAuthKey(account))
}
