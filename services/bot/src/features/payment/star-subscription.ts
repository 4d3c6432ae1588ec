import type { Database, Transaction } from '@cars-bot/platform'
import type { PayWish } from '../../plans/pay-callback.js'

/** Whether Telegram charges this person every month already. */
export async function isRenewedInStars(db: Pick<Database | Transaction, 'autoRenewal'>, userId: string): Promise<boolean> {
  const renewal = await db.autoRenewal.findUnique({ where: { userId }, select: { provider: true, isEnabled: true } })
  return renewal?.provider === 'STARS' && renewal.isEnabled
}

/**
 * Whether a plan paid with Stars is a subscription that Telegram renews: months only (core.telegram.org/bots/api#createinvoicelink), at their full price only, because Telegram would repeat a
 * discount for ever, and one at a time, because Telegram would charge both.
 */
export function isSubscribedInStars({ plan, code }: Omit<PayWish, 'way'>, isRenewed: boolean): boolean {
  return plan === 'MONTHLY' && code === null && !isRenewed
}
