import { escapeHtml, formatMoscowDateTime, formatRubles, plural, type Language } from '@cars-bot/domain'

/** Why a payment was canceled, by YooKassa's `cancellation_details.reason` (yookassa.ru/developers/payment-acceptance/after-the-payment/declined-payments). */
const russianReasons = {
  '3d_secure_failed': 'не пройдено подтверждение банка (3-D Secure)',
  call_issuer: 'банк отклонил оплату, причину знает только он',
  card_expired: 'истёк срок действия карты',
  country_forbidden: 'карты этой страны не принимаются',
  expired_on_capture: 'истекло время на списание',
  expired_on_confirmation: 'вышло время на оплату',
  fraud_suspected: 'платёж показался подозрительным',
  general_decline: 'платёж отклонён без указания причины',
  identification_required: 'кошелёк нужно идентифицировать',
  insufficient_funds: 'не хватило денег',
  internal_timeout: 'платёжная система не успела обработать платёж',
  invalid_card_number: 'неверный номер карты',
  invalid_csc: 'неверный код CVV/CVC',
  issuer_unavailable: 'банк не отвечает',
  payment_method_limit_exceeded: 'превышен лимит карты или кошелька',
  payment_method_restricted: 'операции с этой картой или кошельком запрещены',
  permission_revoked: 'отозвано разрешение на списания',
  unsupported_mobile_operator: 'этот оператор связи не поддерживается',
}

const englishReasons: Readonly<Record<keyof typeof russianReasons, string>> = {
  '3d_secure_failed': "the bank's confirmation (3-D Secure) failed",
  call_issuer: 'the bank declined the payment, only it knows why',
  card_expired: 'the card has expired',
  country_forbidden: 'cards of this country are not accepted',
  expired_on_capture: 'the time to take the money ran out',
  expired_on_confirmation: 'the time to pay ran out',
  fraud_suspected: 'the payment looked suspicious',
  general_decline: 'the payment was declined without a reason',
  identification_required: 'the wallet has to be identified',
  insufficient_funds: 'there was not enough money',
  internal_timeout: 'the payment system did not manage in time',
  invalid_card_number: 'the card number is wrong',
  invalid_csc: 'the CVV/CVC code is wrong',
  issuer_unavailable: 'the bank does not answer',
  payment_method_limit_exceeded: 'the limit of the card or wallet is exceeded',
  payment_method_restricted: 'operations with this card or wallet are forbidden',
  permission_revoked: 'the permission to charge was withdrawn',
  unsupported_mobile_operator: 'this mobile operator is not supported',
}

const cancelReasons: Readonly<Record<Language, Readonly<Record<string, string>>>> = { ru: russianReasons, en: englishReasons }

const russian = {
  started: (endsAt: Date) =>
    `✅ Оплата получена, подписка активна до <b>${formatMoscowDateTime(endsAt)}</b> (МСК).\n\nКонтакты продавца открываются по ссылке под каждым объявлением. Срок и продление: /subscription`,
  extended: (startsAt: Date, endsAt: Date) =>
    `✅ Оплата получена, подписка продлена: новый период с ${formatMoscowDateTime(startsAt)} до <b>${formatMoscowDateTime(endsAt)}</b> (МСК).`,
  paidCard: (durationDays: number) => `✅ Оплачено: подписка на ${days(durationDays)}. Срок: /subscription`,
  starMonthsOff: '🔁 Ежемесячное списание звёзд мы отключаем: год уже оплачен.',
  canceled: (reason: string | null) =>
    `Оплата не прошла: ${cancelReasons.ru[reason ?? ''] ?? 'платёж отменён'}. Деньги не списаны.\n\nПопробовать ещё раз: /subscription`,
  ended: (endsAt: Date) => `Ваша подписка закончилась ${formatMoscowDateTime(endsAt)} (МСК). Контакты продавцов снова откроются после продления: /subscription`,
  changed: (endsAt: Date) => `Ваша подписка изменена: она активна до <b>${formatMoscowDateTime(endsAt)}</b> (МСК). Подробнее: /subscription`,
  withdrawn: 'Ваша подписка отключена. Если это ошибка, напишите нам: /paysupport',
  wantedIsGone: (title: string) => `Объявление «${escapeHtml(title)}», ради которого вы оформили подписку, уже снято. Контакты по остальным объявлениям открыты.`,
  endsIn3Days: ({ endsAt, daysLeft }: { endsAt: Date; daysLeft: number }) => `Подписка закончится через ${days(daysLeft)}: ${formatMoscowDateTime(endsAt)} (МСК). Продлить заранее, дни не пропадут: /subscription`,
  endsIn1Day: (endsAt: Date) => `⏳ Подписка закончится в ближайшие сутки: ${formatMoscowDateTime(endsAt)} (МСК). Продлить: /subscription`,
  renewed: (endsAt: Date) => `🔁 Подписка продлена автоматически, теперь до <b>${formatMoscowDateTime(endsAt)}</b> (МСК). Отключить автопродление: /subscription`,
  renewalAhead: (charge: { at: Date; kopecks: number; method: string | null }) =>
    `🔁 ${formatMoscowDateTime(charge.at)} (МСК) мы спишем ${formatRubles(charge.kopecks)}${charge.method ? ` (${escapeHtml(charge.method)})` : ''} за следующий срок подписки. Не нужно? Отключите в одно нажатие: /subscription`,
  starRenewalAhead: (endsAt: Date) => `🔁 ${formatMoscowDateTime(endsAt)} (МСК) Telegram продлит вашу подписку звёздами. Не нужно? Отключите в одно нажатие: /subscription`,
  renewalFailed: ({ reason, nextAt }: { reason: string | null; nextAt: Date | null }) =>
    `⚠️ Не удалось продлить подписку: ${cancelReasons.ru[reason ?? ''] ?? 'платёж отклонён'}. ${nextAt ? `Попробуем ещё раз ${formatMoscowDateTime(nextAt)} (МСК), доступ пока сохраняется.` : 'Больше пробовать не будем.'} Оплатить самому: /subscription`,
  refunded: ({ sum, endsAt }: { sum: string; endsAt: Date | null }) =>
    `↩️ Мы вернули вам ${sum}. ${endsAt ? `Подписка действует до ${formatMoscowDateTime(endsAt)} (МСК).` : 'Подписка по этому платежу больше не действует.'} Вопросы: /paysupport`,
  rewarded: (endsAt: Date) => `🎁 Спасибо за приглашение: вам добавлены дни подписки, теперь она действует до <b>${formatMoscowDateTime(endsAt)}</b> (МСК).`,
  rubles: (kopecks: number) => formatRubles(kopecks),
  stars: (count: number) => `${count} ⭐`,
}

const english: typeof russian = {
  started: (endsAt) =>
    `✅ The payment has come, your subscription runs until <b>${at(endsAt)}</b>.\n\nThe seller's contacts open by the link under each listing. Term and extension: /subscription`,
  extended: (startsAt, endsAt) => `✅ The payment has come, your subscription is extended: the new period is from ${at(startsAt)} until <b>${at(endsAt)}</b>.`,
  paidCard: (durationDays) => `✅ Paid: a subscription for ${durationDays} ${durationDays === 1 ? 'day' : 'days'}. Term: /subscription`,
  starMonthsOff: '🔁 We turn the monthly charge of Stars off: the year is paid.',
  canceled: (reason) => `The payment failed: ${cancelReasons.en[reason ?? ''] ?? 'it was canceled'}. No money was taken.\n\nTry again: /subscription`,
  ended: (endsAt) => `Your subscription ended on ${at(endsAt)}. Sellers' contacts open again after an extension: /subscription`,
  changed: (endsAt) => `Your subscription was changed: it runs until <b>${at(endsAt)}</b>. More: /subscription`,
  withdrawn: 'Your subscription was turned off. If this is a mistake, write to us: /paysupport',
  wantedIsGone: (title) => `The listing “${escapeHtml(title)}” for which you subscribed is gone already. The contacts of all others are open.`,
  endsIn3Days: ({ endsAt, daysLeft }) => `Your subscription ends in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}: ${at(endsAt)}. Extend it now, no days are lost: /subscription`,
  endsIn1Day: (endsAt) => `⏳ Your subscription ends within a day: ${at(endsAt)}. Extend it: /subscription`,
  renewed: (endsAt) => `🔁 Your subscription was renewed by itself, now until <b>${at(endsAt)}</b>. Turn renewal off: /subscription`,
  renewalAhead: (charge) => `🔁 On ${at(charge.at)} we charge ${formatRubles(charge.kopecks)}${charge.method ? ` (${escapeHtml(charge.method)})` : ''} for your next period. Not needed? One tap turns it off: /subscription`,
  starRenewalAhead: (endsAt) => `🔁 On ${at(endsAt)} Telegram renews your subscription with Stars. Not needed? One tap turns it off: /subscription`,
  renewalFailed: ({ reason, nextAt }) =>
    `⚠️ The subscription could not be renewed: ${cancelReasons.en[reason ?? ''] ?? 'the payment was declined'}. ${nextAt ? `We try again on ${at(nextAt)}, access stays for now.` : 'We do not try again.'} Pay by yourself: /subscription`,
  refunded: ({ sum, endsAt }) => `↩️ We returned ${sum} to you. ${endsAt ? `Your subscription runs until ${at(endsAt)}.` : 'The subscription of this payment no longer runs.'} Questions: /paysupport`,
  rewarded: (endsAt) => `🎁 Thank you for the invitation: days were added to your subscription, it now runs until <b>${at(endsAt)}</b>.`,
  rubles: (kopecks) => formatRubles(kopecks),
  stars: (count) => `${count} ⭐`,
}

function days(count: number): string {
  return `${count} ${plural(count, ['день', 'дня', 'дней'])}`
}

function at(date: Date): string {
  return `${formatMoscowDateTime(date, 'en')} (Moscow time)`
}

export type NoticeTexts = typeof russian

/** Every notice about money by language; a text missing in one does not compile. */
export const noticeTexts: Readonly<Record<Language, NoticeTexts>> = { ru: russian, en: english }
