import type { WithdrawalReason } from '@cars-bot/platform'

/** What the owner reads of posts, in the sheet and in alerts. */
export const noContactText = 'Нет контактов продавца: ни в объявлении, ни в строке канала'
export const leakText = 'в готовом тексте остался контакт продавца'
export const unansweredText = 'Telegram много раз не ответил на отправку'
export const slowMediaText = 'не загрузилось за 10 минут'
export const modelAwayText = 'модель недоступна, прочитано правилами'

export function sameCarText(evidence: readonly string[]): string {
  return `Та же машина: ${evidence.join(', ')}`
}

export function channelClosedText(words: string): string {
  return `Объявления ждут: Telegram не пускает бота в канал (${words}). Проверьте, что бот — администратор канала с правом публикации.`
}

export function refusedText(words: string): string {
  return `Объявление не опубликовано, Telegram отказал: ${words}`
}

export function withdrawnText(reason: WithdrawalReason | null): string {
  return reason === 'SOLD' ? '✅ Продано' : '⛔️ Снято с продажи'
}
