import { randomUUID } from 'node:crypto'
import type { SubscriptionModel, Transaction } from '@cars-bot/platform'
import type { App } from '../app.js'
import { enqueueNotices } from '../notices/enqueue-notices.js'
import { eventKey } from '../notices/event-key.js'
import { lockPeriods } from '../subscriptions/lock-periods.js'
import { formatCellDate } from './cell-date.js'
import type { SubscriptionDecision } from './decide-subscription.js'
import { recordEvent } from './record-event.js'
import { sheetDefinitions } from './sheet-definitions.js'
import { writeSnapshot } from './snapshots.js'
import { hasAccess, latestPaid, subscriptionView, type Subscriber } from './subscriber-view.js'
import { subscriptionKey } from './subscription-cells.js'

export type OwnerChange = { subscriber: Subscriber; decision: Extract<SubscriptionDecision, { kind: 'open' | 'close' }>; sheetKey: string }

/**
 * Makes the owner's wish the user's one period of access and tells the user when access was opened or closed by it. The snapshot is written in
 * the same transaction, so a crash after it does not apply the wish again. False, and nothing done, when the user's periods have changed since they were read.
 */
export async function applyOwnerChange(app: App, { subscriber, decision, sheetKey }: OwnerChange): Promise<boolean> {
  const now = app.now()
  const noticeIds = await app.db.$transaction(async (tx) => {
    await lockPeriods(tx, subscriber.id)
    const before = await tx.subscription.findMany({ where: { userId: subscriber.id } })
    if (stateOf(before, now) !== stateOf(subscriber.subscriptions, now)) return null
    const subscriptionId = await setPeriod(tx, { subscriber, decision, now })
    const after = await tx.subscription.findMany({ where: { userId: subscriber.id } })
    const rowKey = subscriber.telegramId.toString()
    await writeSnapshot(tx, { sheet: sheetDefinitions.subscribers.title, rowKey }, { subscription: sheetKey, paid: latestPaid(after) })
    await recordEvent(tx, decision.isConflict ? 'WARNING' : 'INFO', changeMessage(rowKey, decision))
    if (hasAccess(before, now) === hasAccess(after, now)) return []
    const notice = await tx.notice.create({
      data: { eventKey: eventKey('SUBSCRIPTION_CHANGED', `${subscriptionId}:${randomUUID()}`), kind: 'SUBSCRIPTION_CHANGED', userId: subscriber.id, subscriptionId },
    })
    return [notice.id]
  })
  if (noticeIds === null) return false
  app.log.info('subscription changed in the sheet', { userId: subscriber.id, change: decision.kind })
  await enqueueNotices(app, noticeIds)
  return true
}

/** The period that runs is changed in place, so that it stays the one its payment paid for; the others are closed. Returns the id of the one concerned. */
async function setPeriod(tx: Transaction, { subscriber, decision, now }: { subscriber: Subscriber; decision: OwnerChange['decision']; now: Date }): Promise<string | null> {
  const active = await tx.subscription.findMany({ where: { userId: subscriber.id, isActive: true, plan: { not: 'FREE' } }, orderBy: { startsAt: 'asc' } })
  const running = active.find(({ endsAt }) => endsAt > now)
  await tx.subscription.updateMany({
    where: { userId: subscriber.id, isActive: true, ...(decision.kind === 'open' && running ? { id: { not: running.id } } : {}) },
    data: { isActive: false },
  })
  if (decision.kind === 'close') return running?.id ?? null
  const startsAt = running && formatCellDate(running.startsAt) === formatCellDate(decision.startsAt) ? running.startsAt : decision.startsAt
  const period = { plan: decision.plan, startsAt, endsAt: decision.endsAt }
  const saved = running
    ? await tx.subscription.update({ where: { id: running.id }, data: period })
    : await tx.subscription.create({ data: { ...period, userId: subscriber.id, source: 'SHEET' } })
  return saved.id
}

function stateOf(subscriptions: readonly SubscriptionModel[], now: Date): string {
  return `${subscriptionKey(subscriptionView(subscriptions, now))}#${latestPaid(subscriptions)}`
}

function changeMessage(userId: string, decision: OwnerChange['decision']): string {
  const conflict = decision.isConflict ? ' За это время она изменилась и в системе, принято значение из таблицы.' : ''
  if (decision.kind === 'close') return `Подписка пользователя ${userId} закрыта в таблице.${conflict}`
  return `Подписка пользователя ${userId} изменена в таблице: ${decision.plan} с ${formatCellDate(decision.startsAt)} по ${formatCellDate(decision.endsAt)}.${conflict}`
}
