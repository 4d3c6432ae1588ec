import { failureOf } from '@cars-bot/adapters/errors'
import type { JobPayload } from '@cars-bot/platform'
import type { App } from '../app.js'
import { saysUserIsGone } from '../notices/send-failure.js'
import { adminChats, mostOpenCards, openCards } from './admin-chats.js'
import { closeCard, closeCards } from './close-cards.js'
import { sendCard, type ModeratedPost } from './send-card.js'
import { changedText } from './texts.js'

/**
 * Brings the cards of a post in the admins' private chats in line with it: while it waits for a decision each admin has one, with a preview and two buttons; once decided, wherever
 * that was, the card says what became of it and has no buttons. An admin has a few open cards at a time, the others come as those are decided. Safe to run twice and beside
 * itself: a card is claimed before it is sent, and one cut off by a crash is sent again, as a second preview does no harm.
 */
export async function showModeration(app: App, { postId }: JobPayload<'showModeration'>): Promise<void> {
  const post = await load(app, postId)
  if (!post) return
  if (post.status !== 'MODERATION') return closeCards(app, post)
  // The last one of its photos brings the post back here by the sweep.
  if (post.media.some((item) => item.status === 'PENDING')) return
  for (const chatId of await adminChats(app)) if (await claim(app, post, chatId)) await send(app, post, chatId)
}

async function load(app: App, postId: string): Promise<ModeratedPost | null> {
  return app.db.post.findUnique({ where: { id: postId }, include: { car: true, sellerContact: true, channel: true, media: { orderBy: { position: 'asc' } } } })
}

async function claim(app: App, post: ModeratedPost, chatId: bigint): Promise<boolean> {
  const key = { postId: post.id, chatId }
  const known = await app.db.moderationCard.findUnique({ where: { postId_chatId: key } })
  if (!known) {
    if ((await openCards(app, chatId)) >= mostOpenCards) return false
    await app.db.moderationCard.createMany({ data: { ...key, revision: post.readRevision }, skipDuplicates: true })
  } else if (known.status === 'WITHDRAWN' || (known.status === 'SENT' && known.revision < post.readRevision)) {
    if (known.status === 'SENT') await closeCard(app, known, changedText)
    await app.db.moderationCard.updateMany({ where: { ...key, status: known.status, revision: known.revision }, data: { status: 'PENDING', messageIds: [], revision: post.readRevision, isDecider: false } })
  }
  const claimed = await app.db.moderationCard.updateMany({ where: { ...key, status: 'PENDING' }, data: { status: 'SENDING', updatedAt: app.now() } })
  return claimed.count > 0
}

async function send(app: App, post: ModeratedPost, chatId: bigint): Promise<void> {
  const key = { postId: post.id, chatId }
  try {
    await sendCard(app, post, chatId)
    await app.db.moderationCard.updateMany({ where: { ...key, status: 'SENDING' }, data: { status: 'SENT' } })
  } catch (error) {
    const isRefused = failureOf(error).kind === 'permanent'
    await app.db.moderationCard.updateMany({ where: { ...key, status: 'SENDING' }, data: { status: isRefused ? 'FAILED' : 'PENDING' } })
    if (!isRefused) throw error
    if (saysUserIsGone(error)) await app.db.user.updateMany({ where: { telegramId: chatId }, data: { hasBlockedBot: true } })
    app.log.warn('card refused', { postId: post.id, error })
    return
  }
  // It may have been decided while its card went out.
  const now = await load(app, post.id)
  if (now && now.status !== 'MODERATION') await closeCards(app, now)
}
