import { plural } from '@cars-bot/domain'

/** Texts of broadcasts in Russian; admins alone read them. */
export const broadcastRussian = {
  broadcastAudience: '📨 <b>Рассылка</b>\n\nКому отправить?',
  audienceNames: { ALL: 'Всем', SUBSCRIBERS: 'С подпиской', ENDED: 'У кого подписка закончилась' },
  broadcastLanguage: (audience: string) => `📨 Рассылка: ${audience.toLowerCase()}.\n\nНа каком языке пишет бот этим людям?`,
  anyLanguage: 'На любом',
  broadcastWrite: '✍️ Напишите текст одним сообщением. Жирный шрифт, ссылки и прочее оформление сохранятся. Перед отправкой я покажу, как он выглядит.',
  broadcastTooLong: ({ length, limit }: { length: number; limit: number }) => `Слишком длинно: ${length} знаков, а в сообщении Telegram не больше ${limit}. Напишите короче.`,
  broadcastRefused: 'Telegram не принимает такой текст. Напишите его иначе, например без оформления.',
  broadcastReady: ({ count, audience, language }: { count: number; audience: string; language: string }) =>
    `☝️ Так это увидят люди.\n\nКому: ${audience.toLowerCase()}; язык: ${language.toLowerCase()}. Получат: <b>${count}</b> ${plural(count, ['человек', 'человека', 'человек'])}.`,
  broadcastSend: '📨 Отправить',
  broadcastRewrite: '✍️ Изменить',
  broadcastCancel: 'Отмена',
  broadcastDropped: 'Рассылка отменена, никто ничего не получил.',
  broadcastNobody: 'Таких людей сейчас нет',
  broadcastOver: 'Эта рассылка уже отправлена или отменена',
}
