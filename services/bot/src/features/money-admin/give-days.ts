import { nextPeriod } from '@cars-bot/domain'
import { addPeriod, lockPeriods } from '@cars-bot/platform'
import type { App } from '../../app.js'
import { findUser } from './find-user.js'

export type GivenDays = { kind: 'unknown-user' } | { kind: 'given'; endsAt: Date }

/** An admin's gift: days behind what the user has; the user is told. */
export async function giveDays(app: App, { who, days, adminId }: { who: string; days: number; adminId: bigint }): Promise<GivenDays> {
  const user = await findUser(app, who)
  if (!user) return { kind: 'unknown-user' }
  const { period, notice } = await app.db.$transaction(async (tx) => {
    await lockPeriods(tx, user.id)
    const now = app.now()
    const added = await addPeriod(tx, { userId: user.id, plan: 'MONTHLY', source: 'ADMIN', now, spanAfter: (last) => nextPeriod(last, days, now) })
    const written = await tx.notice.create({ data: { eventKey: `SUBSCRIPTION_CHANGED:${added.id}`, kind: 'SUBSCRIPTION_CHANGED', userId: user.id, subscriptionId: added.id } })
    return { period: added, notice: written }
  })
  app.log.info('days given by an admin', { userId: user.id, adminId, days })
  await app.jobs.enqueue('notifyUser', { noticeId: notice.id }, { dedupeKey: `notifyUser:${notice.id}` })
  return { kind: 'given', endsAt: period.endsAt }
}
