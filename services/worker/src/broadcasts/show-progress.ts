import { broadcastProgress, stopBroadcastButton, stopBroadcastData } from '@cars-bot/domain'
import { countRecipients } from '@cars-bot/platform'
import type { App } from '../app.js'

/** Brings the admin's message in line with the broadcast. That it can't be shown just now stops no broadcast. */
export async function showProgress(app: App, broadcastId: string): Promise<void> {
  // Touched even where nothing can be shown: it tells that somebody is at work.
  const { status, adminTelegramId, progressMessageId } = await app.db.broadcast.update({ where: { id: broadcastId }, data: { updatedAt: app.now() } })
  if (progressMessageId === null || status === 'DRAFT') return
  const html = broadcastProgress(status, await countRecipients(app.db, broadcastId))
  const keyboard = [[{ text: stopBroadcastButton, data: stopBroadcastData(broadcastId) }]]
  try {
    await app.bot.editText({ chatId: adminTelegramId, messageId: progressMessageId, html, ...(status === 'SENDING' ? { keyboard } : {}) })
  } catch (error) {
    app.log.info('progress not shown', { broadcastId, error })
  }
}
