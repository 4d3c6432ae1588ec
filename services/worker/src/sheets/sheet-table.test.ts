import { expect, test } from 'vitest'
import { headersOf, sheetDefinitions } from './sheet-definitions.js'
import { readTable, rowValues } from './sheet-table.js'

const definition = sheetDefinitions.channels
const headers = headersOf(definition)

test('columns are found by their headers wherever they were moved, whatever the case and blanks', () => {
  const reading = readTable(definition, [['Заметки', ' активен ', 'USERNAME  канала', ...headers.filter((header) => !['Активен', 'Username канала'].includes(header))], ['моё', 'TRUE', '@cars']])
  if (reading.kind !== 'table') throw new Error('not a table')
  expect(reading.table.rows).toMatchObject([{ row: 2, cells: { isActive: 'TRUE', reference: '@cars', phone: '' } }])
  expect(rowValues(reading.table, { reference: '@new' }).slice(0, 3)).toEqual(['', '', '@new'])
})

test('a missing header is named, and no column takes its place', () => {
  const renamed = headers.map((header) => (header === 'Активен' ? 'Включён' : header))
  expect(readTable(definition, [renamed, ['', '@cars']])).toEqual({ kind: 'missing-headers', headers: ['Активен'] })
})

test('a tab of the older system is taken as it stands; our own columns are added at its end', () => {
  const older = headers.slice(0, headers.length - definition.addedColumns.length)
  const reading = readTable(definition, [older, ['', '@cars']])
  if (reading.kind !== 'table') throw new Error('not a table')
  const added = ['Состояние', 'Ключевые слова', 'Защищённый канал', 'Пропали у источника', 'Снять объявления?']
  expect(reading.table.headerUpdates).toEqual(added.map((value, index) => ({ title: definition.title, row: 1, column: older.length + index, value })))
  expect(reading.table.columns.state).toBe(older.length)
})

test('blank rows are passed over and the others keep their numbers', () => {
  const reading = readTable(definition, [headers, [], ['', ' '], ['', '@cars']])
  if (reading.kind !== 'table') throw new Error('not a table')
  expect(reading.table.rows.map(({ row }) => row)).toEqual([4])
})
