import type { Plan } from '@cars-bot/domain'
import { formatCellFlag, parseCellFlag } from './cell-flag.js'
import { formatCellDate, parseCellDate } from './cell-date.js'

/** Plan, active, start and end of one subscriber as the sheet shows them; dates as `2026-12-05 14:05:00` or blank. */
export type SubscriptionCells = { plan: Plan; isActive: boolean; startsAt: string; endsAt: string }
export type SubscriptionReading = { kind: 'read'; cells: SubscriptionCells } | { kind: 'unreadable'; fault: string }

export const noSubscription: SubscriptionCells = { plan: 'FREE', isActive: false, startsAt: '', endsAt: '' }

const plans = new Map<string, Plan>([
  ['', 'FREE'],
  ['FREE', 'FREE'],
  ['БЕСПЛАТНАЯ', 'FREE'],
  ['НЕТ', 'FREE'],
  ['MONTHLY', 'MONTHLY'],
  ['МЕСЯЧНАЯ', 'MONTHLY'],
  ['МЕСЯЦ', 'MONTHLY'],
  ['YEARLY', 'YEARLY'],
  ['ГОДОВАЯ', 'YEARLY'],
  ['ГОД', 'YEARLY'],
])

/** Reads the four cells the owner may change. One that is not to be understood makes the whole group unreadable. */
export function readSubscription(cells: Record<'plan' | 'isActive' | 'startsAt' | 'endsAt', string>): SubscriptionReading {
  const plan = plans.get(cells.plan.toUpperCase())
  const isActive = parseCellFlag(cells.isActive)
  const startsAt = readDate(cells.startsAt, 'beginning')
  const endsAt = readDate(cells.endsAt, 'end')
  if (plan === undefined) return unreadable('«Тип подписки»: нужно FREE, MONTHLY или YEARLY')
  if (isActive === null) return unreadable('«Активна»: нужно TRUE или FALSE')
  if (startsAt === null) return unreadable('«Дата начала»: нужно, например, 05.12.2026 или 2026-12-05 14:00:00')
  if (endsAt === null) return unreadable('«Дата окончания»: нужно, например, 05.12.2026 или 2026-12-05 14:00:00')
  return { kind: 'read', cells: { plan, isActive, startsAt, endsAt } }
}

/** One text per meaning, for comparing. FREE that is not active says nothing, whatever its dates. */
export function subscriptionKey({ plan, isActive, startsAt, endsAt }: SubscriptionCells): string {
  return plan === 'FREE' && !isActive ? '' : [plan, formatCellFlag(isActive), startsAt, endsAt].join('|')
}

function readDate(cell: string, dayAlone: 'beginning' | 'end'): string | null {
  if (cell === '') return ''
  const date = parseCellDate(cell, dayAlone)
  return date && formatCellDate(date)
}

function unreadable(fault: string): SubscriptionReading {
  return { kind: 'unreadable', fault }
}
