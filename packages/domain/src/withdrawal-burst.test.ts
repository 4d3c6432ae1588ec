import { expect, test } from 'vitest'
import { isWithdrawalBurst } from './withdrawal-burst.js'

test.each([
  { gone: 1, live: 1 },
  { gone: 10, live: 10 },
  { gone: 11, live: 300 },
  { gone: 30, live: 100 },
])('$gone of $live posts gone are sold cars', (counts) => {
  expect(isWithdrawalBurst(counts)).toBe(false)
})

test.each([
  { gone: 11, live: 11 },
  { gone: 11, live: 36 },
  { gone: 31, live: 100 },
  { gone: 300, live: 300 },
])('$gone of $live posts gone are asked about first', (counts) => {
  expect(isWithdrawalBurst(counts)).toBe(true)
})
