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

test("a tab of the older system is taken as it stands; our own column is added at its end", () => {
  const reading = readTable(definition, [headers.slice(0, -1), ['', '@cars']])
  if (reading.kind !== 'table') throw new Error('not a table')
  expect(reading.table.headerUpdates).toEqual([{ title: definition.title, row: 1, column: headers.length - 1, value: 'Состояние' }])
  expect(reading.table.columns.state).toBe(headers.length - 1)
})

test('blank rows are passed over and the others keep their numbers', () => {
  const reading = readTable(definition, [headers, [], ['', ' '], ['', '@cars']])
  if (reading.kind !== 'table') throw new Error('not a table')
  expect(reading.table.rows.map(({ row }) => row)).toEqual([4])
})
