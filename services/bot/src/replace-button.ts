import type { BotUpdate } from '@cars-bot/adapters/bot-api'
import type { App } from './app.js'
import type { Reply } from './feature.js'

/** «Сохранить» becomes «Убрать» under the very message it was pressed. That it could not be changed is noted and no fault: the press itself is done. */
export async function replaceButton(app: App, { from, messageId, keyboard }: Extract<BotUpdate, { kind: 'callback' }>, reply: Reply): Promise<void> {
  if (reply.kind !== 'toast' || !reply.replacing || messageId === null || !keyboard) return
  const { data, by } = reply.replacing
  if (!keyboard.flat().some((button) => 'data' in button && button.data === data)) return
  const changed = keyboard.map((row) => row.map((button) => ('data' in button && button.data === data ? by : button)))
  try {
    await app.bot.editKeyboard({ chatId: from.telegramId, messageId, keyboard: changed })
  } catch (error) {
    app.log.warn('button not replaced', { error })
  }
}
