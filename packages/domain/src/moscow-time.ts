const parts = new Intl.DateTimeFormat('ru-RU', {
  timeZone: 'Europe/Moscow',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** «5 декабря 2026, 14:05»: Moscow time. */
export function formatMoscowDateTime(date: Date): string {
  const { day, month, year } = partsOf(date)
  return `${day} ${month} ${year}, ${formatMoscowTime(date)}`
}

/** «14:05»: Moscow time. */
export function formatMoscowTime(date: Date): string {
  const { hour, minute } = partsOf(date)
  return `${hour}:${minute}`
}

function partsOf(date: Date): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  return Object.fromEntries(parts.formatToParts(date).map(({ type, value }) => [type, value]))
}
