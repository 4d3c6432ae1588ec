import { findContacts, messageOrigin } from '@cars-bot/domain'
import type { CarModel, Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { factsOfCar } from './facts-of-car.js'
import { findOriginal } from './find-original.js'
import { hashPhotos } from './hash-photos.js'
import { becomeOriginal, handOverDuplicates } from './lead-duplicates.js'
import { announcePrice, settlePrice, type PriceChange } from './settle-price.js'
import { sameCarText } from './texts.js'

/** Looks at the photos of a READY post and merges it as below; true when it is a duplicate now. */
export async function mergeByPhotos(app: App, post: { id: string; car: CarModel | null }): Promise<boolean> {
  await hashPhotos(app, post)
  const change = await app.db.$transaction((tx) => mergeBeforePublishing(app, tx, post.id))
  if (change) await announcePrice(app, change)
  return change !== null
}

/**
 * The last look before a READY post goes out, when its photos are there too: it becomes a DUPLICATE where its car is out already, or about to go out, and what that made of the
 * price is returned. Null: it is to be published; a like post that still waits for a person stands behind it then. Sees what others store at the same time only in the transaction
 * that claims the post.
 */
export async function mergeBeforePublishing(app: App, tx: Transaction, postId: string): Promise<PriceChange | null> {
  const include = { car: true, channel: true, media: { where: { perceptualHash: { not: null } }, select: { perceptualHash: true } } } as const
  const post = await tx.post.findUnique({ where: { id: postId }, include })
  if (post?.status !== 'READY' || !post.car) return null
  const contacts = findContacts(post.text, messageOrigin.parse(post.origin))
  const photos = post.media.flatMap(({ perceptualHash }) => perceptualHash ?? [])
  const { found } = await findOriginal(app, tx, { post, facts: factsOfCar(post.car), contacts, text: post.text, photos, isFirst: false })
  if (found === null) return null
  if (found.isWaiting) {
    await becomeOriginal(app, tx, { postId, waitingId: found.id, evidence: found.evidence })
    return null
  }
  const { count } = await tx.post.updateMany({
    where: { id: postId, status: 'READY' },
    data: { status: 'DUPLICATE', statusReason: sameCarText(found.evidence), statusChangedAt: app.now(), duplicateOfId: found.id, duplicateEvidence: found.evidence },
  })
  if (count === 0) return null
  await handOverDuplicates(tx, { from: postId, to: found.id })
  app.log.info('post found to be a duplicate before publishing', { postId, originalId: found.id })
  return settlePrice(app, tx, { originalId: found.id })
}
