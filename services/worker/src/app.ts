import type { BotApi } from '@cars-bot/adapters/bot-api'
import type { MediaStore } from '@cars-bot/adapters/media-store'
import type { AdReader } from '@cars-bot/adapters/openai'
import type { Sheets } from '@cars-bot/adapters/sheets'
import type { Payments } from '@cars-bot/adapters/yookassa'
import type { Alerts, Database, Jobs, Log, PhoneVault } from '@cars-bot/platform'
import type { RateBudget } from './posts/rate-budget.js'
import type { ModelOutage } from './reading/model-outage.js'

/** What the verbs of the worker act on. */
export type App = {
  db: Database
  jobs: Jobs
  log: Log
  alerts: Alerts
  phones: PhoneVault
  bot: BotApi
  botUsername: string
  newsChannelId: bigint
  /** Who decides on posts by buttons in the private chat. */
  adminIds: readonly bigint[]
  /** Absent when ads are read by rules alone. */
  adReader: AdReader | null
  modelOutage: ModelOutage
  /** How long the model may be away before rules read in its place. */
  modelFallbackAfterMs: number
  media: MediaStore
  mediaRetentionDays: number
  payments: Payments
  sheets: Sheets
  channelBudget: RateBudget
  /** Edits in our channel, counted apart from what is sent there. */
  editBudget: RateBudget
  /** Messages to people that nobody waits for at a button, notices and broadcasts together; the rest of what Telegram allows a bot is left to its answers. */
  messageBudget: RateBudget
  /** Of these, what broadcasts may take at most. */
  broadcastBudget: RateBudget
  now: () => Date
}
