import { promoCodeOf } from '@cars-bot/domain'

export type NewPromo = { code: string; kind: 'PERCENT' | 'FIXED' | 'DAYS'; value: number; usesLimit: number | null; endsAt: Date | null }

const kinds = [
  { kind: 'PERCENT', most: 100, pattern: /^(\d{1,3})%$/ },
  { kind: 'FIXED', most: 100_000, pattern: /^(\d{1,6})(?:р|руб|₽|r)$/ },
  { kind: 'DAYS', most: 3_660, pattern: /^(\d{1,4})(?:д|дн|d)$/ },
] as const

/** «ВЕСНА 20% 100 31.12.2026»: code, what it gives (20%, 100р, 14д), and if wanted how many people may use it and its last day (Moscow time). Null when it can't be read. */
export function parsePromo(text: string): NewPromo | null {
  const [first = '', what = '', ...rest] = text.trim().split(/\s+/)
  const code = promoCodeOf(first)
  const found = kinds.map(({ kind, most, pattern }) => ({ kind, most, value: Number(pattern.exec(what.toLowerCase())?.[1]) })).find(({ value, most }) => value >= 1 && value <= most)
  const limit = rest.find((word) => /^[1-9]\d{0,6}$/.test(word))
  const date = rest.find((word) => word.includes('.'))
  const endsAt = date === undefined ? null : endOfDay(date)
  const isRead = rest.length === (limit === undefined ? 0 : 1) + (date === undefined ? 0 : 1)
  if (code === null || !found || endsAt === undefined || !isRead) return null
  return { code, kind: found.kind, value: found.kind === 'FIXED' ? found.value * 100 : found.value, usesLimit: limit === undefined ? null : Number(limit), endsAt }
}

/** Undefined for what is no day. */
function endOfDay(text: string): Date | undefined {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(20\d{2})$/.exec(text) ?? []
  if (!day || !month || !year) return undefined
  const date = new Date(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T23:59:59+03:00`)
  return Number.isNaN(date.getTime()) || new Date(date.getTime() + 3 * 3_600_000).getUTCDate() !== Number(day) ? undefined : date
}
