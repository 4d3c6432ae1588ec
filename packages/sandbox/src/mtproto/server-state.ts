import type { Log } from '@cars-bot/platform'
import type { Faults } from '../faults.js'
import type { Requests } from '../requests.js'
import type { TelegramWorld, WorldUser } from '../telegram/world.js'
import type { AuthKeys } from './auth-keys.js'
import type { ClientConnection } from './connection.js'
import type { FileReferences } from './file-references.js'
import type { Logins } from './logins.js'
import { sandboxAccount, sandboxAccountCount } from './session.js'

export type MtprotoContext = { world: TelegramWorld; faults: Faults; requests: Requests; log: Log }

/** Everything the methods share. */
export type ServerState = MtprotoContext & { keys: AuthKeys; logins: Logins; files: FileReferences; port: number }

/** One request being answered. */
export type GuestCall = { state: ServerState; connection: ClientConnection }
export type Call = GuestCall & { user: WorldUser }

/** The user behind an id; a sandbox account becomes a person of the world when it is first seen. */
export function userById(world: TelegramWorld, userId: number): WorldUser | undefined {
  const known = world.users.get(userId)
  if (known) return known
  const account = accounts.find((one) => one.userId === userId)
  return account && world.addUser({ id: account.userId, firstName: account.firstName, phone: account.phone })
}

export function userByPhone(world: TelegramWorld, phone: string): WorldUser | undefined {
  const digits = phone.replace(/\D/g, '')
  const account = accounts.find((one) => one.phone === digits)
  if (account) return userById(world, account.userId)
  return [...world.users.values()].find((user) => user.phone?.replace(/\D/g, '') === digits)
}

const accounts = Array.from({ length: sandboxAccountCount }, (_, account) => sandboxAccount(account))
