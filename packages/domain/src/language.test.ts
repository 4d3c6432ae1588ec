import { expect, test } from 'vitest'
import { languageOf } from './language.js'

test.each([
  [null, null, 'ru'],
  [null, 'ru', 'ru'],
  [null, 'ru-RU', 'ru'],
  [null, 'kk', 'ru'],
  [null, 'en-GB', 'en'],
  [null, 'de', 'en'],
  ['en', 'ru', 'en'],
  ['ru', 'en', 'ru'],
  ['fr', 'en', 'en'],
] as const)('chosen %s, app %s: written to in %s', (language, languageCode, expected) => {
  expect(languageOf({ language, languageCode })).toBe(expected)
})
