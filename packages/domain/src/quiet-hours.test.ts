import { expect, test } from 'vitest'
import { formatQuietHours, parseQuietHours, quietUntil } from './quiet-hours.js'

test.each([
  ['23-8', { fromMinute: 23 * 60, toMinute: 8 * 60 }],
  ['с 22:30 до 7', { fromMinute: 22 * 60 + 30, toMinute: 7 * 60 }],
  ['0:00–6:15', { fromMinute: 0, toMinute: 6 * 60 + 15 }],
  ['22-24', { fromMinute: 22 * 60, toMinute: 0 }],
  ['нет', null],
  ['25-8', undefined],
  ['8-8', undefined],
  ['ночью', undefined],
])('«%s» is read as %j', (text, expected) => {
  expect(parseQuietHours(text)).toEqual(expected)
})

test.each([{ fromMinute: 23 * 60, toMinute: 8 * 60 }, { fromMinute: 0, toMinute: 375 }, null])('what is written into the sheet is read as it was: %j', (quiet) => {
  expect(parseQuietHours(formatQuietHours(quiet))).toEqual(quiet)
})

test.each([
  ['2026-12-01T19:59:59Z', null],
  ['2026-12-01T20:00:00Z', '2026-12-02T05:00:00.000Z'],
  ['2026-12-01T21:30:00Z', '2026-12-02T05:00:00.000Z'],
  ['2026-12-02T04:59:59Z', '2026-12-02T05:00:00.000Z'],
  ['2026-12-02T05:00:00Z', null],
])('with quiet from 23 to 8 in Moscow, at %s it is quiet until %s', (now, until) => {
  expect(quietUntil({ fromMinute: 23 * 60, toMinute: 8 * 60 }, new Date(now))?.toISOString() ?? null).toBe(until)
})
