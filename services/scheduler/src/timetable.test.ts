import { expect, test } from 'vitest'
import { catalog, jobNames } from '@cars-bot/platform'
import { timetable } from './timetable.js'

const periodic = jobNames.filter((name) => catalog[name].payload.safeParse({}).success)

test('every job that needs no id is in the timetable, each exactly once', () => {
  expect(timetable.map((entry) => entry.name).sort()).toEqual([...periodic].sort())
})

test('no job that needs an id is in the timetable', () => {
  expect(periodic).not.toContain('publishPost')
  for (const { name } of timetable) expect(periodic).toContain(name)
})

test('a channel added in the sheet reaches the database in at most half of its 60 s', () => {
  expect(timetable.find((entry) => entry.name === 'syncChannels')).toEqual({ name: 'syncChannels', everyMs: 30_000 })
})
