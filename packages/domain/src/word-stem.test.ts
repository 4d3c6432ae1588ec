import { expect, test } from 'vitest'
import { wordStem, wordsOf } from './word-stem.js'

test.each([['пробег', 'пробега', 'пробегом'], ['машина', 'машину', 'машиной'], ['новый', 'новая', 'новых', 'новыми'], ['продам', 'продаю', 'продается'], ['зелёный', 'зеленого']])('forms of «%s» share one stem', (...forms) => {
  expect(new Set(forms.map(wordStem)).size).toBe(1)
})

test('numbers and Latin words keep their form', () => {
  expect(wordsOf('BMW X5 за 350т.р').map(wordStem)).toEqual(['bmw', 'x', '5', 'за', '350', 'т', 'р'])
})
