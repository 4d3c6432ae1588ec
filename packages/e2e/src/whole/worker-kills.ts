import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import { numberedAd } from '../system/ads.js'
import { listingsOf } from '../system/sandbox-client.js'
import { seededRandom } from '../system/seeded-random.js'
import type { System } from '../system/start-system.js'
import { watchChannel } from '../system/watch-channel.js'

export type WorkerKillsOptions = { posts: number; kills: number; seed: number }
export type WorkerKillsFigures = { posts: number; kills: number; killsWhileSending: number; listings: number; doubled: number; wrongAlbums: number; notPublished: number; seconds: number }

/** The longest life of a worker between two kills; it takes about a second to be at work. */
const longestLifeMs = 2_500

/**
 * Posts ads evenly over the whole time in which the worker is killed again and again at random moments, then lets it finish; reports what
 * is in our channel when every post is published or three minutes have passed.
 */
export async function killWorker(system: System, db: Database, { posts, kills, seed }: WorkerKillsOptions): Promise<WorkerKillsFigures> {
  const random = seededRandom(seed)
  await watchChannel(system, db, 'killed_cars')
  const startedAt = performance.now()
  let killed = 0
  let killsWhileSending = 0
  const killing = (async () => {
    for (; killed < kills; killed++) {
      await until('the worker works', () => system.ready('worker'), 30_000)
      await delay(random.next() * longestLifeMs)
      await system.kill('worker')
      if ((await db.delivery.count({ where: { status: 'SENDING' } })) > 0) killsWhileSending += 1
      await system.start('worker')
    }
  })()
  for (let n = 0; n < posts; n++) {
    const ad = numberedAd(n)
    await system.sandbox.send('POST', '/telegram/channels/killed_cars/posts', { text: ad.text, photos: ad.photos })
    // The next ad comes when its share of the kills has happened.
    await until('the next share of kills', () => killed >= Math.floor((n * kills) / posts), 60_000)
    await delay(100)
  }
  await killing
  await until('all are published', async () => (await db.post.count({ where: { status: 'PUBLISHED' } })) >= posts, 180_000).catch(() => {})
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  // A double would come out late.
  await delay(3_000)
  const listings = listingsOf(await system.sandbox.news())
  const distinct = new Map(listings.map((listing) => [listing.publicId, listing]))
  const rows = await db.post.findMany({ include: { deliveries: true } })
  return {
    posts: rows.length,
    kills: killed,
    killsWhileSending,
    listings: distinct.size,
    doubled: listings.length - distinct.size,
    wrongAlbums: rows.filter((row) => row.deliveries[0]?.messageIds.length !== distinct.get(row.publicId)?.messages.length).length,
    notPublished: rows.filter((row) => row.status !== 'PUBLISHED').length,
    seconds,
  }
}

/** Whether it came out as the product promises. */
export function isEachOnce(figures: WorkerKillsFigures, { posts }: WorkerKillsOptions): boolean {
  const { listings, doubled, wrongAlbums, notPublished } = figures
  return figures.posts === posts && listings === posts && doubled + wrongAlbums + notPublished === 0
}
