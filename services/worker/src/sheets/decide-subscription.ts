import { mergeRow, planTerms, type PaidPlan, type PlanSettings } from '@cars-bot/domain'
import { parseCellDate } from './cell-date.js'
import { subscriptionKey, type SubscriptionCells } from './subscription-cells.js'

export type SubscriptionDecision =
  /** The sheet is to show what the database has; a note where the owner's change was not taken. */
  | { kind: 'show'; note: string }
  | { kind: 'open'; plan: PaidPlan; startsAt: Date; endsAt: Date; isConflict: boolean }
  | { kind: 'close'; isConflict: boolean }
  /** The owner is in the middle of a change, or has made one that changes nothing: the row is left as it is. */
  | { kind: 'wait'; hint: string }

export type SubscriptionSides = {
  sheet: SubscriptionCells
  database: SubscriptionCells
  /** Key of what both sides last agreed on; null for a row never merged. */
  base: string | null
  /** A payment came that the base does not know. */
  isPaidMeanwhile: boolean
  settings: PlanSettings
  now: Date
}

export const paymentWinsNote = 'Изменение не принято: за это время пришла оплата'

/**
 * The three-way merge of one subscription. Its four cells are one thing: taking some from either side would make a period that neither meant.
 * The owner's hand wins, but a period paid meanwhile wins over it.
 */
export function decideSubscription({ sheet, database, base, isPaidMeanwhile, settings, now }: SubscriptionSides): SubscriptionDecision {
  const [sheetKey, databaseKey] = [subscriptionKey(sheet), subscriptionKey(database)]
  const merge = mergeRow({
    base: base === null ? null : { subscription: base },
    sheet: { subscription: sheetKey },
    database: { subscription: databaseKey },
    owners: { subscription: isPaidMeanwhile ? 'system' : 'owner' },
  })
  const isOwnersChange = sheetKey !== databaseKey && sheetKey !== (base ?? '')
  if (merge.toDatabase['subscription'] === undefined) return { kind: 'show', note: isOwnersChange ? paymentWinsNote : '' }
  const isConflict = base !== null && databaseKey !== base
  if (sheet.plan === 'FREE' && sheet.isActive && !isPaidPlan(base)) return { kind: 'wait', hint: 'Укажите тип подписки: MONTHLY или YEARLY' }
  if (sheet.plan === 'FREE' || !sheet.isActive) {
    if (database.isActive) return { kind: 'close', isConflict }
    return { kind: 'wait', hint: sheet.plan === 'FREE' ? '' : 'Чтобы открыть доступ, поставьте TRUE в столбце «Активна»' }
  }
  return opening({ ...sheet, plan: sheet.plan }, { settings, now, isConflict })
}

function opening(sheet: SubscriptionCells & { plan: PaidPlan }, { settings, now, isConflict }: { settings: PlanSettings; now: Date; isConflict: boolean }): SubscriptionDecision {
  const startsAt = parseCellDate(sheet.startsAt, 'beginning') ?? new Date(Math.trunc(now.getTime() / 1_000) * 1_000)
  const days = planTerms(sheet.plan, settings).durationDays
  const endsAt = parseCellDate(sheet.endsAt, 'end') ?? new Date(startsAt.getTime() + days * 86_400_000)
  if (endsAt <= now) return { kind: 'wait', hint: 'Дата окончания уже прошла: исправьте её или очистите' }
  if (endsAt <= startsAt) return { kind: 'wait', hint: 'Дата окончания раньше даты начала' }
  return { kind: 'open', plan: sheet.plan, startsAt, endsAt, isConflict }
}

function isPaidPlan(key: string | null): boolean {
  return key !== null && (key.startsWith('MONTHLY') || key.startsWith('YEARLY'))
}
