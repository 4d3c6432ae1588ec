import type { CellWrite } from '@cars-bot/adapters/sheets'
import { parseSettings, type Cells, type Settings } from '@cars-bot/domain'
import type { App } from '../app.js'
import { appendLogs } from './append-logs.js'
import { applyOwnerChange } from './apply-owner-change.js'
import { decideSubscription, type SubscriptionDecision } from './decide-subscription.js'
import { readTables } from './read-tables.js'
import { recordEvent } from './record-event.js'
import { sheetDefinitions, type ColumnOf } from './sheet-definitions.js'
import { rowValues, type SheetRow, type SheetTable } from './sheet-table.js'
import { cellsOf, isSameCells, writeSnapshot } from './snapshots.js'
import { rowUpdates, subscriberCells } from './subscriber-cells.js'
import { latestPaid, subscriptionView, type Subscriber } from './subscriber-view.js'
import { readSubscription, subscriptionKey } from './subscription-cells.js'
import { undoMisplaced } from './undo-misplaced.js'
import { withSheetLock } from './with-sheet-lock.js'

type Row = SheetRow<ColumnOf<'subscribers'>>
type Outcome = { row: Row; subscriber: Subscriber | null; showsSubscription: boolean; note: string }

const { title } = sheetDefinitions.subscribers
const mostNewRows = 1_000

/**
 * Two-way merge of the subscribers' tab with the database. The owner's change of plan, active and dates becomes the user's period; everything
 * else is shown from the database. Rows are known by User ID wherever they stand; none is cleared, moved or removed. One request to read,
 * at most one to write and one to append, and one more to read after the owner's columns were written. Then the log tab gets its new events.
 */
export async function syncSubscribers(app: App): Promise<void> {
  await withSheetLock(app, async () => {
    const { subscribers: table } = await readTables(app, ['subscribers'])
    if (table) await syncTable(app, table)
    await appendLogs(app)
  })
}

async function syncTable(app: App, table: SheetTable<ColumnOf<'subscribers'>>): Promise<void> {
  const bases = await readBases(app)
  const known = new Map((await readSubscribers(app)).map((subscriber) => [subscriber.telegramId.toString(), subscriber]))
  const { settings } = parseSettings(Object.fromEntries((await app.db.setting.findMany()).map(({ key, value }) => [key, value])))
  const seen = new Map<string, number>()
  const outcomes: Outcome[] = []
  for (const row of table.rows) {
    const { userId } = row.cells
    const firstRow = seen.get(userId)
    const subscriber = known.get(userId) ?? null
    if (firstRow !== undefined) outcomes.push(left(row, `Ошибка: этот пользователь уже есть в строке ${firstRow}`))
    else if (!subscriber) outcomes.push(left(row, userId === '' ? 'Ошибка: не указан User ID' : 'Этот пользователь ещё не запускал бота'))
    else outcomes.push(await syncRow(app, { row, subscriber, base: bases.get(userId) ?? null, settings }))
    seen.set(userId, seen.get(userId) ?? row.row)
  }
  const changed = new Map((await readSubscribers(app)).map((subscriber) => [subscriber.telegramId.toString(), subscriber]))
  const added = [...changed.values()].filter(({ telegramId }) => !seen.has(telegramId.toString())).slice(0, mostNewRows)
  const misplaced = await writeSheet(app, { table, outcomes, changed, added })
  const shown = outcomes.flatMap(({ subscriber, showsSubscription, note }) => (subscriber && showsSubscription ? [{ subscriber: changed.get(subscriber.telegramId.toString()) ?? subscriber, note }] : []))
  const reached = [...shown, ...added.map((subscriber) => ({ subscriber, note: '' }))].filter(({ subscriber }) => !misplaced.has(subscriber.telegramId.toString()))
  await saveBases(app, reached, bases)
}

async function syncRow(app: App, { row, subscriber, base, settings }: { row: Row; subscriber: Subscriber; base: Cells | null; settings: Settings }): Promise<Outcome> {
  const reading = readSubscription(row.cells)
  if (reading.kind === 'unreadable') return { row, subscriber, showsSubscription: false, note: `Ошибка: ${reading.fault}` }
  const now = app.now()
  const paid = latestPaid(subscriber.subscriptions)
  const database = subscriptionView(subscriber.subscriptions, now)
  const decision = decideSubscription({
    sheet: reading.cells,
    database,
    base: base?.['subscription'] ?? null,
    isPaidMeanwhile: paid !== '' && paid !== base?.['paid'] && (base !== null || database.isActive),
    settings,
    now,
  })
  return outcomeOf(app, { row, subscriber, decision, sheetKey: subscriptionKey(reading.cells), base })
}

async function outcomeOf(
  app: App,
  { row, subscriber, decision, sheetKey, base }: { row: Row; subscriber: Subscriber; decision: SubscriptionDecision; sheetKey: string; base: Cells | null },
): Promise<Outcome> {
  switch (decision.kind) {
    case 'wait':
      return { row, subscriber, showsSubscription: false, note: decision.hint }
    case 'show': {
      if (decision.note !== '') await recordEvent(app.db, 'WARNING', `Подписка пользователя ${row.cells.userId} изменена в таблице, но за это время пришла оплата: действует оплаченный период.`)
      return { row, subscriber, showsSubscription: true, note: decision.note === '' && sheetKey === base?.['subscription'] ? (base['note'] ?? '') : decision.note }
    }
    case 'open':
    case 'close': {
      const isApplied = await applyOwnerChange(app, { subscriber, decision, sheetKey })
      return { row, subscriber, showsSubscription: isApplied, note: '' }
    }
  }
}

async function writeSheet(
  app: App,
  { table, outcomes, changed, added }: { table: SheetTable<ColumnOf<'subscribers'>>; outcomes: readonly Outcome[]; changed: ReadonlyMap<string, Subscriber>; added: readonly Subscriber[] },
): Promise<Set<string>> {
  const now = app.now()
  const updates: CellWrite[] = [...table.headerUpdates]
  for (const { row, subscriber, showsSubscription, note } of outcomes) {
    updates.push(...rowUpdates(table, row, { subscriber: (subscriber && changed.get(row.cells.userId)) ?? null, showsSubscription, note, now }))
  }
  if (updates.length > 0) await app.sheets.writeCells(updates)
  const misplaced = await undoMisplaced(app, table, updates)
  if (added.length > 0) await app.sheets.appendRows(title, added.map((subscriber) => rowValues(table, subscriberCells(subscriber, now))))
  return misplaced
}

/** Only after the sheet shows it: what was not written is not agreed on. */
async function saveBases(app: App, shown: readonly { subscriber: Subscriber; note: string }[], bases: ReadonlyMap<string, Cells>): Promise<void> {
  const now = app.now()
  for (const { subscriber, note } of shown) {
    const rowKey = subscriber.telegramId.toString()
    const base: Cells = { subscription: subscriptionKey(subscriptionView(subscriber.subscriptions, now)), paid: latestPaid(subscriber.subscriptions), ...(note === '' ? {} : { note }) }
    if (!isSameCells(base, bases.get(rowKey) ?? null)) await writeSnapshot(app.db, { sheet: title, rowKey }, base)
  }
}

async function readSubscribers(app: App): Promise<Subscriber[]> {
  return app.db.user.findMany({ include: { subscriptions: true, _count: { select: { contactRequests: true } } }, orderBy: { registeredAt: 'asc' } })
}

async function readBases(app: App): Promise<Map<string, Cells>> {
  const snapshots = await app.db.sheetSnapshot.findMany({ where: { sheet: title } })
  return new Map(snapshots.map(({ rowKey, cells }) => [rowKey, cellsOf(cells)]))
}

function left(row: Row, note: string): Outcome {
  return { row, subscriber: null, showsSubscription: false, note }
}
