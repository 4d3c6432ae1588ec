import { nextPeriod } from '@cars-bot/domain'
import type { PaymentModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { eventKey } from '../notices/event-key.js'
import { lockPeriods } from '../subscriptions/lock-periods.js'

/**
 * The paid period, from now or from the end of the one still running, in one transaction with the payment's status and the notices to send, whose ids
 * are returned. None when another run was first. The wanted listing is taken off the user, so that a later payment does not hand it out again.
 */
export async function grantOnce(app: App, { id, userId, plan, durationDays }: PaymentModel): Promise<string[]> {
  const granted = await app.db.$transaction(async (tx) => {
    await lockPeriods(tx, userId)
    const now = app.now()
    const claimed = await tx.payment.updateMany({ where: { id, status: 'PENDING' }, data: { status: 'SUCCEEDED', statusReason: null, paidAt: now } })
    if (claimed.count === 0) return null
    // FREE opens nothing, so it must not push a paid period into the future.
    await tx.subscription.updateMany({ where: { userId, plan: 'FREE', isActive: true }, data: { isActive: false } })
    const last = await tx.subscription.findFirst({ where: { userId, isActive: true, endsAt: { gt: now } }, orderBy: { endsAt: 'desc' } })
    const subscription = await tx.subscription.create({ data: { userId, plan, source: 'PAYMENT', paymentId: id, ...nextPeriod(last, durationDays, now) } })
    const { wantedPostId } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { wantedPostId: true } })
    await tx.user.update({ where: { id: userId }, data: { wantedPostId: null } })
    const started = await tx.notice.create({
      data: { eventKey: eventKey('SUBSCRIPTION_STARTED', id), kind: 'SUBSCRIPTION_STARTED', userId, subscriptionId: subscription.id },
    })
    if (wantedPostId === null) return { subscriptionId: subscription.id, noticeIds: [started.id] }
    const wanted = await tx.notice.create({ data: { eventKey: eventKey('WANTED_CONTACTS', id), kind: 'WANTED_CONTACTS', userId, postId: wantedPostId } })
    return { subscriptionId: subscription.id, noticeIds: [started.id, wanted.id] }
  })
  if (!granted) return []
  app.log.info('payment settled', { paymentId: id, userId, subscriptionId: granted.subscriptionId })
  return granted.noticeIds
}
