const hourMs = 3_600_000
/** Moscow keeps UTC+3 all year since 26 October 2014 (Federal law 248-FZ). */
const moscowOffsetMs = 3 * hourMs
const isoForm = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/
const russianForm = /^(\d{1,2})[./](\d{1,2})[./](\d{4})(?:[,\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/
const serialForm = /^\d{5}(?:[.,]\d+)?$/

/**
 * A date as owners write it: `2026-12-05 14:05:00`, `05.12.2026`, `05.12.2026 14:05`, or the number a sheet makes of a date (days since
 * 30 December 1899), in Moscow time. A day alone means its beginning, or its last second when it is the end of something. Null: not to be understood.
 */
export function parseCellDate(text: string, dayAlone: 'beginning' | 'end'): Date | null {
  const trimmed = text.trim()
  if (serialForm.test(trimmed)) return fromSerial(Number(trimmed.replace(',', '.')), dayAlone)
  const iso = isoForm.exec(trimmed)
  if (iso) return fromParts([iso[1], iso[2], iso[3]], iso.slice(4), dayAlone)
  const russian = russianForm.exec(trimmed)
  if (russian) return fromParts([russian[3], russian[2], russian[1]], russian.slice(4), dayAlone)
  return null
}

/** `2026-12-05 14:05:00`, Moscow time. */
export function formatCellDate(date: Date): string {
  return new Date(date.getTime() + moscowOffsetMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** The Moscow day of a moment as its date, `2026-12-05`, and its first and last moment (the last not included). */
export function moscowDay(date: Date): { day: string; startsAt: Date; endsAt: Date } {
  const day = formatCellDate(date).slice(0, 10)
  const startsAt = new Date(Date.parse(`${day}T00:00:00Z`) - moscowOffsetMs)
  return { day, startsAt, endsAt: new Date(startsAt.getTime() + 24 * hourMs) }
}

function fromParts(date: (string | undefined)[], time: (string | undefined)[], dayAlone: 'beginning' | 'end'): Date | null {
  const [year = 0, month = 0, day = 0] = date.map(Number)
  const clock = time[0] === undefined && dayAlone === 'end' ? [23, 59, 59] : time.map((part) => Number(part ?? 0))
  const [hour = 0, minute = 0, second = 0] = clock
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const isReal = local.getUTCMonth() === month - 1 && local.getUTCDate() === day && hour < 24 && minute < 60 && second < 60 && year >= 2000 && year < 2200
  return isReal ? new Date(local.getTime() - moscowOffsetMs) : null
}

function fromSerial(days: number, dayAlone: 'beginning' | 'end'): Date {
  const wholeDay = Number.isInteger(days) && dayAlone === 'end' ? days + 1 - 1 / 86_400 : days
  const seconds = Math.round(wholeDay * 86_400)
  return new Date(Date.UTC(1899, 11, 30) + seconds * 1_000 - moscowOffsetMs)
}
