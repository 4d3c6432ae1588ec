import type { Prisma } from '@cars-bot/platform'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { marketPrice, medianOf } from './market-price.js'
import { processPost } from './process-post.js'
import { aChannel, aPost, aReadyPost, camryText, later, postsTestApp, type PostsTestApp } from './test-posts.js'

let app: PostsTestApp
beforeAll(async () => {
  app = await postsTestApp()
})
beforeEach(() => app.clear())
afterAll(() => app.close())

const camry = { brand: 'Toyota', model: 'Camry', year: 2018 }
const nobody = '00000000-0000-0000-0000-000000000000'

async function listed(prices: readonly number[], given: { year?: number; post?: Partial<Prisma.PostUncheckedCreateInput> } = {}): Promise<void> {
  for (const price of prices) await aReadyPost(app, { photos: 0, post: { status: 'PUBLISHED', ...given.post }, car: { year: given.year ?? 2018, priceKopecks: BigInt(price) * 100n, createdAt: app.now() } })
}

test('the median of five listings a year apart at most, sold ones included', async () => {
  await listed([1_900_000, 2_000_000])
  await listed([2_400_000], { year: 2017 })
  expect(await marketPrice(app.db, { postId: nobody, facts: camry, now: app.now() })).toBeNull()
  await listed([2_100_000, 2_300_000], { year: 2019, post: { status: 'WITHDRAWN', withdrawalReason: 'SOLD' } })
  expect(await marketPrice(app.db, { postId: nobody, facts: camry, now: app.now() })).toBe(2_100_000_00n)
})

test('older years, duplicates, refused ads, ads that were none, and what is older than 90 days do not count', async () => {
  await listed([1_900_000, 2_000_000, 2_100_000, 2_200_000])
  const { id } = await app.db.post.findFirstOrThrow()
  await listed([100_000], { year: 2016 })
  await listed([100_000], { post: { status: 'DUPLICATE', duplicateOfId: id } })
  await listed([100_000], { post: { status: 'WITHDRAWN', withdrawalReason: 'SOLD', duplicateOfId: id } })
  await listed([100_000], { post: { status: 'WITHDRAWN', withdrawalReason: 'NO_AD' } })
  await listed([100_000], { post: { status: 'MODERATION' } })
  await listed([100_000], { post: { status: 'REJECTED' } })
  expect(await marketPrice(app.db, { postId: nobody, facts: camry, now: app.now() })).toBeNull()
  later(app, 91 * 86_400_000)
  await listed([2_200_000])
  expect(await marketPrice(app.db, { postId: nobody, facts: camry, now: app.now() })).toBeNull()
})

test('a car that names no market price gets that of our listings, without its own; one that does keeps it', async () => {
  await listed([2_300_000, 2_350_000, 2_400_000, 2_450_000, 2_500_000])
  const { id } = await aPost(app)
  await processPost(app, { postId: id })
  expect((await app.db.car.findUniqueOrThrow({ where: { postId: id } })).marketPriceKopecks).toBe(2_400_000_00n)
  const stated = await aPost(app, { text: camryText.replace('95 000', '45 000').replace('торг.', 'рынок 2 600 000 ₽.') })
  await processPost(app, { postId: stated.id })
  expect((await app.db.car.findUniqueOrThrow({ where: { postId: stated.id } })).marketPriceKopecks).toBe(2_600_000_00n)
})

test('among 50,000 cars the index finds the comparable ones, in milliseconds', async () => {
  const { id: channelId } = await aChannel(app)
  await app.db.$executeRaw`
    INSERT INTO "Post" (id, "publicId", "channelId", "messageId", "messageIds", text, origin, "postedAt", status, "updatedAt")
    SELECT gen_random_uuid(), 'bulk' || n, ${channelId}, n, ARRAY[n], '', '{}', now(), 'PUBLISHED', now() FROM generate_series(1, 50000) n`
  await app.db.$executeRaw`
    INSERT INTO "Car" (id, "postId", brand, model, year, "priceKopecks", "createdAt", "updatedAt")
    SELECT gen_random_uuid(), id, 'Brand ' || "messageId" % 40, 'Model ' || "messageId" % 200, 2005 + ("messageId" / 200) % 18, 100000000 + "messageId", ${app.now()}, now() FROM "Post" WHERE "publicId" LIKE 'bulk%'`
  await app.db.$executeRaw`ANALYZE "Car"`
  await app.db.$executeRaw`ANALYZE "Post"`
  const car = { brand: 'Brand 3', model: 'Model 43', year: 2012 }
  const plan = (await app.db.$queryRaw<{ 'QUERY PLAN': string }[]>`EXPLAIN ANALYZE ${medianOf({ ...car, postId: nobody, now: app.now() })}`).map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toContain('Car_brand_model_year_idx')
  expect(plan).not.toContain('Seq Scan')
  expect(Number(/Execution Time: ([\d.]+) ms/.exec(plan)?.[1])).toBeLessThan(100)
  expect(await marketPrice(app.db, { postId: nobody, facts: car, now: app.now() })).not.toBeNull()
}, 30_000)
