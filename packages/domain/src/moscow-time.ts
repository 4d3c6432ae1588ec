import type { Language } from './language.js'

const formats = { ru: formatIn('ru-RU'), en: formatIn('en-GB') } as const satisfies Record<Language, Intl.DateTimeFormat>

/** «5 декабря 2026, 14:05», "5 December 2026, 14:05": Moscow time. */
export function formatMoscowDateTime(date: Date, language: Language = 'ru'): string {
  return `${formatMoscowDate(date, language)}, ${formatMoscowTime(date)}`
}

/** «5 декабря 2026», "5 December 2026": Moscow time. */
export function formatMoscowDate(date: Date, language: Language = 'ru'): string {
  const { day, month, year } = partsOf(date, language)
  return `${day} ${month} ${year}`
}

/** «14:05»: Moscow time. */
export function formatMoscowTime(date: Date): string {
  const { hour, minute } = partsOf(date)
  return `${hour}:${minute}`
}

/** Midnight in Moscow, where the clock keeps UTC+3 all year, on the day of this moment. */
export function moscowDayStart(date: Date): Date {
  const [dayMs, offsetMs] = [24 * 3_600_000, 3 * 3_600_000]
  return new Date(Math.floor((date.getTime() + offsetMs) / dayMs) * dayMs - offsetMs)
}

function partsOf(date: Date, language: Language = 'ru'): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  return Object.fromEntries(formats[language].formatToParts(date).map(({ type, value }) => [type, value]))
}

function formatIn(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { timeZone: 'Europe/Moscow', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}
