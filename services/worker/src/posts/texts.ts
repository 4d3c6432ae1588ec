/** What the owner reads of posts, in the sheet and in alerts. */
export const noContactText = 'Нет контактов продавца: ни в объявлении, ни в строке канала'
export const leakText = 'в готовом тексте остался контакт продавца'
export const unansweredText = 'Telegram много раз не ответил на отправку'
export const unusablePhotoText = 'Telegram не примет этот файл как фото'
export const refusedMediaText = 'Telegram не принял файл'
export const slowMediaText = 'не загрузилось за 10 минут'
export const deletedSourceText = 'удалено в источнике'
export const soldText = 'Продавец написал, что машина продана'
export const modelAwayText = 'модель недоступна, прочитано правилами'
export const budgetSpentText = 'бюджет ИИ на день исчерпан, прочитано правилами'
export const budgetWaitText = 'Бюджет ИИ на день исчерпан: объявление ждёт полуночи (Москва)'
export const modelSilentText = 'Модель ИИ давно не отвечает: объявления читаются правилами, пока она не ответит.'
export const modelNoCreditText = 'На счёте OpenAI не осталось денег или квоты: объявления читаются правилами, пока модель не ответит.'
export const modelBackText = 'Модель ИИ снова отвечает: объявления читает она.'

export function modelNoAccessText(words: string): string {
  return `Модель ИИ не пускает нас (${words}): объявления читаются правилами. Проверьте OPENAI_API_KEY и OPENAI_MODEL.`
}

export function modelRefusedAdText(words: string): string {
  return `модель не приняла запрос (${words}), прочитано правилами`
}

export function modelBudgetText(microUsd: number): string {
  return `Бюджет ИИ на сегодня исчерпан: ${microUsd / 1_000_000} $. Что дальше с объявлениями, решает настройка «Когда бюджет ИИ исчерпан».`
}

export function sameCarText(evidence: readonly string[]): string {
  return `Та же машина: ${evidence.join(', ')}`
}

export function absurdPriceText(offer: string, price: string): string {
  return `Другой источник просит за ту же машину ${offer} при цене ${price}: цена не принята, посмотрите объявление`
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
