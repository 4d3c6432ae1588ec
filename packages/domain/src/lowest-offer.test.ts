import { expect, test } from 'vitest'
import { lowestOffer } from './lowest-offer.js'

test('a lower price of another source counts, a higher one changes nothing, an absurd one is reported', () => {
  expect(lowestOffer(1_250n, [1_300n, 1_190n, 1_200n])).toEqual({ price: 1_190n, absurd: [] })
  expect(lowestOffer(1_250n, [1_250n, 1_300n])).toEqual({ price: 1_250n, absurd: [] })
  expect(lowestOffer(1_000n, [599n, 600n])).toEqual({ price: 600n, absurd: [599n] })
  expect(lowestOffer(null, [700n, 650n])).toEqual({ price: 650n, absurd: [] })
  expect(lowestOffer(null, [])).toEqual({ price: null, absurd: [] })
})
