import type { CellWrite } from '@cars-bot/adapters/sheets'
import { formatCellDate } from './cell-date.js'
import { formatCellFlag } from './cell-flag.js'
import type { ColumnOf } from './sheet-definitions.js'
import { cellUpdate, type SheetRow, type SheetTable } from './sheet-table.js'
import { subscriptionView, type Subscriber } from './subscriber-view.js'
import { readSubscription } from './subscription-cells.js'

type Column = ColumnOf<'subscribers'>
export type ShownRow = { subscriber: Subscriber | null; showsSubscription: boolean; note: string; now: Date }

/** All cells of a subscriber as the database has them. */
export function subscriberCells(subscriber: Subscriber, now: Date): Omit<Record<Column, string>, 'state'> {
  const { plan, isActive, startsAt, endsAt } = subscriptionView(subscriber.subscriptions, now)
  return {
    userId: subscriber.telegramId.toString(),
    username: subscriber.username ? `@${subscriber.username}` : '',
    name: subscriber.firstName ?? '',
    plan,
    isActive: formatCellFlag(isActive),
    startsAt,
    endsAt,
    registeredAt: formatCellDate(subscriber.registeredAt),
    contactRequests: String(subscriber._count.contactRequests),
  }
}

/** The cells of an existing row that say something else than they should; the same thing in the owner's spelling is left alone. */
export function rowUpdates(table: SheetTable<Column>, { row, cells }: SheetRow<Column>, { subscriber, showsSubscription, note, now }: ShownRow): CellWrite[] {
  const shown: Partial<Record<Column, string>> = { state: note }
  if (subscriber) {
    const { username, name, contactRequests, registeredAt } = subscriberCells(subscriber, now)
    Object.assign(shown, { username, name, contactRequests }, cells.registeredAt === '' ? { registeredAt } : {})
    if (showsSubscription) Object.assign(shown, subscriptionDifferences(cells, subscriber, now))
  }
  return columnsOf(shown).flatMap((column) => {
    const value = shown[column] ?? ''
    return value === cells[column] ? [] : [cellUpdate(table, row, column, value)]
  })
}

function subscriptionDifferences(cells: Record<Column, string>, subscriber: Subscriber, now: Date): Partial<Record<Column, string>> {
  const due = subscriptionView(subscriber.subscriptions, now)
  const reading = readSubscription(cells)
  const written = reading.kind === 'read' ? reading.cells : null
  return {
    ...(written?.plan === due.plan ? {} : { plan: due.plan }),
    ...(written?.isActive === due.isActive ? {} : { isActive: formatCellFlag(due.isActive) }),
    ...(written?.startsAt === due.startsAt ? {} : { startsAt: due.startsAt }),
    ...(written?.endsAt === due.endsAt ? {} : { endsAt: due.endsAt }),
  }
}

/** Object.keys of a record has exactly its keys. */
function columnsOf(cells: Partial<Record<Column, string>>): Column[] {
  return Object.keys(cells) as Column[]
}
