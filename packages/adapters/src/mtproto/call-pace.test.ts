import { expect, test } from 'vitest'
import { createCallPace, usualPaces } from './call-pace.js'
import { createTokenBucket } from './token-bucket.js'

const { signal } = new AbortController()

test('a bucket gives its burst at once and then one turn after the other, in order', () => {
  let now = 1_000
  const bucket = createTokenBucket({ perSecond: 10, burst: 3 }, () => now)
  expect(Array.from({ length: 5 }, () => bucket.take())).toEqual([0, 0, 0, 100, 200])
  now += 200
  expect(bucket.take()).toBe(100)
  now += 3_600_000
  expect(Array.from({ length: 4 }, () => bucket.take())).toEqual([0, 0, 0, 100])
})

test('500 channels that catch up at once get their turns within 25 s, never more than 30 calls a second', async () => {
  const all = createTokenBucket(usualPaces.all, () => 0)
  const own = createTokenBucket(usualPaces.methods['updates.GetChannelDifference'] ?? usualPaces.all, () => 0)
  const turns = Array.from({ length: 505 }, (_, index) => Math.max(all.take(), index < 5 ? 0 : own.take()))
  expect(Math.max(...turns)).toBeLessThan(25_000)
  const afterBurst = turns.filter((waitMs) => waitMs > 0)
  for (const start of afterBurst) expect(afterBurst.filter((waitMs) => waitMs >= start && waitMs < start + 1_000).length).toBeLessThanOrEqual(30)
})

test('a turn more than a minute off is refused with the time to come back, and other methods are not held up', async () => {
  const pace = createCallPace({ all: { perSecond: 1_000, burst: 1_000 }, methods: { 'messages.GetHistory': { perSecond: 0.01, burst: 1 } } }, () => 0)
  await pace.turn('messages.GetHistory', signal)
  await expect(pace.turn('messages.GetHistory', signal)).rejects.toMatchObject({ name: 'RateLimitedError', retryAfterMs: 100_000 })
  await pace.turn('updates.GetChannelDifference', signal)
})

test('downloads do not use up the turns of other calls', async () => {
  const pace = createCallPace({ all: { perSecond: 0.001, burst: 1 }, methods: { 'upload.GetFile': { perSecond: 1_000, burst: 50 } } }, () => 0)
  for (let n = 0; n < 50; n += 1) await pace.turn('upload.GetFile', signal)
  await expect(pace.turn('messages.GetHistory', signal)).resolves.toBeUndefined()
})
