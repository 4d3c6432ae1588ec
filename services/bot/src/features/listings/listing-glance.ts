import type { CarGlance } from '@cars-bot/domain'
import type { PostStatus, Prisma } from '@cars-bot/platform'

/** One listing in a list. */
export type ListingGlance = { publicId: string; car: CarGlance | null; isLive: boolean }

/** What a list needs of a post: nothing of the seller. */
export const glanceSelect = {
  publicId: true,
  status: true,
  car: { select: { brand: true, model: true, year: true, engineVolumeCc: true, transmission: true, mileageKm: true, city: true, priceKopecks: true, previousPriceKopecks: true } },
} as const satisfies Prisma.PostSelect

export function glanceOf({ publicId, status, car }: { publicId: string; status: PostStatus; car: CarGlance | null }): ListingGlance {
  return { publicId, car, isLive: status === 'PUBLISHED' }
}

/** Listings on one page, and where the next begins. */
export type ListingPage = { listings: ListingGlance[]; page: number; hasNext: boolean; total: number }

export const pageSize = 5
/** Beyond this nobody turns pages by hand. */
export const mostPages = 200

export function pageOf(listings: ListingGlance[], page: number, total: number): ListingPage {
  return { listings, page, hasNext: (page + 1) * pageSize < total && page + 1 < mostPages, total }
}
