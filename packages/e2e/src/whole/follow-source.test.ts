import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, testRedis, until, type TestDatabase, type TestRedis } from '@cars-bot/platform/testkit'
import { numberedAd } from '../system/ads.js'
import { listingsOf } from '../system/sandbox-client.js'
import { startSystem, type System } from '../system/start-system.js'
import { watchChannel } from '../system/watch-channel.js'

let database: TestDatabase
let redis: TestRedis
let system: System

beforeAll(async () => {
  ;[database, redis] = await Promise.all([testDatabase(), testRedis()])
  system = await startSystem({ databaseUrl: database.url, redisUrl: redis.url, overrides: { NEWS_CHANNEL_MESSAGES_PER_MINUTE: '100000' } })
  await system.untilReady()
  await watchChannel(system, database.db, 'followed_cars')
}, 120_000)

afterAll(async () => {
  await system.close()
  await Promise.all([database.close(), redis.close()])
})

/** Posts the n-th ad and waits for its listing. */
async function listed(n: number): Promise<{ messageId: number; publicId: string; text: string }> {
  const ad = numberedAd(n)
  const { messageIds } = await system.sandbox.send<{ messageIds: number[] }>('POST', '/telegram/channels/followed_cars/posts', { text: ad.text, photos: ad.photos })
  const messageId = messageIds[0] ?? 0
  const post = await until('the ad is published', () => database.db.post.findFirst({ where: { messageId, status: 'PUBLISHED' } }), 60_000)
  return { messageId, publicId: post.publicId, text: ad.text }
}

async function newsWith(what: string, pattern: RegExp): Promise<string> {
  return until(what, async () => (await system.sandbox.news()).find((message) => pattern.test(message.text))?.text, 20_000)
}

async function hasContactLink(publicId: string): Promise<boolean> {
  return listingsOf(await system.sandbox.news()).some((listing) => listing.publicId === publicId)
}

test('a price lowered at the source is lowered in our channel within seconds, and the fall is shown', async () => {
  const { messageId, text } = await listed(2)
  await system.sandbox.send('PATCH', `/telegram/channels/followed_cars/posts/${messageId}`, { text: text.replace(/Цена \d+/, 'Цена 601000') })
  const listing = await newsWith('the new price is shown', /601\s000/)
  expect(listing).toMatch(/634\s000\s*→\s*601\s000/)
})

test('an ad that says sold is marked as sold in our channel, and its contacts are handed out no more', async () => {
  const { messageId, publicId, text } = await listed(4)
  expect(await hasContactLink(publicId)).toBe(true)
  await system.sandbox.send('PATCH', `/telegram/channels/followed_cars/posts/${messageId}`, { text: `ПРОДАНО!\n${text}` })
  await newsWith('the listing is marked', /продан/i)
  expect(await hasContactLink(publicId)).toBe(false)
  await system.sandbox.send('POST', '/telegram/users', { id: 501, firstName: 'Анна' })
  await system.sandbox.send('POST', '/telegram/users/501/messages', { text: `/start contact_${publicId}` })
  await system.sandbox.untilChat(501, 'the bot says that it is gone', (message) => message.text.includes('больше нет'))
})

test('an ad deleted at the source loses its contact link in our channel', async () => {
  const { messageId, publicId } = await listed(5)
  const post = await database.db.post.findFirstOrThrow({ where: { publicId } })
  for (const id of post.messageIds) await system.sandbox.send('DELETE', `/telegram/channels/followed_cars/posts/${id}`)
  await until('the post is withdrawn', () => database.db.post.findFirst({ where: { messageId, status: 'WITHDRAWN' } }), 20_000)
  await until('the link is gone', async () => !(await hasContactLink(publicId)), 20_000)
  expect(await hasContactLink(publicId)).toBe(false)
})
