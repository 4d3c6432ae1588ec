import { expect, test } from 'vitest'
import { formatMoscowDateTime, formatMoscowTime, moscowDayStart } from './moscow-time.js'

test('times are told in Moscow time, whatever the machine thinks', () => {
  const date = new Date('2026-12-31T21:05:00Z')
  expect(formatMoscowDateTime(date)).toBe('1 января 2027, 00:05')
  expect(formatMoscowTime(date)).toBe('00:05')
})

test('a day in Moscow begins at 21:00 UTC', () => {
  expect(moscowDayStart(new Date('2026-12-01T20:59:59Z')).toISOString()).toBe('2026-11-30T21:00:00.000Z')
  expect(moscowDayStart(new Date('2026-12-01T21:00:00Z')).toISOString()).toBe('2026-12-01T21:00:00.000Z')
})
