type Span = { startsAt: Date; endsAt: Date }

/** What a refund leaves of the period it was paid for: as much less as was given back. What was used stays used. */
export type AfterRefund = { kind: 'gone'; freedMs: number } | { kind: 'shorter'; endsAt: Date; freedMs: number }

/**
 * `refunded` and `paid` in one currency, all refunds of the payment so far and this one. A full refund ends the period at once, a part of it takes off that part of its length, counted from its end.
 * `freedMs` is how much earlier later periods may begin.
 */
export function afterRefund(period: Span, amounts: { paid: number; refunded: number; length: number }, now: Date): AfterRefund {
  const floor = Math.max(period.startsAt.getTime(), Math.min(now.getTime(), period.endsAt.getTime()))
  const isFull = amounts.refunded >= amounts.paid
  const keptUntil = isFull ? floor : Math.max(floor, period.endsAt.getTime() - Math.round((amounts.length * amounts.refunded) / amounts.paid))
  const freedMs = period.endsAt.getTime() - keptUntil
  if (keptUntil <= period.startsAt.getTime()) return { kind: 'gone', freedMs }
  return { kind: 'shorter', endsAt: new Date(keptUntil), freedMs }
}
