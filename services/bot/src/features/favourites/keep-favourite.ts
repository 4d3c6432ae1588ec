import type { App } from '../../app.js'

/** Keeps a listing that is out among a person's favourites, or takes it off, however often it is asked. False when there is no such listing. */
export async function keepFavourite(app: Pick<App, 'db'>, input: { userId: string; publicId: string; isKept: boolean }): Promise<boolean> {
  const { userId, publicId, isKept } = input
  const post = await app.db.post.findUnique({ where: { publicId }, select: { id: true, status: true } })
  if (!post) return false
  if (!isKept) {
    await app.db.favourite.deleteMany({ where: { userId, postId: post.id } })
    return true
  }
  if (post.status !== 'PUBLISHED') return false
  await app.db.favourite.createMany({ data: [{ userId, postId: post.id }], skipDuplicates: true })
  return true
}
