import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { applyMigrations, openDatabase } from '@cars-bot/platform'
import { startLocalPostgres, startLocalRedis } from '@cars-bot/platform/testkit'
import { startSystem } from '../system/start-system.js'
import { isExactlyPaid, paymentStorm } from '../whole/payment-storm.js'

/** The storm at full strength on a Postgres of its own, which is stopped and started again in the middle. */
export async function provePayments(): Promise<{ figures: object; holds: boolean }> {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1e9)
  const options = { payments: Number(process.env['PAYMENTS'] ?? 1_000), forged: 200, kills: 20, restarts: 5, stormMs: 90_000, seed }
  const directory = await mkdtemp(path.join(tmpdir(), 'cars-payments-'))
  let postgres = await startLocalPostgres({ directory, isPersistent: true })
  const redis = await startLocalRedis()
  await applyMigrations(postgres.url)
  const db = openDatabase(postgres.url)
  const system = await startSystem({ databaseUrl: postgres.url, redisUrl: redis.url })
  const restartDatabase = async (): Promise<void> => {
    const { port } = postgres
    await postgres.close()
    postgres = await startLocalPostgres({ directory, isPersistent: true, port })
  }
  try {
    await system.untilReady()
    const figures = await paymentStorm(system, db, { ...options, restartDatabase })
    return { figures: { ...options, ...figures }, holds: isExactlyPaid(figures, options) }
  } finally {
    await system.close()
    await db.$disconnect()
    await Promise.all([postgres.close(), redis.close()])
    await rm(directory, { recursive: true, force: true })
  }
}
