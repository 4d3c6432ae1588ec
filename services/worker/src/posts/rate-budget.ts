import { randomUUID } from 'node:crypto'

export type RateBudget = {
  /** Takes `cost` units, or none and says when that many will be free. */
  take(cost: number): Promise<{ ok: true } | { ok: false; retryAfterMs: number }>
}

/** What is needed of a Redis connection. */
export type ScriptRunner = { eval(script: string, keyCount: number, ...values: (string | number)[]): Promise<unknown> }

/** A sliding window: units are taken at Redis's own time, one script at a time, so all copies of the worker share one budget. */
const takeUnits = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local period, amount, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - period)
local excess = redis.call('ZCARD', KEYS[1]) + cost - amount
if excess > 0 then
  local held = redis.call('ZRANGE', KEYS[1], excess - 1, excess - 1, 'WITHSCORES')
  return held[2] and math.max(1, held[2] + period - now) or period
end
for unit = 1, cost do redis.call('ZADD', KEYS[1], now, ARGV[4] .. ':' .. unit) end
redis.call('PEXPIRE', KEYS[1], period)
return 0`

/** At most `amount` units in any `periodMs`. A cost above the whole amount is counted as the whole amount. */
export function createRateBudget(redis: ScriptRunner, { key, amount, periodMs }: { key: string; amount: number; periodMs: number }): RateBudget {
  return {
    async take(cost) {
      const waitMs = Number(await redis.eval(takeUnits, 1, `budget:${key}`, periodMs, amount, Math.min(cost, amount), randomUUID()))
      return waitMs === 0 ? { ok: true } : { ok: false, retryAfterMs: Math.ceil(waitMs) }
    },
  }
}
