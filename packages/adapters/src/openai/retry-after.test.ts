import { expect, test } from 'vitest'
import { refusalReason } from './model-refusal.js'
import { retryAfterMs } from './retry-after.js'

const now = new Date('2026-12-01T09:00:00Z')

test.each([
  [{ 'retry-after-ms': '250', 'retry-after': '1' }, 250],
  [{ 'retry-after': '7' }, 7_000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': 'Tue, 01 Dec 2026 09:00:20 GMT' }, 20_000],
  [{ 'retry-after': 'Tue, 01 Dec 2026 08:00:00 GMT' }, 10_000],
  [{ 'retry-after': 'soon' }, 10_000],
  [{ 'retry-after': '99999999' }, 86_400_000],
  [{}, 10_000],
])('%j is waited for as long as it says', (headers, expected) => {
  expect(retryAfterMs(new Headers(headers), now)).toBe(expected)
})

test.each([
  [{ status: 401, code: 'invalid_api_key' }, 'access'],
  [{ status: 403 }, 'access'],
  [{ status: 404, code: 'model_not_found' }, 'access'],
  [{ status: 429, code: 'insufficient_quota' }, 'credit'],
  [{ status: 429, type: 'insufficient_quota' }, 'credit'],
  [{ status: 402 }, 'credit'],
  [{ status: 400 }, 'request'],
  [{ status: 413 }, 'request'],
  [{ status: 429, code: 'rate_limit_exceeded' }, null],
  [{ status: 408 }, null],
  [{ status: 500 }, null],
  [{}, null],
])('a refusal is told from a passing failure: %j', (error, reason) => {
  expect(refusalReason(error)).toBe(reason)
})
