import { formatMoscowDateTime, formatMoscowTime, formatRubles, plural } from '@cars-bot/domain'

/** Texts about money in Russian. */
export const moneyRussian = {
  trialTitle: 'Пробный доступ',
  planTitles: { MONTHLY: 'Месячная подписка', YEARLY: 'Годовая подписка' },
  aboutRenewal: ({ durationDays, fullKopecks }: { durationDays: number; fullKopecks: number }) =>
    `🔁 «С автопродлением»: вы соглашаетесь, что за сутки до конца срока мы сами спишем за следующие ${days(durationDays)} по цене на тот день (сейчас ${formatRubles(fullKopecks)}). Предупредим заранее, отключить можно в одно нажатие: /subscription`,
  aboutStarRenewal: '⭐ Звёздами: подписку каждые 30 дней продлевает Telegram, отключить можно в любой момент: /subscription',
  wayCard: (kopecks: number) => `💳 Картой или через СБП — ${formatRubles(kopecks)}`,
  wayAuto: (kopecks: number) => `🔁 С автопродлением — ${formatRubles(kopecks)}`,
  wayStars: (stars: number) => `⭐ Звёздами — ${stars}`,
  wayStarsMonthly: (stars: number) => `⭐ Звёздами — ${stars} в месяц`,
  wayClosed: 'Так заплатить сейчас нельзя. Выберите срок ещё раз:',
  starsPayment: ({ durationDays, stars, isRenewed, linkEndsAt }: { durationDays: number; stars: number; isRenewed: boolean; linkEndsAt: Date }) =>
    `Подписка на ${days(durationDays)}, <b>${stars} ⭐</b>.\n\nСчёт действует до ${formatMoscowTime(linkEndsAt)} (МСК), и только для вас. После оплаты подписка включится сама.${isRenewed ? '\n\nTelegram будет продлевать её каждые 30 дней, пока вы не отключите: /subscription' : ''}`,
  payStarsButton: (stars: number) => `Оплатить ${stars} ⭐`,
  /** At most 32 characters (core.telegram.org/bots/api#createinvoicelink). */
  invoiceTitle: 'Подписка на контакты',
  invoiceLabel: (durationDays: number) => `Подписка на ${days(durationDays)}`,
  /** Shown by Telegram in place of the payment. */
  checkoutRefusals: {
    stale: 'Этот счёт устарел. Откройте новый: /subscription',
    paid: 'Этот счёт уже оплачен. Срок подписки: /subscription',
    'other-person': 'Этот счёт выставлен другому человеку. Откройте свой: /subscription',
    'being-paid': 'Этот счёт уже оплачивается. Если оплата не прошла, попробуйте через минуту.',
    blocked: 'Доступ к контактам для вас закрыт, оплата не принимается.',
    fault: 'Сейчас оплату принять не получается. Звёзды не списаны, попробуйте через пару минут.',
  },

  receiptContactWanted: '🧾 По закону мы отправляем чек. Напишите сюда e-mail или телефон — один раз, дальше он подставится сам. Сразу после этого придёт ссылка на оплату.',
  receiptContactTaken: '🧾 Спасибо, чеки будут приходить туда. Выберите срок:',

  promoHint: 'Напишите код после команды, например:\n<code>/promo ВЕСНА</code>',
  promoRefusals: {
    unknown: 'Такого промокода нет. Проверьте, нет ли опечатки. Срок без скидки:',
    over: 'Этот промокод больше не действует. Срок без скидки:',
    'used-up': 'Этот промокод уже разобрали. Срок без скидки:',
    'used-by-you': 'Вы уже пользовались этим промокодом. Срок без скидки:',
  },
  promoBound: (until: Date) => `С этим промокодом у вас уже открыта другая оплата. Её ссылка действует до ${formatMoscowTime(until)} (МСК), потом код снова свободен. Срок без скидки:`,
  promoDiscount: (code: string) => `🎟 Промокод <b>${code}</b> принят, цены ниже уже со скидкой. Выберите срок:`,
  promoDays: ({ days: count, endsAt }: { days: number; endsAt: Date }) => `🎟 Промокод принят: ${days(count)} подписки. Она действует до <b>${formatMoscowDateTime(endsAt)}</b> (МСК).`,

  subscriptionHints: '/promo — промокод\n/invite — пригласить друга',
  renewalIsOn: (methodTitle: string | null) => `🔁 Автопродление включено${methodTitle ? ` (${methodTitle.replaceAll(/[<>&]/g, '')})` : ''}.`,
  renewalIsOff: 'Автопродление выключено.',
  renewalOffButton: 'Отключить автопродление',
  renewalOnButton: 'Включить автопродление',
  invitation: ({ url, days: count }: { url: string; days: number }) =>
    `🎁 Пригласите друга: после его первой оплаты вы оба получите ${days(count)} подписки.\n\nВаша ссылка:\n${url}`,
  invitationsOff: 'Приглашения сейчас не действуют.',

  giftHint: 'Кому и сколько дней:\n<code>/gift @anna 30</code>\n<code>/gift 123456789 30</code>',
  giftGiven: (endsAt: Date) => `Готово: подписка до ${formatMoscowDateTime(endsAt)} (МСК), человек получит сообщение.`,
  unknownUser: 'Такой человек боту не писал.',
  refundHint: 'Платежи человека: <code>/refund @anna</code>\nВернуть всё: <code>/refund номер-платежа</code>\nВернуть часть, ₽: <code>/refund номер-платежа 100</code>',
  paymentsOfUser: (payments: readonly { id: string; amountKopecks: number; amountStars: number | null; day: string }[]) =>
    ['Платежи:', ...payments.map(({ id, amountKopecks, amountStars, day }) => `${day}: ${amountStars === null ? formatRubles(amountKopecks) : `${amountStars} ⭐`}\n<code>${id}</code>`)].join('\n\n'),
  unknownPayment: 'Такого платежа нет.',
  notPaid: 'Этот платёж не оплачен, возвращать нечего.',
  wholeOnly: 'Звёзды возвращаются только целиком.',
  refundTooMuch: (restKopecks: number) => `Столько вернуть нельзя, осталось ${formatRubles(restKopecks)}.`,
  refundStarted: 'Возврат отправлен. Когда он пройдёт, доступ сократится, а человек получит сообщение.',
  newPromoHint: 'Код, скидка, и если нужно — на сколько человек и до какого дня:\n<code>/newpromo ВЕСНА 20% 100 31.12.2026</code>\n<code>/newpromo МИНУС100 100р</code>\n<code>/newpromo ДВЕНЕДЕЛИ 14д 50</code>',
  promoExists: 'Такой код уже есть.',
  promoMade: (code: string) => `Промокод <b>${code}</b> действует.`,
} as const

function days(count: number): string {
  return `${count} ${plural(count, ['день', 'дня', 'дней'])}`
}
