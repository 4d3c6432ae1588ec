import type { App } from '../app.js'

const longestRunMs = 300_000

/**
 * Runs `work` while no other worker is at the spreadsheet: two runs at once would both append the row of a new subscriber. The lock is the
 * database's and goes with the connection, so a killed worker leaves none behind. Whoever waits longer than 30 s fails and is tried again.
 */
export async function withSheetLock(app: Pick<App, 'db'>, work: () => Promise<void>): Promise<void> {
  await app.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('spreadsheet', 0))`
      await work()
    },
    { timeout: longestRunMs, maxWait: 10_000 },
  )
}
