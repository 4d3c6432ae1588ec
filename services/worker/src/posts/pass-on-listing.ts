import type { Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { handOverDuplicates } from './lead-duplicates.js'
import { requestUpdate } from './request-update.js'
import { settlePrice } from './settle-price.js'

/**
 * Gives the listing of a post whose source is gone to the oldest duplicate that still stands at its own source, with all that leads to it: the message in our channel,
 * the contact link, the people who asked for the contacts or keep it as a favourite. That post is the published one from then on, so its contacts are handed out, and its
 * edits and its deletion are followed as those of any other. False when there is no such duplicate. The caller holds the listing.
 */
export async function passOnListing(app: App, { postId, token }: { postId: string; token: string }): Promise<boolean> {
  const heirId = await app.db.$transaction(async (tx) => {
    const heir = await tx.post.findFirst({
      where: { duplicateOfId: postId, status: 'DUPLICATE', sourceDeletedAt: null, car: { isNot: null } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, publicId: true },
    })
    if (!heir) return null
    const post = await tx.post.findUniqueOrThrow({ where: { id: postId }, select: { publicId: true } })
    await tx.post.update({ where: { id: postId }, data: { publicId: `${post.publicId}-` } })
    const taken = await tx.post.updateMany({
      where: { id: heir.id, status: 'DUPLICATE', sourceDeletedAt: null },
      data: { status: 'PUBLISHED', statusReason: null, statusChangedAt: app.now(), duplicateOfId: null, duplicateEvidence: [], publicId: post.publicId },
    })
    if (taken.count === 0) throw new Error(`duplicate ${heir.id} left its status while it took over a listing`)
    await tx.post.update({ where: { id: postId }, data: { publicId: heir.publicId } })
    await handOverDuplicates(tx, { from: postId, to: heir.id })
    // Left over from an attempt before it was found to be a duplicate.
    await tx.delivery.deleteMany({ where: { postId: heir.id, sentAt: null } })
    await tx.delivery.updateMany({ where: { postId, attemptToken: token }, data: { postId: heir.id, text: null } })
    await moveReaders(tx, { from: postId, to: heir.id })
    await settlePrice(app, tx, { originalId: heir.id })
    return heir.id
  })
  if (heirId === null) return false
  app.log.info('listing passed on to a duplicate', { postId, heirId })
  await requestUpdate(app, heirId, { isDue: true })
  return true
}

/** Somebody who has to do with both posts already keeps what they have with the heir. */
async function moveReaders(tx: Transaction, { from, to }: { from: string; to: string }): Promise<void> {
  await tx.$executeRaw`
    UPDATE "ContactRequest" moved SET "postId" = ${to}::uuid WHERE "postId" = ${from}::uuid
    AND NOT EXISTS (SELECT 1 FROM "ContactRequest" known WHERE known."postId" = ${to}::uuid AND known."userId" = moved."userId")`
  await tx.$executeRaw`
    UPDATE "Favourite" moved SET "postId" = ${to}::uuid WHERE "postId" = ${from}::uuid
    AND NOT EXISTS (SELECT 1 FROM "Favourite" known WHERE known."postId" = ${to}::uuid AND known."userId" = moved."userId")`
}
