import { escapeHtml, refusedByOwnerText } from '@cars-bot/domain'
import type { PostModel } from '@cars-bot/platform'

export const approveButton = '✅ Опубликовать'
export const refuseButton = '⛔️ Отклонить'
export const noPreviewText = 'Показать его таким, каким оно выйдет, не удалось: откройте источник.'
export const changedText = '✏️ Объявление изменилось у источника, новая карточка ниже.'

export function moreWaitText(count: number): string {
  return `\n⏳ Ждут ещё: ${count}. Их карточки придут по мере ваших решений, все сразу — в таблице.`
}

export type CardSubject = { car: string; reason: string; source: string; sourceUrl: string | null }

/** The card under the preview: what it is, why a person is asked, where it comes from. */
export function cardText({ car, reason, source, sourceUrl }: CardSubject): string {
  const name = escapeHtml(source)
  const lines = [`🔎 На проверке${car === '' ? '' : `: <b>${escapeHtml(car)}</b>`}`, reason === '' ? '' : `Почему: ${escapeHtml(reason)}`, `Источник: ${sourceUrl === null ? name : `<a href="${sourceUrl}">${name}</a>`}`]
  return lines.filter((line) => line !== '').join('\n')
}

/** Who pressed a button: the reader of the card or another admin; null: it was decided elsewhere. */
export type DecidedBy = 'you' | 'other-admin' | null

/** What became of the post, for the card that asked about it. */
export function decidedText({ status, statusReason: reason }: Pick<PostModel, 'status' | 'statusReason'>, by: DecidedBy): string {
  switch (status) {
    case 'READY':
    case 'PUBLISHING':
    case 'PUBLISHED':
      return `✅ ${decision(by, 'Одобрено', 'Вы одобрили')}`
    case 'REJECTED':
      return `⛔️ ${reason === refusedByOwnerText && by !== null ? decision(by, 'Отклонено', 'Вы отклонили') : escapeHtml(capitalised(reason ?? 'отклонено'))}`
    case 'WITHDRAWN':
      return `⛔️ Снято: ${escapeHtml(reason ?? 'продавец убрал объявление')}`
    case 'DUPLICATE':
      return '🔁 Эта машина уже есть в другом объявлении'
    case 'FAILED':
      return `⚠️ Не опубликовано: ${escapeHtml(reason ?? 'ошибка')}`
    case 'NEW':
    case 'PROCESSING':
    case 'MODERATION':
      return changedText
  }
}

function decision(by: DecidedBy, done: string, doneByYou: string): string {
  if (by === 'you') return doneByYou
  return by === null ? done : `${done} другим администратором`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
