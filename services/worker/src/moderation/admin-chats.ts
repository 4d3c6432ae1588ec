import type { App } from '../app.js'

/** An admin sees so many undecided cards at a time. */
export const mostOpenCards = 10

/** Private chats of the admins who have opened the bot and not stopped it. */
export async function adminChats(app: Pick<App, 'db' | 'adminIds'>): Promise<bigint[]> {
  const admins = await app.db.user.findMany({ where: { telegramId: { in: [...app.adminIds] }, hasBlockedBot: false }, select: { telegramId: true }, orderBy: { telegramId: 'asc' } })
  return admins.map(({ telegramId }) => telegramId)
}

export async function openCards(app: Pick<App, 'db'>, chatId: bigint): Promise<number> {
  return app.db.moderationCard.count({ where: { chatId, status: { in: ['PENDING', 'SENDING', 'SENT'] }, post: { status: 'MODERATION' } } })
}
