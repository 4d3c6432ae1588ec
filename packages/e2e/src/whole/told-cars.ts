import sharp from 'sharp'
import type { Database, PostStatus } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import { carPicture, dealersCars, dealersText, offeredCars, retold, shuffled, type Draw } from '@cars-bot/sandbox'
import { listingsOf } from '../system/sandbox-client.js'
import { seededRandom } from '../system/seeded-random.js'
import type { System } from '../system/start-system.js'
import { watchChannel } from '../system/watch-channel.js'

export type ToldCarsOptions = { cars: number; channels: number; dealers: number; others: number; seed: number }
export type ToldCarsFigures = {
  posts: number
  /** Listings in our channel, of each of the three kinds of ads. */
  listings: { retold: number; dealers: number; others: number }
  merged: number
  wrongMerges: number
  carsTwice: number
  notSettled: Partial<Record<PostStatus, number>>
  seconds: number
  faults: string[]
}

type Ad = { car: string; channel: string; text: string; pictures: string[] }

/**
 * Posts the same cars in several channels in other words with photos compressed anew, like cars of one dealer with its sign under each, and cars of many sellers, all in random order
 * and as fast as the sandbox takes them; reports what is in our channel once every post is settled.
 */
export async function tellCars(system: System, db: Database, options: ToldCarsOptions): Promise<ToldCarsFigures> {
  const random = seededRandom(options.seed)
  const draw: Draw = (limit) => random.below(limit)
  const ads = shuffled(await adsOf(options, draw), draw)
  for (const channel of new Set(ads.map((ad) => ad.channel))) await watchChannel(system, db, channel)
  const startedAt = performance.now()
  const carOf = new Map<string, Ad>()
  for (const ad of ads) {
    const { messageIds } = await system.sandbox.send<{ messageIds: number[] }>('POST', `/telegram/channels/${ad.channel}/posts`, { text: ad.text, pictures: ad.pictures })
    carOf.set(`@${ad.channel}/${messageIds[0]}`, ad)
  }
  const settled = ['PUBLISHED', 'DUPLICATE', 'MODERATION', 'REJECTED', 'FAILED'] as const
  await until('every ad is settled', async () => (await db.post.count({ where: { status: { in: [...settled] } } })) >= ads.length, 300_000).catch(() => {})
  const posts = await db.post.findMany({ include: { channel: { select: { reference: true } } } })
  const adOf = new Map(posts.map((post) => [post.id, carOf.get(`${post.channel.reference}/${post.messageId}`)]))
  const published = new Set(listingsOf(await system.sandbox.news()).map(({ publicId }) => publicId))
  const listed = posts.filter((post) => published.has(post.publicId)).flatMap((post) => adOf.get(post.id) ?? [])
  const merged = posts.filter(({ status }) => status === 'DUPLICATE')
  const wrong = merged.filter(({ id, duplicateOfId }) => adOf.get(id)?.car !== adOf.get(duplicateOfId ?? '')?.car)
  const twice = [...Map.groupBy(listed, ({ car }) => car).values()].filter((same) => same.length > 1)
  const left = posts.filter(({ status }) => status !== 'PUBLISHED' && status !== 'DUPLICATE')
  const line = (ad: Ad | undefined): string => `${ad?.car} ${ad?.text.replaceAll('\n', ' | ')}`
  const countOf = (kind: string): number => listed.filter(({ car }) => car.startsWith(kind)).length
  return {
    posts: posts.length,
    listings: { retold: countOf('retold'), dealers: countOf('dealer'), others: countOf('other') },
    merged: merged.length,
    wrongMerges: wrong.length,
    carsTwice: twice.length,
    notSettled: Object.fromEntries([...Map.groupBy(left, ({ status }) => status)].map(([status, same]) => [status, same.length])),
    seconds: Math.round((performance.now() - startedAt) / 1000),
    faults: [
      ...wrong.map(({ id, duplicateOfId, duplicateEvidence }) => `${duplicateEvidence.join(', ')}: ${line(adOf.get(id))} <> ${line(adOf.get(duplicateOfId ?? ''))}`),
      ...twice.map((same) => same.map(line).join(' <> ')),
      ...left.map(({ id, status, statusReason }) => `${status} ${statusReason}: ${line(adOf.get(id))}`),
    ].slice(0, 20),
  }
}

/** Whether each car became one listing, and no two cars became one. */
export function isEachTold({ listings, wrongMerges, carsTwice }: ToldCarsFigures, { cars, dealers, others }: ToldCarsOptions): boolean {
  return listings.retold === cars && listings.dealers === dealers && listings.others === others && wrongMerges + carsTwice === 0
}

async function adsOf({ cars, channels, dealers, others }: ToldCarsOptions, draw: Draw): Promise<Ad[]> {
  const signs = [9_001, 9_002].map((seed) => carPicture(seed).toString('base64'))
  const ads: Ad[] = []
  for (const [index, car] of offeredCars(cars, draw).entries()) {
    for (let telling = 0; telling < channels; telling++) {
      const { text, photos } = retold(car, telling, draw)
      const pictures = photos === 'none' ? [] : await Promise.all([1, 2, 3].map((photo) => picture(10 * index + photo, photos === 'compressed' ? 40 + draw(40) : null)))
      ads.push({ car: `retold ${index}`, channel: `told_cars_${telling}`, text, pictures })
    }
  }
  for (const [index, car] of dealersCars(dealers, draw).entries()) {
    ads.push({ car: `dealer ${index}`, channel: 'dealers_cars', text: dealersText(car), pictures: [await picture(3_000 + 2 * index, null), await picture(3_001 + 2 * index, null), ...signs] })
  }
  for (const [index, car] of offeredCars(others, draw).entries()) {
    ads.push({ car: `other ${index}`, channel: `told_cars_${index % channels}`, text: retold(car, 0, draw).text, pictures: index % 3 === 0 ? [] : [await picture(5_000 + index, 80)] })
  }
  return ads
}

/** A photo as it was taken, or as another channel has it: smaller, and compressed anew. */
async function picture(seed: number, quality: number | null): Promise<string> {
  const original = carPicture(seed)
  return (quality === null ? original : await sharp(original).resize(480 + (seed % 3) * 80).jpeg({ quality }).toBuffer()).toString('base64')
}
