import { applyMigrations, openDatabase, type Database } from '@cars-bot/platform'
import { startLocalPostgres, startLocalRedis } from '@cars-bot/platform/testkit'

export type Servers = { databaseUrl: string; redisUrl: string; db: Database }

/** A Postgres with our tables and a Redis of its own, closed afterwards. */
export async function withServers<T>(run: (servers: Servers) => Promise<T>): Promise<T> {
  const [postgres, redis] = await Promise.all([startLocalPostgres({}), startLocalRedis()])
  await applyMigrations(postgres.url)
  const db = openDatabase(postgres.url)
  try {
    return await run({ databaseUrl: postgres.url, redisUrl: redis.url, db })
  } finally {
    await db.$disconnect()
    await Promise.all([postgres.close(), redis.close()])
  }
}
