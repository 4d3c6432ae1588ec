import type { JobPayload } from '@cars-bot/platform'
import type { App } from '../app.js'
import { draftListing } from './draft-listing.js'

/** Makes the listing in our channel say what the post's rows say. Safe to run twice. */
export async function updateListing(app: App, { postId }: JobPayload<'updateListing'>): Promise<void> {
  const include = { car: true, sellerContact: true, channel: true, media: { orderBy: { position: 'asc' } }, deliveries: { where: { status: 'SENT' } } } as const
  const post = await app.db.post.findUnique({ where: { id: postId }, include })
  if (post?.status !== 'PUBLISHED' || !post.car) return
  const draft = await draftListing(app, { ...post, car: post.car }, { withVideos: true })
  if (draft.kind === 'leak') return
  for (const { id, chatId, messageIds, withMedia, text } of post.deliveries) {
    const [messageId] = messageIds
    if (messageId === undefined || text === draft.html) continue
    await (withMedia ? app.bot.editCaption({ chatId, messageId, html: draft.html }) : app.bot.editText({ chatId, messageId, html: draft.html }))
    await app.db.delivery.update({ where: { id }, data: { text: draft.html, editedAt: app.now() } })
  }
}
