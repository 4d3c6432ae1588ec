import { expect, test } from 'vitest'
import { formatMoscowDateTime, formatMoscowTime } from './moscow-time.js'

test('times are told in Moscow time, whatever the machine thinks', () => {
  const date = new Date('2026-12-31T21:05:00Z')
  expect(formatMoscowDateTime(date)).toBe('1 января 2027, 00:05')
  expect(formatMoscowTime(date)).toBe('00:05')
})
