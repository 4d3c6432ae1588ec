import { expect, test } from 'vitest'
import { formatRubles, groupDigits } from './money.js'

test.each([
  [125_000_000, '1\u00a0250\u00a0000\u00a0₽'],
  [29_900, '299\u00a0₽'],
  [0, '0\u00a0₽'],
  [100_050, '1\u00a0000,50\u00a0₽'],
  [-150_000, '−1\u00a0500\u00a0₽'],
])('%i kopecks read %s', (kopecks, text) => {
  expect(formatRubles(kopecks)).toBe(text)
})

test('a grouped number reads back as the same number, whatever its size', () => {
  for (let value = 1; value < 1e15; value = value * 7 + 3) expect(Number(groupDigits(value).replaceAll('\u00a0', ''))).toBe(value)
})
