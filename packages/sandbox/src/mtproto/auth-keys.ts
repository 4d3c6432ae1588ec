import { authKeyId } from './envelope.js'
import { sandboxAccount, sandboxAccountCount, sandboxAuthKey } from './session.js'

export type AuthKey = {
  id: string
  secret: Buffer
  /** The account whose pre-shared session this is; null for a key from a key exchange. */
  account: number | null
  /** Who is logged in. */
  userId: number | null
  /** Who gave the right code and still owes the password. */
  passwordOwedBy: number | null
  /** The data centre it was made for: a login transferred to another one says so. */
  dcId: number
  /** Used from two places at once: Telegram never accepts it again. */
  isDuplicated: boolean
}

export type AuthKeys = {
  find(id: string): AuthKey | undefined
  add(secret: Buffer): AuthKey
  /** Makes the pre-shared session of this account good again after AUTH_KEY_DUPLICATED or a logout. */
  revive(account: number): void
}

export function createAuthKeys(): AuthKeys {
  const keys = new Map<string, AuthKey>()
  for (let account = 0; account < sandboxAccountCount; account += 1) {
    const key = newKey(sandboxAuthKey(account))
    keys.set(key.id, { ...key, account, userId: sandboxAccount(account).userId })
  }
  return {
    find: (id) => keys.get(id),
    add(secret) {
      const key = newKey(secret)
      keys.set(key.id, key)
      return key
    },
    revive(account) {
      const key = keys.get(authKeyId(sandboxAuthKey(account)))
      if (!key) throw new Error(`the sandbox has no account ${account}`)
      Object.assign(key, { isDuplicated: false, passwordOwedBy: null, userId: sandboxAccount(account).userId })
    },
  }
}

function newKey(secret: Buffer): AuthKey {
  return { id: authKeyId(secret), secret, account: null, userId: null, passwordOwedBy: null, dcId: 2, isDuplicated: false }
}
