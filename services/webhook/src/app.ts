import type { Database, Jobs, Log } from '@cars-bot/platform'

/** What the webhook acts on. */
export type App = {
  db: Pick<Database, 'payment'>
  jobs: Pick<Jobs, 'enqueueAll'>
  log: Log
}
