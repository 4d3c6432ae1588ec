import { Redis } from 'ioredis'
import type { Log } from '../log.js'

/** For producers: a command fails at once while Redis is away, so that a request is never held up. */
export function producerRedis(url: string, log: Log): Redis {
  return withErrorLog(new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: true, connectTimeout: 5_000 }), log)
}

/** For consumers: waits for Redis for ever. BullMQ demands `maxRetriesPerRequest: null` of blocking connections. */
export function consumerRedis(url: string, log: Log): Redis {
  return withErrorLog(new Redis(url, { maxRetriesPerRequest: null, connectTimeout: 5_000 }), log)
}

/** An unheard `error` event ends the process; ioredis reconnects by itself. */
function withErrorLog(redis: Redis, log: Log): Redis {
  let lastLoggedAt = 0
  redis.on('error', (error: Error) => {
    if (Date.now() - lastLoggedAt < 10_000) return
    lastLoggedAt = Date.now()
    log.warn('redis connection failed', { error })
  })
  return redis
}
