import type { App } from '../app.js'
import { adminChats, mostOpenCards, openCards } from './admin-chats.js'
import { requestModeration } from './request-moderation.js'

/** A claim older than this belongs to a dead process. */
const sendingForMs = 120_000

/** Finds posts that wait without a card where an admin has room for one, cards of posts that are decided, and cards whose sending was cut off. */
export async function requeueModeration(app: App): Promise<void> {
  await app.db.moderationCard.updateMany({ where: { status: 'SENDING', updatedAt: { lt: new Date(app.now().getTime() - sendingForMs) } }, data: { status: 'PENDING' } })
  const decided = await app.db.moderationCard.findMany({ where: { status: { in: ['PENDING', 'SENT'] }, post: { status: { not: 'MODERATION' } } }, select: { postId: true } })
  const cutOff = await app.db.moderationCard.findMany({ where: { status: 'PENDING', post: { status: 'MODERATION' } }, select: { postId: true } })
  const found = new Set([...decided, ...cutOff].map(({ postId }) => postId))
  for (const chatId of await adminChats(app)) for (const id of await nextFor(app, chatId)) found.add(id)
  for (const postId of found) await requestModeration(app, postId)
}

/** The oldest posts that the admin has no card of, as many as there is room for. */
async function nextFor(app: App, chatId: bigint): Promise<string[]> {
  const room = mostOpenCards - (await openCards(app, chatId))
  if (room <= 0) return []
  const posts = await app.db.post.findMany({
    where: { status: 'MODERATION', moderationCards: { none: { chatId, status: { not: 'WITHDRAWN' } } }, media: { none: { status: 'PENDING' } } },
    select: { id: true },
    orderBy: { createdAt: 'asc' },
    take: room,
  })
  return posts.map(({ id }) => id)
}
