import type { App } from '../app.js'

/** Whether the person stopped the bot; while so, nothing is sent to them. */
export async function noteBlock(app: App, telegramId: bigint, hasBlockedBot: boolean): Promise<void> {
  const changed = await app.db.user.updateMany({ where: { telegramId, hasBlockedBot: !hasBlockedBot }, data: { hasBlockedBot } })
  if (changed.count > 0) app.log.info(hasBlockedBot ? 'bot blocked by a user' : 'bot unblocked by a user', { telegramId })
}
