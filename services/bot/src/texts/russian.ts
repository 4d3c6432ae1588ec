import type { Command } from '@cars-bot/adapters/bot-api'
import { escapeHtml, formatMoscowDateTime, formatMoscowTime, formatRubles, plural } from '@cars-bot/domain'
import { alertsRussian } from './alerts-russian.js'
import { broadcastRussian } from './broadcast-russian.js'
import { moneyRussian } from './money-russian.js'

const commands: readonly Command[] = [
  { command: 'start', description: 'О боте' },
  { command: 'search', description: 'Поиск машины' },
  { command: 'alerts', description: 'Мои поиски: сообщать о новых' },
  { command: 'favorites', description: 'Избранное' },
  { command: 'history', description: 'Открытые контакты' },
  { command: 'subscription', description: 'Моя подписка' },
  { command: 'promo', description: 'Промокод' },
  { command: 'invite', description: 'Пригласить друга' },
  { command: 'lang', description: 'Язык / Language' },
  { command: 'help', description: 'Как это работает' },
  { command: 'terms', description: 'Условия' },
  { command: 'paysupport', description: 'Вопрос об оплате' },
]

/** What admins see besides. */
const adminCommands: readonly Command[] = [
  { command: 'moderation', description: 'Объявления на проверке' },
  { command: 'broadcast', description: 'Рассылка' },
  { command: 'openings', description: 'Кто сколько контактов открыл' },
  { command: 'gift', description: 'Подарить дни подписки' },
  { command: 'refund', description: 'Вернуть деньги' },
  { command: 'newpromo', description: 'Новый промокод' },
]

/** Every text of the bot in Russian, as Telegram HTML; values are escaped here. */
export const russian = {
  ...moneyRussian,
  ...broadcastRussian,
  ...alertsRussian,
  commands,
  adminCommands,

  welcome: (firstName: string | null) =>
    `👋 Здравствуйте${firstName ? `, ${escapeHtml(firstName)}` : ''}!\n\nМы собираем объявления о продаже автомобилей в одном канале. Читать их можно бесплатно, а контакты продавцов открывает подписка: нажмите «Получить контакты» под объявлением.\n\nСрок и продление: /subscription\nКак это работает: /help`,
  help:
    '<b>Как это работает</b>\n\n1. Выберите машину в нашем канале.\n2. Нажмите «Получить контакты» под объявлением: откроется этот чат.\n3. С подпиской контакты придут сразу. Без неё бот предложит оформить подписку и пришлёт контакты этого объявления после оплаты.\n\nИщете что-то определённое? Напишите прямо сюда, например <code>BMW X5 до 3 млн от 2015</code>: бот покажет подходящие машины и сможет сообщать о новых.\n\n/search — поиск\n/alerts — сообщать о новых машинах\n/favorites — избранное\n/history — открытые контакты\n/subscription — срок подписки, покупка и продление\n/paysupport — вопрос об оплате\n/terms — условия',
  terms:
    '<b>Условия</b>\n\n1. Подписка открывает контакты продавцов из объявлений нашего канала на оплаченный срок. Срок начинается сразу после оплаты; если подписка ещё действует, новый срок прибавляется к ней.\n2. Автоматические списания бывают, только если вы сами включили автопродление; отключить его можно в одно нажатие: /subscription\n3. Объявления размещают продавцы. Мы не продаём автомобили, не участвуем в сделке и не отвечаем за состояние машины: проверяйте её и документы до оплаты.\n4. Контакты даются для личной покупки. Передавать их другим, собирать в базы и рассылать по ним рекламу нельзя: за это доступ закрывается.\n5. Если доступ не открылся по нашей вине, вернём деньги или продлим срок: /paysupport\n6. Мы храним ваш номер в Telegram, имя, срок подписки, платежи и список открытых контактов. Данные карты видит только ЮKassa.',
  paySupport:
    '<b>Вопрос об оплате</b>\n\nДеньги списались, а подписки нет? Обычно она включается за минуту: мы уже ещё раз спросили платёжную систему о ваших платежах.\n\nЕсли не помогло, напишите одним сообщением после команды, например:\n<code>/paysupport оплатил вчера в 14:00, подписки нет</code>',
  paySupportTaken: 'Спасибо, вопрос передан. Мы проверим платежи и напишем вам.',
  moderationWaiting: (count: number) => (count === 0 ? '👌 На проверке ничего нет.' : `🔎 На проверке: ${count} ${plural(count, ['объявление', 'объявления', 'объявлений'])}. Карточки с кнопками приходят сюда по нескольку, следующие — по мере ваших решений.`),
  moderationApproved: 'Публикуем',
  moderationRefused: 'Отклонено',
  moderationOver: 'Уже решено',
  unknownText: 'Я понимаю только команды и кнопки.\n\n/subscription — подписка\n/help — как это работает',
  unknownButton: 'Эта кнопка больше не работает. Откройте /subscription',
  fault: 'Что-то пошло не так, мы уже разбираемся. Попробуйте, пожалуйста, ещё раз.',
  back: '← Назад',
  menuButtons: { search: '🔎 Поиск', alerts: '🔔 Мои поиски', favorites: '⭐ Избранное', history: '📖 Открытые контакты', subscription: '💳 Подписка', help: '❓ Как это работает' },

  chooseLanguage: '🌐 Язык / Language',
  languageChosen: 'Теперь я пишу по-русски.',

  openings: (openers: readonly { name: string; day: number; week: number }[]) =>
    openers.length === 0 ? 'За неделю контактов никто не открывал.' : `<b>Открыто контактов: за неделю (за сутки)</b>\n\n${openers.map(({ name, day, week }) => `${escapeHtml(name)}: ${week} (${day})`).join('\n')}`,

  listingIsGone: 'Этого объявления больше нет: скорее всего, машина продана или объявление снято.',
  blocked: 'Доступ к контактам для вас закрыт. Если это ошибка, напишите нам: /paysupport',
  contactOffer: (title: string) =>
    `🔒 Контакты продавца «${escapeHtml(title)}» открывает подписка.\n\nВыберите срок: контакты именно этого объявления придут сюда сразу после оплаты.`,
  dailyLimit: (contactsPerDay: number) => `На сегодня хватит: открыто контактов — ${contactsPerDay}, больше за день нельзя. Завтра можно снова, а уже открытые всегда здесь: /history`,
  trialButton: (trialDays: number) => `🎁 Попробовать бесплатно: ${days(trialDays)}`,
  trialStarted: (endsAt: Date) => `🎁 Пробный доступ включён до <b>${formatMoscowDateTime(endsAt)}</b> (МСК). Контакты открываются под каждым объявлением.`,
  tasteNote: '🎁 Это бесплатный контакт, чтобы попробовать. Остальные открывает подписка: /subscription',
  complaintNoted: 'Спасибо, передали владельцу канала.',
  complaintNotedBefore: 'Вы уже об этом сообщили, спасибо.',
  carOfNoName: 'Автомобиль',

  contactButton: '📞 Контакты',
  saveButton: '⭐ Сохранить',
  unsaveButton: 'Убрать из избранного',
  closeButton: '✖ Закрыть',
  saved: 'Сохранено: /favorites. Сообщим, если цена упадёт или машину продадут.',
  unsaved: 'Убрано из избранного.',
  noLongerForSale: '⛔️ уже не продаётся',
  favouritesHeading: (total: number) => `⭐ <b>Избранное</b>: ${total}`,
  noFavourites: '⭐ В избранном пусто.\n\nСохраняйте машины кнопкой «Сохранить»: мы сообщим, если цена упадёт или машину продадут.',
  historyHeading: (total: number) => `📖 <b>Открытые контакты</b>: ${total}`,
  noHistory: '📖 Контактов вы пока не открывали.\n\nНажмите «Получить контакты» под объявлением в нашем канале.',

  searchHelp: (botUsername: string) =>
    `🔎 <b>Поиск</b> по объявлениям за 30 дней\n\nНапишите, что ищете, например:\n<code>BMW X5 до 3 млн от 2015</code>\n<code>камри автомат Москва</code>\n<code>солярис до 900 тыс пробег до 100 тыс</code>\n\nВ любом чате: <code>@${escapeHtml(botUsername)} camry до 1.5 млн</code>`,
  searchHeading: ({ search, total }: { search: string; total: number }) => `🔎 <b>${search}</b>\nНайдено: ${total}`,
  nothingFound: (search: string) => `🔎 <b>${search}</b>\n\nЗа 30 дней такого не было. Сохраните поиск, и мы напишем, как только появится.`,
  searchIsOld: 'Это прошлый поиск. Напишите запрос ещё раз.',
  keepSearchButton: '🔔 Сообщать о новых',
  inlineButton: 'Искать в боте',

  noSubscription: 'Подписки сейчас нет.\n\nОна открывает контакты продавцов из всех объявлений нашего канала. Выберите срок:',
  activeSubscription: ({ planTitle, endsAt, daysLeft }: { planTitle: string; endsAt: Date; daysLeft: number }) =>
    `✅ <b>${escapeHtml(planTitle)}</b>\nДействует до ${formatMoscowDateTime(endsAt)} (МСК), осталось ${days(daysLeft)}.\n\nМожно продлить заранее, оставшиеся дни не пропадут:`,
  planButton: ({ priceKopecks, durationDays, savingPercent }: { priceKopecks: number; durationDays: number; savingPercent: number }) =>
    `${days(durationDays)} — ${formatRubles(priceKopecks)}${savingPercent > 0 ? ` (выгода ${savingPercent} %)` : ''}`,

  payment: ({ durationDays, priceKopecks, fullKopecks, linkEndsAt }: { durationDays: number; priceKopecks: number; fullKopecks: number; linkEndsAt: Date }) =>
    `Подписка на ${days(durationDays)}, <b>${formatRubles(priceKopecks)}</b>${priceKopecks < fullKopecks ? ` вместо ${formatRubles(fullKopecks)}` : ''}.\n\nОплатите картой или через СБП по кнопке ниже. Ссылка действует до ${formatMoscowTime(linkEndsAt)} (МСК). После оплаты подписка включится сама.`,
  payButton: 'Оплатить',
  checkButton: 'Проверить оплату',
  cancelButton: 'Отменить',
  /** Sent to the provider: plain text of at most 128 characters (yookassa.ru/developers/api#create_payment). */
  paymentDescription: (durationDays: number) => `Подписка на контакты продавцов, ${days(durationDays)}`,
  providerAway: 'Платёжная система сейчас не отвечает. Деньги не списаны. Попробуйте, пожалуйста, через пару минут: /subscription',
  checking: 'Проверяем оплату. Ответ придёт сюда сообщением.',
  checkingLater: 'Проверим оплату в течение двух минут, ответ придёт сюда сообщением.',
  paid: '✅ Этот платёж оплачен. Срок подписки: /subscription',
  paymentCanceled: 'Платёж отменён, деньги не списаны. Выбрать срок заново:',
  paymentStillOpen: (linkEndsAt: Date) =>
    `Хорошо, не оплачивайте: ссылка перестанет действовать в ${formatMoscowTime(linkEndsAt)} (МСК), и платёж закроется сам. Выбрать срок заново:`,
} as const

function days(count: number): string {
  return `${count} ${plural(count, ['день', 'дня', 'дней'])}`
}
