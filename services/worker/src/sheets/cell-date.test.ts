import { expect, test } from 'vitest'
import { formatCellDate, moscowDay, parseCellDate } from './cell-date.js'

test.each([
  ['2026-12-05 14:05:09', '2026-12-05T11:05:09.000Z'],
  ['2026-12-05T14:05', '2026-12-05T11:05:00.000Z'],
  ['2026-12-05', '2026-12-04T21:00:00.000Z'],
  ['05.12.2026', '2026-12-04T21:00:00.000Z'],
  ['5.1.2027 9:30', '2027-01-05T06:30:00.000Z'],
  ['05.12.2026, 14:05:09', '2026-12-05T11:05:09.000Z'],
  ['05/12/2026', '2026-12-04T21:00:00.000Z'],
  ['46361', '2026-12-04T21:00:00.000Z'],
  ['46361.5', '2026-12-05T09:00:00.000Z'],
])('%s is understood as Moscow time', (cell, iso) => {
  expect(parseCellDate(cell, 'beginning')?.toISOString()).toBe(iso)
})

test.each(['05.12.2026', '2026-12-05', '46361'])('an end written as the day %s includes that day', (cell) => {
  expect(parseCellDate(cell, 'end')?.toISOString()).toBe('2026-12-05T20:59:59.000Z')
})

test.each(['завтра', '31.02.2026', '2026-13-01', '05.12.26', '12/25/2026', '2026-12-05 25:00', '1.5', '299', 'январь 2027'])('%s is not taken for a date', (cell) => {
  expect(parseCellDate(cell, 'beginning')).toBeNull()
})

test('what the sheet is given is read back as the same second', () => {
  const date = new Date('2026-12-31T22:15:30.000Z')
  expect(formatCellDate(date)).toBe('2027-01-01 01:15:30')
  expect(parseCellDate(formatCellDate(date), 'end')).toEqual(date)
})

test("a day is Moscow's day", () => {
  expect(moscowDay(new Date('2026-12-04T21:00:00Z'))).toEqual({ day: '2026-12-05', startsAt: new Date('2026-12-04T21:00:00Z'), endsAt: new Date('2026-12-05T21:00:00Z') })
  expect(moscowDay(new Date('2026-12-04T20:59:59Z')).day).toBe('2026-12-04')
})
