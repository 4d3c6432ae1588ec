const refusals: Readonly<Record<string, string>> = {
  CHANNELS_TOO_MUCH: 'читающий аккаунт состоит в слишком многих каналах',
  CHANNEL_INVALID: 'канал не найден',
  CHANNEL_MONOFORUM_UNSUPPORTED: 'это не канал с публикациями',
  CHANNEL_PRIVATE: 'канал закрыт для читающего аккаунта, заблокирован или удалён',
  INVITE_HASH_EMPTY: 'в приглашении нет кода',
  INVITE_HASH_EXPIRED: 'приглашение больше не действует',
  INVITE_HASH_INVALID: 'приглашение записано с ошибкой',
  NAME_TAKEN_OVER: 'под этим именем теперь другой канал, а прежний закрыт для читающего аккаунта или удалён',
  NO_ACCOUNT_LEFT: 'у всех читающих аккаунтов уже по 500 каналов: добавьте ещё один аккаунт',
  NOT_A_CHANNEL: 'это не канал',
  NOT_A_MEMBER: 'читающий аккаунт не состоит в этом канале: укажите имя канала или приглашение',
  NOT_JOINED: 'читающий аккаунт вышел из канала или был удалён из него',
  STARS_PAYMENT_REQUIRED: 'вступление в канал платное: вступите сами от имени читающего аккаунта',
  USERNAME_INVALID: 'имя канала записано с ошибкой',
  USERNAME_NOT_OCCUPIED: 'в Telegram нет канала с таким именем',
  USER_BANNED_IN_CHANNEL: 'читающий аккаунт заблокирован в этом канале',
  USER_KICKED: 'читающий аккаунт удалён из этого канала',
}

const losses: Readonly<Record<string, string>> = {
  ACCOUNT_CHANGED: 'сессия принадлежит уже другому аккаунту',
  AUTH_KEY_DUPLICATED: 'сессией воспользовались в двух местах сразу, и Telegram её отозвал',
  AUTH_KEY_INVALID: 'Telegram не принимает ключ сессии',
  AUTH_KEY_UNKNOWN: 'Telegram не знает этой сессии',
  AUTH_KEY_UNREGISTERED: 'сессия завершена',
  SESSION_EXPIRED: 'срок сессии истёк',
  SESSION_PASSWORD_NEEDED: 'вход не был закончен: не введён пароль двухэтапной проверки',
  SESSION_REVOKED: 'сессия завершена в настройках аккаунта',
  SESSION_STRING_INVALID: 'строка сессии испорчена',
  USER_DEACTIVATED: 'аккаунт удалён',
  USER_DEACTIVATED_BAN: 'аккаунт заблокирован Telegram',
}

/** Why a channel is not watched, for the owner's sheet. */
export function refusalText(code: string): string {
  return refusals[code] ?? `Telegram отказал: ${code}`
}

/** What befell a reading account and what mends it. `position` is its line among several; from a file new sessions are taken up without a restart. */
export function sessionLostText(code: string, { position, isFromFile = false }: { position?: number | undefined; isFromFile?: boolean } = {}): string {
  const isFrozen = code.startsWith('FROZEN_')
  const reason = losses[code] ?? (isFrozen ? 'аккаунт заморожен Telegram' : `Telegram отказал: ${code}`)
  const place = isFromFile ? 'замените его строку в файле TELEGRAM_SESSIONS_FILE новой: перезапускать ничего не нужно' : 'впишите новую строку в TELEGRAM_SESSIONS и перезапустите monitor'
  const appeal = isFrozen ? ' Обжаловать заморозку можно в самом Telegram; когда её снимут, перезапустите monitor. Или возьмите другой аккаунт.' : ''
  return `Читающий аккаунт${position === undefined ? '' : ` № ${position}`} отключён: ${reason}.${appeal} Выполните «make login» и ${place}.`
}

export function doubledChannelText(reference: string): string {
  return `это тот же канал, что и ${reference}`
}

export const waitsToJoinText = 'ждёт очереди на вступление: аккаунт вступает в каналы понемногу, чтобы Telegram его не заблокировал'
export const joinRequestedText = 'заявка на вступление отправлена, ждём одобрения администратора канала'

export function newsChannelUnseenText(code: string): string {
  return `Монитор не видит наш канал (${refusalText(code)}), поэтому не может проверить, вышло ли объявление. Добавьте читающий аккаунт в канал.`
}

export function oversizedText(sizeBytes: number, limitBytes: number): string {
  return `файл слишком большой: ${megabytes(sizeBytes)} МБ при пределе ${megabytes(limitBytes)} МБ`
}

/** The owner's question when many ads of a channel vanish together. */
export function vanishedText(reference: string, { gone, live }: { gone: number; live: number }): string {
  return `Канал ${reference}: за 10 минут у источника пропало ${gone} объявлений из ${live}. Это больше похоже на чистку или закрытие канала, чем на продажи, поэтому объявления пока остаются у нас. Решите на листе «Каналы для мониторинга», в столбце «Снять объявления?»: «снять» или «оставить».`
}

export const protectedMediaText = 'канал запрещает копирование: публикуется только текст'
export const undownloadableText = 'не удалось скачать файл'
export const deletedSourceText = 'удалено в источнике'
export const deletedMediaText = 'сообщение удалено в источнике'

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1).replace('.', ',')
}
