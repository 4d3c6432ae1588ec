import type { Database, LogLevel, Transaction } from '@cars-bot/platform'

/** A line for the owner's log tab about something that is no alert. */
export async function recordEvent(db: Database | Transaction, level: LogLevel, message: string): Promise<void> {
  await db.logEvent.create({ data: { level, component: 'sheets', message } })
}
