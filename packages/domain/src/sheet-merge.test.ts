import { expect, test } from 'vitest'
import { mergeRow, type ColumnOwner } from './sheet-merge.js'

const owners = { plan: 'owner', count: 'system' } as const satisfies Record<string, ColumnOwner>

test('nothing changed moves nothing', () => {
  const cells = { plan: 'MONTHLY', count: '3' }
  expect(mergeRow({ base: cells, sheet: cells, database: cells, owners })).toEqual({ toSheet: {}, toDatabase: {}, newBase: cells })
})

test('a conflict in an owner column goes to the hand in the sheet, in a system column to the database', () => {
  const merged = mergeRow({ base: { plan: 'FREE', count: '1' }, sheet: { plan: 'YEARLY', count: '9' }, database: { plan: 'MONTHLY', count: '2' }, owners })
  expect(merged.toDatabase).toEqual({ plan: 'YEARLY' })
  expect(merged.toSheet).toEqual({ count: '2' })
  expect(merged.newBase).toEqual({ plan: 'YEARLY', count: '2' })
})

test('a row never merged takes the side that says something', () => {
  expect(mergeRow({ base: null, sheet: { plan: '', count: '5' }, database: { plan: 'FREE', count: '' }, owners })).toEqual({ toSheet: { plan: 'FREE' }, toDatabase: { count: '5' }, newBase: { plan: 'FREE', count: '5' } })
})

test('a cell emptied by hand stays empty', () => {
  expect(mergeRow({ base: { plan: 'MONTHLY' }, sheet: { plan: '' }, database: { plan: 'MONTHLY' }, owners: { plan: 'owner' } }).toDatabase).toEqual({ plan: '' })
})

test('an edit made on one side only is never lost, and both sides agree afterwards', () => {
  const values = ['', 'a', 'b', 'c']
  for (const owner of ['owner', 'system'] as const) {
    for (const base of values) for (const sheet of values) for (const database of values) {
      const merged = mergeRow({ base: { x: base }, sheet: { x: sheet }, database: { x: database }, owners: { x: owner } })
      const inSheet = merged.toSheet['x'] ?? sheet
      const inDatabase = merged.toDatabase['x'] ?? database
      expect(inSheet).toBe(inDatabase)
      expect(merged.newBase['x']).toBe(inSheet)
      expect(inSheet).toBe(database === base ? sheet : sheet === base ? database : owner === 'owner' ? sheet : database)
    }
  }
})

test('columns nobody owns are left alone', () => {
  expect(mergeRow({ base: null, sheet: { note: 'x' }, database: { note: 'y' }, owners: {} })).toEqual({ toSheet: {}, toDatabase: {}, newBase: {} })
})
