import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { dealersCars, dealersText, offeredCars, retold } from '@cars-bot/sandbox'
import { postsTestApp, type PostsTestApp } from './test-posts.js'
import { drawOf, runTellings, type Telling } from './test-tellings.js'

let app: PostsTestApp
beforeAll(async () => {
  app = await postsTestApp()
})
beforeEach(() => app.clear())
afterAll(() => app.close())

const seed = Number(process.env['SEED'] ?? 20_261_123)

test('12 cars told in 5 channels in other words, in random order and eight at once, are 12 listings', async () => {
  const draw = drawOf(seed)
  const cars = offeredCars(12, draw)
  const tellings = cars.flatMap((offered, car) =>
    Array.from({ length: 5 }, (_, channel): Telling => {
      const { text, photos } = retold(offered, channel, draw)
      const pictures = photos === 'none' ? [] : [0, 1, 2].map((index) => ({ seed: 10 * car + index + 1, isSmall: photos === 'compressed' }))
      return { car, channel, text, pictures }
    }),
  )
  expect(await runTellings(app, tellings, draw)).toMatchObject({ faults: [], listings: 12, merged: 48 })
}, 60_000)

test('ten like cars of one dealer, with its sign among their photos, are ten listings', async () => {
  const draw = drawOf(seed + 1)
  const tellings = dealersCars(10, draw).map((offered, car): Telling => {
    const own = [1, 2].map((index) => ({ seed: 500 + 10 * car + index, isSmall: false }))
    return { car, channel: 0, text: dealersText(offered), pictures: [...own, { seed: 900, isSmall: false }, { seed: 901, isSmall: false }] }
  })
  expect(await runTellings(app, tellings, draw)).toMatchObject({ faults: [], listings: 10, merged: 0 })
}, 60_000)

test('40 cars of 40 sellers are 40 listings', async () => {
  const draw = drawOf(seed + 2)
  const tellings = offeredCars(40, draw).map((offered, car): Telling => ({ car, channel: car % 5, text: retold(offered, 0, draw).text, pictures: [{ seed: 2_000 + car, isSmall: false }] }))
  expect(await runTellings(app, tellings, draw)).toMatchObject({ faults: [], listings: 40 })
}, 60_000)
