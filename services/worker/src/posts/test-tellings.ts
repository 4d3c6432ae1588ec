import { carPicture, shuffled, type Draw } from '@cars-bot/sandbox'
import type { PostStatus } from '@cars-bot/platform'
import { processPost } from './process-post.js'
import { publishPost } from './publish-post.js'
import { aChannel, aPost, type PostsTestApp } from './test-posts.js'

/** One ad of a car: whose it is by number, and its pictures by the seeds and sizes they are drawn with. */
export type Telling = { car: number; channel: number; text: string; pictures: { seed: number; isSmall: boolean }[] }

export type Outcome = { listings: number; waiting: number; merged: number; wrongMerges: number; carsTwice: number; statuses: Partial<Record<PostStatus, number>>; faults: string[] }

/** A generator of numbers that a seed repeats (mulberry32). */
export function drawOf(seed: number): Draw {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
}

/** Reads all ads in random order, eight at once, then publishes, two at once, as the queues do; reports which ads ended as one listing. */
export async function runTellings(app: PostsTestApp, tellings: readonly Telling[], draw: Draw): Promise<Outcome> {
  const plain = { ...app, adReader: null }
  const channels = await Promise.all(Array.from({ length: 1 + Math.max(...tellings.map(({ channel }) => channel)) }, () => aChannel(app)))
  const cars = new Map<string, Telling>()
  for (const telling of shuffled(tellings, draw)) {
    const post = await aPost(app, { channelId: channels[telling.channel]?.id ?? 0, text: telling.text, hasSourceMedia: telling.pictures.length > 0 })
    for (const [position, { seed, isSmall }] of telling.pictures.entries()) {
      const { contentHash, sizeBytes } = await app.media.put(isSmall ? carPicture(seed, 400, 300) : carPicture(seed))
      await app.db.postMedia.create({ data: { postId: post.id, messageId: post.messageId + position, position, kind: 'PHOTO', status: 'STORED', contentHash, sizeBytes, mimeType: 'image/png' } })
    }
    cars.set(post.id, telling)
  }
  await inTurns([...cars.keys()], 8, (postId) => processPost(plain, { postId }))
  const ready = await app.db.post.findMany({ where: { status: 'READY' }, select: { id: true } })
  await inTurns(shuffled(ready, draw), 2, ({ id }) => publishPost(plain, { postId: id }))
  return outcomeOf(app, cars)
}

async function inTurns<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }))
}

async function outcomeOf(app: PostsTestApp, cars: ReadonlyMap<string, Telling>): Promise<Outcome> {
  const posts = await app.db.post.findMany({ include: { car: true } })
  const published = posts.filter(({ status }) => status === 'PUBLISHED')
  const counts = Map.groupBy(published, ({ id }) => cars.get(id)?.car)
  const wrong = posts.filter(({ status, id, duplicateOfId }) => status === 'DUPLICATE' && cars.get(id)?.car !== cars.get(duplicateOfId ?? '')?.car)
  const twice = [...counts.values()].filter((same) => same.length > 1)
  const words = (id: string | null): string => (cars.get(id ?? '')?.text ?? '').replaceAll('\n', ' | ')
  return {
    listings: published.length,
    waiting: posts.filter(({ status }) => status === 'MODERATION').length,
    merged: posts.filter(({ status }) => status === 'DUPLICATE').length,
    wrongMerges: wrong.length,
    carsTwice: twice.length,
    statuses: Object.fromEntries([...Map.groupBy(posts, ({ status }) => status)].map(([status, same]) => [status, same.length])),
    faults: [
      ...wrong.map(({ id, duplicateOfId, duplicateEvidence }) => `merged by ${duplicateEvidence.join(', ')}: ${words(id)} <> ${words(duplicateOfId)}`),
      ...twice.map((same) => `twice: ${same.map(({ id, car }) => `${words(id)} [${car?.brand} ${car?.model} ${car?.year} ${car?.mileageKm} ${car?.priceKopecks}]`).join(' <> ')}`),
      ...posts.filter(({ status }) => status === 'REJECTED' || status === 'MODERATION').map(({ id, status, statusReason }) => `${status} ${statusReason}: ${words(id)}`),
    ],
  }
}
