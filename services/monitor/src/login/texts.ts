import { RateLimitedError } from '@cars-bot/adapters/errors'
import { RefusedError, SessionLostError, UnansweredError, type Account, type CodePlace } from '@cars-bot/adapters/mtproto'
import { SettingsError } from '@cars-bot/platform'
import { sessionLostText } from '../texts.js'
import { InputEndedError } from './terminal.js'

const codePlaces: Readonly<Record<CodePlace, string>> = {
  app: 'пришёл в Telegram, в чат с отправителем «Telegram»',
  sms: 'пришёл по СМС',
  call: 'продиктуют по телефону',
  email: 'пришёл на почту',
  fragment: 'пришёл на fragment.com',
  other: 'сообщат по телефону: последние цифры номера, с которого позвонят',
}

const faults: Readonly<Record<string, string>> = {
  AUTH_TOKEN_INVALID: 'Telegram не принял QR-код',
  CODE_NOT_SENT: 'Telegram не прислал код: войдите по QR-коду',
  EMAIL_SETUP_REQUIRED: 'Telegram требует привязать к аккаунту почту: сделайте это в приложении или войдите по QR-коду',
  PASSWORD_HASH_INVALID: 'пароль не подошёл',
  PHONE_CODE_EMPTY: 'код пуст',
  PHONE_CODE_EXPIRED: 'код устарел, выслан новый',
  PHONE_CODE_INVALID: 'код не подошёл',
  PHONE_NUMBER_BANNED: 'этот номер заблокирован в Telegram',
  PHONE_NUMBER_FLOOD: 'код запрашивали слишком часто: попробуйте завтра или войдите по QR-коду',
  PHONE_NUMBER_INVALID: 'номер записан с ошибкой: нужен международный вид, например +79000000001',
  PHONE_NUMBER_UNOCCUPIED: 'у этого номера нет аккаунта Telegram: заведите его в приложении Telegram, здесь аккаунты не создаются',
  PHONE_PASSWORD_FLOOD: 'слишком много попыток: попробуйте позже',
  SEND_CODE_UNAVAILABLE: 'другого способа прислать код сейчас нет',
  API_ID_INVALID: 'TELEGRAM_API_ID и TELEGRAM_API_HASH не подходят друг к другу: возьмите оба на my.telegram.org',
  API_ID_PUBLISHED_FLOOD: 'этот TELEGRAM_API_ID опубликован, и Telegram его не принимает: заведите свой на my.telegram.org',
}

export const phoneQuestion = 'Номер телефона, например +79000000001 (пустой ответ: вход по QR-коду): '

export function codeQuestion(place: CodePlace, canResend: boolean): string {
  return `Код ${codePlaces[place]}${canResend ? ' (пустой ответ: прислать другим способом)' : ''}: `
}

export function passwordQuestion(hint: string | null): string {
  return `Пароль двухэтапной проверки, не показывается${hint ? ` (подсказка: ${hint})` : ''}: `
}

export const scanText = 'Отсканируйте код в Telegram на телефоне: «Настройки» → «Устройства» → «Подключить устройство».'

export function faultText(code: string): string {
  return `Не вышло: ${faults[code] ?? `Telegram отказал (${code})`}.`
}

export function accountText({ firstName, username, telegramId }: Account): string {
  return [firstName ?? 'без имени', ...(username ? [`@${username}`] : []), `id ${telegramId}`].join(', ')
}

export const secretText = 'Строка сессии секретна: кто её знает, тот вошёл в аккаунт. Держите её только у monitor; вторая программа с той же строкой погубит сессию.'

export const stopMonitorText = 'Остановите monitor на время проверки: сессией, открытой в двух местах сразу, больше нельзя будет пользоваться.'

export const sessionInUseText = 'Эту сессию сейчас держит monitor, она работает у него. Чтобы проверить её здесь, остановите monitor: открытая в двух местах сразу, она пропадёт.'

export const databaseUnseenText = 'База из DATABASE_URL не отвечает, поэтому нельзя узнать, не держит ли сессию monitor. Исправьте DATABASE_URL или, если monitor остановлен, уберите её.'

/** What a person reads when the command ends without success. */
export function failureText(error: unknown): string {
  if (error instanceof SettingsError) return error.message
  if (error instanceof InputEndedError) return 'Ввод закончился, а вопрос остался без ответа. Запустите команду в терминале и отвечайте на её вопросы.'
  if (error instanceof RateLimitedError) return `Telegram просит подождать ${durationText(error.retryAfterMs)}. Раньше пробовать бесполезно.`
  if (error instanceof SessionLostError) return error.code === 'SESSION_STRING_INVALID' ? 'Это не строка сессии GramJS или Telethon. Скопируйте её целиком, без кавычек и переносов.' : sessionLostText(error.code)
  if (error instanceof RefusedError) return faultText(error.code)
  if (error instanceof UnansweredError) return 'Telegram не отвечает. Проверьте сеть; если Telegram у вас закрыт, задайте TELEGRAM_PROXY=socks5://user:password@host:port.'
  return `Не получилось: ${error instanceof Error ? error.message : 'неизвестная ошибка'}`
}

function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const parts = [
    { value: Math.floor(seconds / 3600), unit: 'ч' },
    { value: Math.floor((seconds % 3600) / 60), unit: 'мин' },
    { value: seconds % 60, unit: 'с' },
  ]
  return parts.filter(({ value }) => value > 0).map(({ value, unit }) => `${value} ${unit}`).join(' ')
}
