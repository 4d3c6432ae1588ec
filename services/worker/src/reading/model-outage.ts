import type { ScriptRunner } from '../posts/rate-budget.js'

export type OutageFailure = {
  now: Date
  /** It will not pass by itself: a refused key, no credit. */
  isLasting: boolean
  /** How long the provider asked to wait. */
  retryAfterMs?: number
}

/** Since when the model has been away, shared by all copies of the worker. */
export type ModelOutage = {
  /** False while ads are read by rules; once a minute one ad asks all the same, to see whether the model is back. */
  mayAsk(now: Date): Promise<boolean>
  /** `isAway`: ads are to be read by rules from now on. `isFirst`: this failure made it so. */
  failed(failure: OutageFailure): Promise<{ isAway: boolean; isFirst: boolean }>
  /** True when this answer ended a time of reading by rules. */
  answered(): Promise<boolean>
}

const key = 'model-outage'
const probeEveryMs = 60_000

const mayAskScript = `
local now, fallback, every = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local since, lasting, probe = unpack(redis.call('HMGET', KEYS[1], 'since', 'lasting', 'probeAt'))
if not since then return 1 end
if not lasting and now - tonumber(since) < fallback then return 1 end
if probe and now < tonumber(probe) then return 0 end
redis.call('HSET', KEYS[1], 'probeAt', now + every)
return 1`

const failedScript = `
local now, fallback, lasting, probeAt = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
redis.call('HSETNX', KEYS[1], 'since', now)
if lasting == '1' then redis.call('HSET', KEYS[1], 'lasting', 1) end
local away = redis.call('HEXISTS', KEYS[1], 'lasting') == 1 or now - tonumber(redis.call('HGET', KEYS[1], 'since')) >= fallback
if not away then return 0 end
redis.call('HSET', KEYS[1], 'probeAt', math.max(probeAt, tonumber(redis.call('HGET', KEYS[1], 'probeAt') or 0)))
return redis.call('HSETNX', KEYS[1], 'told', 1) == 1 and 2 or 1`

const answeredScript = `
local told = redis.call('HEXISTS', KEYS[1], 'told')
redis.call('DEL', KEYS[1])
return told`

/** The model is away once `fallbackAfterMs` have passed since the first failure without an answer since, at once when the failure is a lasting one, until it answers. */
export function createModelOutage(redis: ScriptRunner, { fallbackAfterMs }: { fallbackAfterMs: number }): ModelOutage {
  return {
    async mayAsk(now) {
      return (await redis.eval(mayAskScript, 1, key, now.getTime(), fallbackAfterMs, probeEveryMs)) === 1
    },
    async failed({ now, isLasting, retryAfterMs = 0 }) {
      const probeAt = now.getTime() + Math.max(probeEveryMs, retryAfterMs)
      const found = Number(await redis.eval(failedScript, 1, key, now.getTime(), fallbackAfterMs, isLasting ? 1 : 0, probeAt))
      return { isAway: found > 0, isFirst: found === 2 }
    },
    async answered() {
      return (await redis.eval(answeredScript, 1, key)) === 1
    },
  }
}
