import { endWithoutGrace, nextPeriod } from '@cars-bot/domain'
import { addPeriod, lockPeriods, type PaymentModel, type SubscriptionModel, type Transaction, type UserModel } from '@cars-bot/platform'
import type { SavedMethod } from '@cars-bot/adapters/yookassa'
import type { App } from '../app.js'
import { loadSettings } from '../posts/load-settings.js'
import { eventKey } from '../notices/event-key.js'
import { noteRenewal } from '../subscriptions/note-renewal.js'
import { rewardReferral } from '../subscriptions/reward-referral.js'

/**
 * The paid period, from now or from the end of the one still running, in one transaction with the payment's status and the notices to send, whose ids
 * are returned. None when another run was first. The wanted listing is taken off the user, so that a later payment does not hand it out again.
 */
export async function grantOnce(app: App, payment: PaymentModel, savedMethod: SavedMethod | null): Promise<string[]> {
  const { id, userId } = payment
  const { referralDays } = await loadSettings(app)
  const { referredById } = await app.db.user.findUniqueOrThrow({ where: { id: userId }, select: { referredById: true } })
  const noticeIds = await app.db.$transaction(async (tx) => {
    // Always in one order: two who invited each other must not wait for each other.
    for (const each of [userId, ...(referredById === null ? [] : [referredById])].sort()) await lockPeriods(tx, each)
    const now = app.now()
    const claimed = await tx.payment.updateMany({ where: { id, status: 'PENDING' }, data: { status: 'SUCCEEDED', statusReason: null, paidAt: now } })
    if (claimed.count === 0) return null
    const subscription = await grant(tx, payment, now)
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } })
    const noticeIds = await writeNotices(tx, { payment, subscription, user })
    await noteRenewal(tx, { payment, subscription, savedMethod, now })
    if (payment.promoCodeId !== null) await tx.promoUse.createMany({ data: [{ promoCodeId: payment.promoCodeId, userId }], skipDuplicates: true })
    return [...noticeIds, ...(await rewardReferral(tx, { user, days: referralDays, now }))]
  })
  if (!noticeIds) return []
  app.log.info('payment settled', { paymentId: id, userId })
  return noticeIds
}

/** Grace given while a renewal was tried is taken back, so far as it was not used: the new period begins where the paid one ended. */
async function grant(tx: Transaction, { id, userId, plan, durationDays }: PaymentModel, now: Date): Promise<SubscriptionModel> {
  if (plan === 'FREE') throw new Error(`payment ${id} is for FREE, which is not sold`)
  const renewal = await tx.autoRenewal.findUnique({ where: { userId } })
  const last = renewal && renewal.failedAttempts > 0 ? await tx.subscription.findFirst({ where: { userId, isActive: true, endsAt: { gt: now } }, orderBy: { endsAt: 'desc' } }) : null
  if (last) {
    const endsAt = endWithoutGrace(last.endsAt, now)
    if (endsAt > last.startsAt) await tx.subscription.update({ where: { id: last.id }, data: { endsAt } })
  }
  return addPeriod(tx, { userId, plan, source: 'PAYMENT', paymentId: id, now, spanAfter: (before) => nextPeriod(before, durationDays, now) })
}

async function writeNotices(tx: Transaction, { payment, subscription, user }: { payment: PaymentModel; subscription: SubscriptionModel; user: UserModel }): Promise<string[]> {
  const { id, userId } = payment
  const kind = payment.isRenewal ? 'SUBSCRIPTION_RENEWED' : 'SUBSCRIPTION_STARTED'
  const started = await tx.notice.create({ data: { eventKey: eventKey(kind, id), kind, userId, subscriptionId: subscription.id, paymentId: id } })
  if (user.wantedPostId === null) return [started.id]
  await tx.user.update({ where: { id: userId }, data: { wantedPostId: null } })
  const wanted = await tx.notice.create({ data: { eventKey: eventKey('WANTED_CONTACTS', id), kind: 'WANTED_CONTACTS', userId, postId: user.wantedPostId } })
  return [started.id, wanted.id]
}
