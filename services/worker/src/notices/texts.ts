import { escapeHtml, formatMoscowDateTime } from '@cars-bot/domain'

/** Why a payment was canceled, by YooKassa's `cancellation_details.reason` (yookassa.ru/developers/payment-acceptance/after-the-payment/declined-payments). */
const cancelReasons: Readonly<Record<string, string>> = {
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

export const texts = {
  started: (endsAt: Date) =>
    `✅ Оплата получена, подписка активна до <b>${formatMoscowDateTime(endsAt)}</b> (МСК).\n\nКонтакты продавца открываются по ссылке под каждым объявлением. Срок и продление: /subscription`,
  extended: (startsAt: Date, endsAt: Date) =>
    `✅ Оплата получена, подписка продлена: новый период с ${formatMoscowDateTime(startsAt)} до <b>${formatMoscowDateTime(endsAt)}</b> (МСК).`,
  canceled: (reason: string | null) =>
    `Оплата не прошла: ${cancelReasons[reason ?? ''] ?? 'платёж отменён'}. Деньги не списаны.\n\nПопробовать ещё раз: /subscription`,
  ended: (endsAt: Date) => `Ваша подписка закончилась ${formatMoscowDateTime(endsAt)} (МСК). Контакты продавцов снова откроются после продления: /subscription`,
  changed: (endsAt: Date) => `Ваша подписка изменена: она активна до <b>${formatMoscowDateTime(endsAt)}</b> (МСК). Подробнее: /subscription`,
  withdrawn: 'Ваша подписка отключена. Если это ошибка, напишите нам: /paysupport',
  wantedIsGone: (title: string) => `Объявление «${escapeHtml(title)}», ради которого вы оформили подписку, уже снято. Контакты по остальным объявлениям открыты.`,
}
