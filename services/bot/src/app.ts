import type { BotApi } from '@cars-bot/adapters/bot-api'
import type { Payments } from '@cars-bot/adapters/yookassa'
import type { Alerts, Database, Jobs, Log, PhoneVault } from '@cars-bot/platform'

/** What the bot's features act on. */
export type App = {
  db: Database
  jobs: Pick<Jobs, 'enqueue'>
  log: Log
  alerts: Alerts
  phones: PhoneVault
  bot: BotApi
  payments: Payments
  /** Without @. */
  botUsername: string
  adminIds: readonly bigint[]
  /** Where a buyer lands after paying. */
  returnUrl: string
  now: () => Date
}
