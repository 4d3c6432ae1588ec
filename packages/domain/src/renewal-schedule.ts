const hourMs = 3_600_000

/** How long access stays after the end of a period whose renewal is still tried. */
export const graceMs = 24 * hourMs
/** How long before the end the next period is charged for the first time. */
export const chargeAheadMs = 24 * hourMs
/** How long before the end a person is told of the charge to come. */
export const tellAheadMs = 48 * hourMs

export const mostRenewalAttempts = 3

/** Reasons after which YooKassa will never take this method again (yookassa.ru/developers/payment-acceptance/after-the-payment/declined-payments). */
const hopeless = new Set(['permission_revoked', 'card_expired', 'invalid_card_number', 'country_forbidden', 'unsupported_mobile_operator'])

export type AfterFailure = { kind: 'again'; at: Date } | { kind: 'given-up' }

/** When a period that ends then is charged for the first time. */
export function firstAttemptAt(endsAt: Date): Date {
  return new Date(endsAt.getTime() - chargeAheadMs)
}

/** What follows the `failedAttempts`-th failure, of an attempt made `now`: three in all, a day apart, the last within the grace period. */
export function afterFailedRenewal(failedAttempts: number, reason: string, now: Date): AfterFailure {
  if (hopeless.has(reason) || failedAttempts >= mostRenewalAttempts) return { kind: 'given-up' }
  return { kind: 'again', at: new Date(now.getTime() + (failedAttempts === mostRenewalAttempts - 1 ? 23 : 24) * hourMs) }
}

/** The end a period is given while its renewal is tried. */
export function endWithGrace(endsAt: Date): Date {
  return new Date(endsAt.getTime() + graceMs)
}

/** The end a period has had before its grace, but never before now: days of grace used are not given back, those unused are. */
export function endWithoutGrace(endsAt: Date, now: Date): Date {
  return new Date(Math.max(now.getTime(), endsAt.getTime() - graceMs))
}
