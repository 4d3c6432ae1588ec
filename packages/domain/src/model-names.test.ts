import { expect, test } from 'vitest'
import { modelNames, modelsNamed } from './model-names.js'

test.each<[string, string, boolean]>([
  ['RX', 'RX 350', true],
  ['RX 350', 'RX 350', true],
  ['RX 300', 'RX 350', false],
  ['FX', 'FX35', true],
  ['Tiggo', 'Tiggo 7 Pro', true],
  ['Tiggo 7', 'Tiggo 7 Pro', true],
  ['Tiggo 7', 'Tiggo 7', true],
  ['Tiggo 7 Pro', 'Tiggo 7 Pro Max', false],
  ['Tiggo 7', 'Tiggo 70', false],
  ['Land Cruiser', 'Land Cruiser 200', true],
  ['Land Cruiser', 'Land Cruiser Prado', false],
  ['X5', 'X50', false],
  ['X5', 'X5', true],
  ['Camry', 'Camry Solara', false],
  ['3', '323', false],
  ['3 Series', '3 Series GT', false],
  ['2107', '21074', false],
])('a search for %s finds a %s: %s, whichever side is asked', (name, model, isFound) => {
  expect(modelNames(model).includes(name)).toBe(isFound)
  const { exact, beginnings } = modelsNamed(name)
  expect(model === exact || beginnings.some((beginning) => model.startsWith(beginning))).toBe(isFound)
})
