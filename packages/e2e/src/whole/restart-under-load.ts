import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import { numberedAd } from '../system/ads.js'
import { listingsOf } from '../system/sandbox-client.js'
import { serviceNames } from '../system/settings.js'
import type { System } from '../system/start-system.js'
import { watchChannel } from '../system/watch-channel.js'

export type RestartReport = { posted: number; posts: number; listings: number; doubled: number; messages: number; secondsToLastListing: number }

/**
 * Posts `count` ads at a steady pace while each of the five services in turn is killed (SIGKILL) and started again; reports what is in
 * our channel once every post is published and nothing more has come for 3 s.
 */
export async function restartUnderLoad(system: System, db: Database, count: number): Promise<RestartReport> {
  await watchChannel(system, db, 'restart_cars')
  const startedAt = performance.now()
  const killAt = new Map(serviceNames.map((name, index) => [Math.floor(((index + 1) * count) / (serviceNames.length + 1)), name]))
  const restarts: Promise<unknown>[] = []
  for (let n = 0; n < count; n++) {
    const ad = numberedAd(n)
    await system.sandbox.send('POST', '/telegram/channels/restart_cars/posts', { text: ad.text, photos: ad.photos })
    const victim = killAt.get(n)
    if (victim) restarts.push(system.kill(victim).then(() => system.start(victim)))
    await delay(150)
  }
  await Promise.all(restarts)
  await system.untilReady()
  await until(`${count} posts are published`, async () => (await db.post.count({ where: { status: 'PUBLISHED' } })) >= count, 180_000).catch(async (error: unknown) => {
    const states = await db.post.groupBy({ by: ['status', 'statusReason'], _count: true })
    throw new Error(`${error instanceof Error ? error.message : ''}: ${JSON.stringify(states)}`, { cause: error })
  })
  const secondsToLastListing = (performance.now() - startedAt) / 1000
  await delay(3_000)
  const messages = await system.sandbox.news()
  const listings = listingsOf(messages)
  return {
    posted: count,
    posts: await db.post.count(),
    listings: new Set(listings.map((listing) => listing.publicId)).size,
    doubled: listings.length - new Set(listings.map((listing) => listing.publicId)).size,
    messages: messages.length,
    secondsToLastListing: Math.round(secondsToLastListing),
  }
}
