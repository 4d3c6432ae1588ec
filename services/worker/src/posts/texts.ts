/** What the owner reads of posts, in the sheet and in alerts. */
export const noContactText = 'Нет контактов продавца: ни в объявлении, ни в строке канала'
export const leakText = 'в готовом тексте остался контакт продавца'
export const unansweredText = 'Telegram много раз не ответил на отправку'
export const slowMediaText = 'не загрузилось за 10 минут'
export const deletedSourceText = 'удалено в источнике'
export const soldText = 'Продавец написал, что машина продана'
export const refusedByOwnerText = 'отклонено владельцем'
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

export function doubtfulText(reason: string, link: string | null): string {
  return `Опубликованное объявление изменено продавцом, посмотрите его${link === null ? '' : ` (${link})`}: ${reason}`
}

export function unchangedText(words: string, link: string): string {
  return `Объявление в канале не удалось исправить (${link}), Telegram отказал: ${words}`
}

export function editsWaitText(words: string): string {
  return `Объявления в канале не исправляются: Telegram не пускает бота в канал (${words}). Проверьте, что бот — администратор канала с правом публикации и правки.`
}
