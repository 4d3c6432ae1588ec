/** Minutes of the Moscow day, the end excluded; over midnight when the end is before the beginning. */
export type QuietHours = { fromMinute: number; toMinute: number }

const dayMinutes = 24 * 60
/** Moscow keeps UTC+3 all year (Federal Law 248-FZ of 21-07-2014). */
const moscowOffsetMinutes = 3 * 60

/** «23-8», «23:30–7:00»; «нет» is none at all. Undefined: not to be understood. */
export function parseQuietHours(text: string): QuietHours | null | undefined {
  if (/^(?:нет|выкл|0|-|—)$/i.test(text.trim())) return null
  const match = /^\s*(?:с\s+)?(\d{1,2})(?::(\d{2}))?\s*(?:-|–|—|до)\s*(\d{1,2})(?::(\d{2}))?\s*$/.exec(text)
  if (!match) return undefined
  const [fromMinute, toMinute] = [minuteOf(match[1], match[2]), minuteOf(match[3], match[4])]
  if (fromMinute === null || toMinute === null || fromMinute === toMinute) return undefined
  return { fromMinute, toMinute }
}

/** «23:00–8:00», as `parseQuietHours` reads it. */
export function formatQuietHours(quiet: QuietHours | null): string {
  if (quiet === null) return 'нет'
  const clock = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`
  return `${clock(quiet.fromMinute)}–${clock(quiet.toMinute)}`
}

/** When the quiet hours that now run are over; null outside them. */
export function quietUntil(quiet: QuietHours | null, now: Date): Date | null {
  if (quiet === null) return null
  const minuteMs = 60_000
  const moscowMs = now.getTime() + moscowOffsetMinutes * minuteMs
  const sinceMidnightMs = moscowMs % (dayMinutes * minuteMs)
  const [fromMs, toMs] = [quiet.fromMinute * minuteMs, quiet.toMinute * minuteMs]
  const isOverMidnight = toMs < fromMs
  const isQuiet = isOverMidnight ? sinceMidnightMs >= fromMs || sinceMidnightMs < toMs : sinceMidnightMs >= fromMs && sinceMidnightMs < toMs
  if (!isQuiet) return null
  const leftMs = (toMs - sinceMidnightMs + dayMinutes * minuteMs) % (dayMinutes * minuteMs)
  return new Date(now.getTime() + leftMs)
}

function minuteOf(hours: string | undefined, minutes: string | undefined): number | null {
  const [hour, minute] = [Number(hours), Number(minutes ?? 0)]
  return hour <= 24 && minute < 60 && hour * 60 + minute <= dayMinutes ? (hour * 60 + minute) % dayMinutes : null
}
