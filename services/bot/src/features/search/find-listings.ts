import { modelsNamed, type Search } from '@cars-bot/domain'
import type { Prisma } from '@cars-bot/platform'
import type { App } from '../../app.js'

const searchedDays = 30
const dayMs = 24 * 60 * 60 * 1000

/** Listings of the last 30 days that are still out and fit a search. Words are looked for only in what we publish: a seller's name can't be guessed through them. */
export function listingsFor(search: Search, now: Date): Prisma.PostWhereInput {
  return { status: 'PUBLISHED', statusChangedAt: { gte: new Date(now.getTime() - searchedDays * dayMs) }, car: { is: carFits(search) } }
}

/** Newest first. */
export const newestFirst = [{ statusChangedAt: 'desc' }, { id: 'desc' }] as const satisfies Prisma.PostOrderByWithRelationInput[]

export async function countListings(app: Pick<App, 'db' | 'now'>, search: Search): Promise<number> {
  return app.db.post.count({ where: listingsFor(search, app.now()) })
}

function carFits(search: Search): Prisma.CarWhereInput {
  const { brand, model, transmission, city, words } = search
  const price = between(kopecks(search.priceFromKopecks), kopecks(search.priceToKopecks))
  const year = between(search.yearFrom, search.yearTo)
  return {
    ...(brand === null ? {} : { brand }),
    ...(transmission === null ? {} : { transmission }),
    ...(city === null ? {} : { city }),
    ...(price ? { priceKopecks: price } : {}),
    ...(year ? { year } : {}),
    ...(search.mileageToKm === null ? {} : { mileageKm: { lte: search.mileageToKm } }),
    AND: [...(model === null ? [] : [{ OR: modelFits(model) }]), ...words.map((word) => ({ OR: published(word) }))],
  }
}

function modelFits(name: string): Prisma.CarWhereInput[] {
  const { exact, beginnings } = modelsNamed(name)
  return [{ model: exact }, ...beginnings.map((beginning) => ({ model: { startsWith: beginning } }))]
}

function published(word: string): Prisma.CarWhereInput[] {
  const holds = { contains: word.replaceAll(/[%_\\]/g, ''), mode: 'insensitive' } as const
  return [{ description: holds }, { equipment: holds }, { fuel: holds }, { drive: holds }, { model: holds }]
}

function kopecks(value: number | null): bigint | null {
  return value === null ? null : BigInt(value)
}

function between<T>(from: T | null, to: T | null): { gte?: T; lte?: T } | null {
  if (from === null && to === null) return null
  return { ...(from === null ? {} : { gte: from }), ...(to === null ? {} : { lte: to }) }
}
