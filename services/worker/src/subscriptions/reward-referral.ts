import { nextPeriod } from '@cars-bot/domain'
import { addPeriod, type Transaction, type UserModel } from '@cars-bot/platform'
import { eventKey } from '../notices/event-key.js'

/** Days for both after the friend's first payment, once; returns the ids of the notices. The caller holds `lockPeriods` of both. */
export async function rewardReferral(tx: Transaction, { user, days, now }: { user: UserModel; days: number; now: Date }): Promise<string[]> {
  if (user.referredById === null || days === 0) return []
  const claimed = await tx.user.updateMany({ where: { id: user.id, referralRewardedAt: null }, data: { referralRewardedAt: now } })
  if (claimed.count === 0) return []
  const ids: string[] = []
  for (const userId of [user.id, user.referredById]) {
    const period = await addPeriod(tx, { userId, plan: 'MONTHLY', source: 'REFERRAL', now, spanAfter: (last) => nextPeriod(last, days, now) })
    const notice = await tx.notice.create({ data: { eventKey: eventKey('REFERRAL_REWARDED', `${user.id}:${userId}`), kind: 'REFERRAL_REWARDED', userId, subscriptionId: period.id } })
    ids.push(notice.id)
  }
  return ids
}
