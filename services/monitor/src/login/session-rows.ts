import { openDatabase, type Database } from '@cars-bot/platform'

/** What the monitor's database knows about a session. */
export type SessionRows = {
  /** A monitor reads with it at this moment. */
  isHeld(sessionKeyId: string): Promise<boolean>
  /** It belongs to this account, as far as the monitor has seen. */
  isOf(sessionKeyId: string, telegramId: bigint): Promise<boolean>
}

/** Asks the database behind `databaseUrl`. Throws when it can't be asked. */
export async function withSessionRows<T>(databaseUrl: string, ask: (rows: SessionRows) => Promise<T>): Promise<T> {
  const db = openDatabase(databaseUrl)
  try {
    return await ask({ isHeld: (keyId) => isHeld(db, keyId), isOf: async (sessionKeyId, telegramId) => (await db.readingAccount.count({ where: { sessionKeyId, telegramId } })) > 0 })
  } finally {
    await db.$disconnect()
  }
}

async function isHeld(db: Database, sessionKeyId: string): Promise<boolean> {
  const held = await db.$queryRaw<{ name: string }[]>`SELECT name FROM "Lease" WHERE name = ${`session:${sessionKeyId}`} AND "expiresAt" > now()`
  return held.length > 0
}
