import type { SavedMethod } from '@cars-bot/adapters/yookassa'
import { firstAttemptAt } from '@cars-bot/domain'
import type { PaymentModel, SubscriptionModel, Transaction } from '@cars-bot/platform'

/**
 * Keeps the automatic renewal in step with a payment just settled: a method saved with consent starts it, and every payment puts the next charge off to the new end.
 * One renewal per person: a subscription in Stars goes before a saved card, because Telegram charges it whatever we do.
 */
export async function noteRenewal(tx: Transaction, { payment, subscription, savedMethod, now }: { payment: PaymentModel; subscription: SubscriptionModel; savedMethod: SavedMethod | null; now: Date }): Promise<void> {
  const { userId, provider, plan, externalId } = payment
  const known = await tx.autoRenewal.findUnique({ where: { userId } })
  const schedule = { nextAttemptAt: firstAttemptAt(subscription.endsAt), failedAttempts: 0 }
  const consented = consentOf(payment, savedMethod, externalId)
  const isBehindStars = known?.provider === 'STARS' && known.isEnabled && provider === 'YOOKASSA'
  if (consented && !isBehindStars) {
    const data = { provider, plan, ...consented, ...schedule, isEnabled: true, consentedAt: now }
    await tx.autoRenewal.upsert({ where: { userId }, create: { userId, ...data }, update: data })
  } else if (known?.isEnabled) {
    // Who pays for a year by hand while a month is renewed means the year from then on; `endStarMonths` ends the months of Telegram. Stars for one month more change nothing.
    await tx.autoRenewal.update({ where: { userId }, data: { ...schedule, ...(known.provider === 'YOOKASSA' || plan === 'YEARLY' ? { plan } : {}) } })
  }
}

/** The first payment of a Stars subscription names it; a card must have been saved. */
function consentOf({ savesMethod, isRenewal, provider }: PaymentModel, savedMethod: SavedMethod | null, externalId: string | null): { methodId: string; methodTitle: string | null } | null {
  if (!savesMethod || isRenewal) return null
  if (provider === 'STARS') return externalId === null ? null : { methodId: externalId, methodTitle: 'Telegram Stars' }
  return savedMethod && { methodId: savedMethod.id, methodTitle: savedMethod.title }
}
