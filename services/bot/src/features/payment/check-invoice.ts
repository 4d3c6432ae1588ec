import type { BotUpdate } from '@cars-bot/adapters/bot-api'
import type { App } from '../../app.js'
import { isRenewedInStars } from './star-subscription.js'

export type InvoiceRefusal = 'stale' | 'paid' | 'other-person' | 'being-paid' | 'blocked'

/** Telegram lets an invoice link be opened on two devices at once; the second waits until the first is surely through. */
const oneAtATimeMs = 30_000

/**
 * Whether a person may pay an invoice now; null: they may. Links can be forwarded, kept and paid twice, so a stale, canceled or paid one and that of another person are
 * refused here, the only place where it can be done (core.telegram.org/bots/api#precheckoutquery).
 */
export async function checkInvoice(app: App, { from, payload, currency, amount }: Extract<BotUpdate, { kind: 'pre-checkout' }>): Promise<InvoiceRefusal | null> {
  const payment = isUuid(payload) ? await app.db.payment.findUnique({ where: { id: payload }, include: { user: true } }) : null
  if (!payment || payment.provider !== 'STARS') return 'stale'
  if (payment.user.telegramId !== from.telegramId) return 'other-person'
  if (payment.user.isBlocked) return 'blocked'
  if (payment.status === 'SUCCEEDED' || payment.externalId !== null) return 'paid'
  const now = app.now()
  const isAlive = payment.status === 'PENDING' && payment.confirmationEndsAt !== null && payment.confirmationEndsAt > now
  // A second subscription would be charged every month beside the first.
  if (payment.savesMethod && (await isRenewedInStars(app.db, payment.userId))) return 'paid'
  if (!isAlive || currency !== 'XTR' || amount !== payment.amountStars) return 'stale'
  const taken = await app.db.payment.updateMany({
    where: { id: payment.id, status: 'PENDING', externalId: null, OR: [{ checkedAt: null }, { checkedAt: { lt: new Date(now.getTime() - oneAtATimeMs) } }] },
    data: { checkedAt: now },
  })
  return taken.count === 1 ? null : 'being-paid'
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
