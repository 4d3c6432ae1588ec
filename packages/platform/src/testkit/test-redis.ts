import { Redis } from 'ioredis'
import { required } from './test-database.js'

export type TestRedis = { redis: Redis; url: string; close(): Promise<void> }

/** An empty Redis database of the caller's own. `redis` suits queues and workers alike. */
export async function testRedis(): Promise<TestRedis> {
  const server = required('TEST_REDIS_URL')
  const counter = new Redis(server)
  const number = await counter.incr('test-databases')
  counter.disconnect()
  const url = `${server}/${1 + (number % 999)}`
  const redis = new Redis(url, { maxRetriesPerRequest: null })
  await redis.flushdb()
  return {
    redis,
    url,
    async close() {
      redis.disconnect()
      await Promise.resolve()
    },
  }
}
