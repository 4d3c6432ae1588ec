import { randomBytes } from 'node:crypto'
import { contactUrl, newPublicId } from '@cars-bot/domain'
import { until } from '@cars-bot/platform/testkit'
import { sandboxAccount } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adText, monitorBench, type MonitorBench } from './test-monitor.js'

let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

/** A post whose publishing began and was never heard of again. */
async function staleDelivery(secondsAgo: number): Promise<{ postId: string; deliveryId: string; publicId: string }> {
  const channel = await bench.db.channel.create({ data: { reference: `@source_${randomBytes(4).toString('hex')}`, isEnabled: false } })
  const publicId = newPublicId(randomBytes(9))
  const post = await bench.db.post.create({
    data: { publicId, channelId: channel.id, messageId: 1, messageIds: [1], text: adText, origin: {}, postedAt: new Date(), status: 'PUBLISHING', attemptToken: 'a' },
  })
  const delivery = await bench.db.delivery.create({
    data: { postId: post.id, chatId: -1_000_000_000_000n - bench.news.id, status: 'SENDING', attemptToken: 'a', updatedAt: new Date(Date.now() - secondsAgo * 1000) },
  })
  return { postId: post.id, deliveryId: delivery.id, publicId }
}

function publish(publicId: string, photos: number): number[] {
  const text = 'Toyota Camry\nПолучить контакты'
  const entities = [{ type: 'text_link' as const, offset: 13, length: 17, url: contactUrl('cars_test_bot', publicId) }]
  if (photos === 0) return [bench.world.post(bench.news, { from: 'bot', text, entities }).id]
  const groupedId = bench.world.newGroupedId()
  return Array.from({ length: photos }, (_, index) => {
    const file = bench.world.addFile({ kind: 'photo', mimeType: 'image/jpeg', bytes: Buffer.alloc(10), width: 10, height: 10 })
    return bench.world.post(bench.news, { from: 'bot', text: index === 0 ? text : '', entities: index === 0 ? entities : [], file, groupedId }).id
  })
}

test('a dead attempt whose listing is in our channel is settled as SENT with all its messages, never sent again, and free for edits', async () => {
  const album = await staleDelivery(40)
  const single = await staleDelivery(40)
  const albumIds = publish(album.publicId, 3)
  const singleIds = publish(single.publicId, 0)
  await bench.start()
  await until('both are settled', async () => (await bench.db.post.count({ where: { status: 'PUBLISHED' } })) === 2)
  expect(await bench.db.delivery.findUnique({ where: { id: album.deliveryId } })).toMatchObject({ status: 'SENT', attemptToken: null, messageIds: albumIds, withMedia: true })
  expect(await bench.db.delivery.findUnique({ where: { id: single.deliveryId } })).toMatchObject({ status: 'SENT', messageIds: singleIds, withMedia: false })
  expect(await bench.jobsOf('publishPost')).toEqual([])
})

test('a dead attempt whose listing is not in our channel is sent again; a live one is left alone', async () => {
  const dead = await staleDelivery(40)
  const live = await staleDelivery(5)
  publish(`${dead.publicId}x`, 0)
  await bench.start()
  await until('publishing is enqueued', async () => (await bench.jobsOf('publishPost')).length > 0)
  expect(await bench.jobsOf('publishPost')).toEqual([dead.postId])
  expect(await bench.db.delivery.findUnique({ where: { id: dead.deliveryId } })).toMatchObject({ status: 'PENDING', attemptToken: null })
  expect(await bench.db.post.findUnique({ where: { id: dead.postId } })).toMatchObject({ status: 'READY' })
  expect(await bench.db.delivery.findUnique({ where: { id: live.deliveryId } })).toMatchObject({ status: 'SENDING' })
})

test('a listing whose video is still converted is never sent again while it may come out, and settled when it does', async () => {
  const converting = await staleDelivery(40)
  const lost = await staleDelivery(40)
  await bench.db.delivery.update({ where: { id: converting.deliveryId }, data: { sentAt: new Date(Date.now() - 60_000), updatedAt: new Date(Date.now() - 40_000) } })
  await bench.db.delivery.update({ where: { id: lost.deliveryId }, data: { sentAt: new Date(Date.now() - 3_700_000), updatedAt: new Date(Date.now() - 40_000) } })
  await bench.start()
  await until('the lost one is sent again', async () => (await bench.jobsOf('publishPost')).length > 0)
  expect(await bench.jobsOf('publishPost')).toEqual([lost.postId])
  const waiting = await bench.db.delivery.findUniqueOrThrow({ where: { id: converting.deliveryId } })
  expect(waiting.status).toBe('SENDING')
  const ids = publish(converting.publicId, 1)
  await bench.db.delivery.update({ where: { id: converting.deliveryId }, data: { updatedAt: new Date(Date.now() - 40_000) } })
  await until('it is settled', async () => (await bench.db.post.count({ where: { status: 'PUBLISHED' } })) === 1)
  expect(await bench.db.delivery.findUnique({ where: { id: converting.deliveryId } })).toMatchObject({ status: 'SENT', messageIds: ids })
})

test('without sight of our channel nothing is guessed and the owner is told', async () => {
  bench.news.members.delete(sandboxAccount().userId)
  const { deliveryId } = await staleDelivery(40)
  await bench.start()
  const alert = await until('the owner is told', () => bench.db.logEvent.findFirst())
  expect(alert.message).toContain('не видит наш канал')
  expect(await bench.db.delivery.findUnique({ where: { id: deliveryId } })).toMatchObject({ status: 'SENDING' })
})
