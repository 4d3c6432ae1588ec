import { testDatabase, testRedis } from '@cars-bot/platform/testkit'
import { expect, test } from 'vitest'
import { startSystem } from '../system/start-system.js'
import { isExactlyPaid, paymentStorm } from './payment-storm.js'

test('payments opened by two taps at once, notified again and again, forged, through failures of YooKassa and two kills of the worker: one payment object each, as many periods as payments, none forged, every buyer told', async () => {
  const [database, redis] = await Promise.all([testDatabase(), testRedis()])
  const system = await startSystem({ databaseUrl: database.url, redisUrl: redis.url })
  try {
    await system.untilReady()
    const options = { payments: 30, forged: 10, kills: 2, restarts: 0, stormMs: 6_000, seed: 13 }
    const figures = await paymentStorm(system, database.db, { ...options, restartDatabase: async () => Promise.resolve() })
    expect(isExactlyPaid(figures, options), JSON.stringify(figures)).toBe(true)
  } finally {
    await system.close()
    await Promise.all([database.close(), redis.close()])
  }
}, 170_000)
