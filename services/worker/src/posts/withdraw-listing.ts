import type { JobPayload } from '@cars-bot/platform'
import type { App } from '../app.js'
import { withdrawnText } from './texts.js'

/** Marks the listing of a WITHDRAWN post in our channel, without its contact link. Safe to run twice. */
export async function withdrawListing(app: App, { postId }: JobPayload<'withdrawListing'>): Promise<void> {
  const post = await app.db.post.findUnique({ where: { id: postId }, include: { deliveries: { where: { status: 'SENT' } } } })
  if (post?.status !== 'WITHDRAWN') return
  for (const { id, chatId, messageIds, withMedia } of post.deliveries) {
    const [messageId] = messageIds
    const html = withdrawnText(post.withdrawalReason)
    if (messageId !== undefined) await (withMedia ? app.bot.editCaption({ chatId, messageId, html }) : app.bot.editText({ chatId, messageId, html }))
    await app.db.delivery.update({ where: { id }, data: { status: 'WITHDRAWN', text: html, editedAt: app.now() } })
  }
}
