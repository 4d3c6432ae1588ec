import { plural } from './plural.js'

export type BroadcastState = 'SENDING' | 'STOPPED' | 'DONE'

/** How many people a broadcast is for and what became of it; `unknown`: cut off while being sent, so it may have come and is not sent again. */
export type BroadcastCounts = { total: number; sent: number; refused: number; unknown: number }

/** How far a broadcast is, for the admin who sent it. */
export function broadcastProgress(state: BroadcastState, { total, sent, refused, unknown }: BroadcastCounts): string {
  const heads: Record<BroadcastState, string> = { SENDING: '📨 Рассылка идёт', STOPPED: '⏹ Рассылка остановлена', DONE: '✅ Рассылка закончена' }
  const lines = [
    heads[state],
    `Отправлено: ${sent} из ${total}`,
    ...(refused > 0 ? [`Не дошло: ${refused} (${plural(refused, ['человек остановил', 'человека остановили', 'человек остановили'])} бота или удалён)`] : []),
    ...(unknown > 0 ? [`Неизвестно: ${unknown} — отправка оборвалась, второй раз не отправляем`] : []),
  ]
  return lines.join('\n')
}

export const stopBroadcastButton = '⏹ Остановить'

/** Data of the button that stops a broadcast: 51 of the 64 bytes of the Bot API (core.telegram.org/bots/api#inlinekeyboardbutton). */
export function stopBroadcastData(broadcastId: string): string {
  return `broadcast-stop:${broadcastId}`
}
