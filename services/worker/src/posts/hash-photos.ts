import { photoHash } from '@cars-bot/adapters/pictures'
import type { App } from '../app.js'
import { duplicateWindowMs } from './car-candidates.js'

const mostOthers = 60

/**
 * Gives every stored photo of a post its perceptual hash, and the photos of like cars that wait for a person or stand behind another listing, which nobody looked at so far. Safe
 * to run twice and beside itself.
 */
export async function hashPhotos(app: Pick<App, 'db' | 'media' | 'now'>, post: { id: string; car: { brand: string | null; model: string | null } | null }): Promise<void> {
  const unhashed = { kind: 'PHOTO', status: 'STORED', contentHash: { not: null }, perceptualHash: null } as const
  const select = { id: true, contentHash: true } as const
  const own = await app.db.postMedia.findMany({ where: { ...unhashed, postId: post.id }, select })
  const since = new Date(app.now().getTime() - duplicateWindowMs)
  const { brand, model } = post.car ?? { brand: null, model: null }
  const others =
    own.length === 0 || brand === null || model === null
      ? []
      : await app.db.postMedia.findMany({ where: { ...unhashed, post: { status: { in: ['DUPLICATE', 'MODERATION'] }, createdAt: { gt: since }, car: { brand, model } } }, select, take: mostOthers })
  for (const { id, contentHash } of [...own, ...others]) {
    const perceptualHash = contentHash === null ? null : await photoHash(app.media.path(contentHash))
    if (perceptualHash !== null) await app.db.postMedia.update({ where: { id }, data: { perceptualHash } })
  }
}
