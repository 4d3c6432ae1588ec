import type { Log } from '@cars-bot/platform'
import type { SandboxConfig } from './config.js'
import type { Faults } from './faults.js'
import type { Requests } from './requests.js'
import type { TelegramWorld } from './telegram/world.js'

/** What every stand-in works on: the shared state of Telegram, what shall go wrong, and the record of calls. */
export type SandboxContext = {
  world: TelegramWorld
  faults: Faults
  requests: Requests
  config: SandboxConfig
  log: Log
  /** The address under which clients reach the HTTP port. */
  publicUrl: () => string
}
