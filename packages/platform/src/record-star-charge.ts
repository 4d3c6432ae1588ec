import { isUniqueViolation, type Database, type Transaction } from './database.js'
import type { PaymentModel } from './generated/models.js'

export type StarCharge = {
  telegramId: bigint
  chargeId: string
  /** Our payment's id, as the invoice bore it. */
  payload: string
  stars: number
  /** Charged by Telegram itself for a subscription. */
  isRenewal: boolean
}

export type RecordedCharge = { kind: 'recorded' | 'known'; paymentId: string } | { kind: 'unknown-invoice' } | { kind: 'other-amount'; expected: number }

/**
 * Notes that Stars came: in the row of the invoice when it is the person's own and still open, else in a row of its own, because an invoice can be paid again, and by anybody. Money that came is
 * never without a row. Once per charge id, however often it is told; `settlePayment` then grants the period.
 */
export async function recordStarCharge(db: Database, charge: StarCharge): Promise<RecordedCharge> {
  try {
    return await db.$transaction((tx) => record(tx, charge))
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return db.$transaction((tx) => record(tx, charge))
  }
}

async function record(tx: Transaction, { telegramId, chargeId, payload, stars, isRenewal }: StarCharge): Promise<RecordedCharge> {
  const known = await tx.payment.findUnique({ where: { externalId: chargeId }, select: { id: true } })
  if (known) return { kind: 'known', paymentId: known.id }
  const invoice = isUuid(payload) ? await tx.payment.findUnique({ where: { id: payload } }) : null
  if (!invoice || invoice.provider !== 'STARS') return { kind: 'unknown-invoice' }
  if (invoice.amountStars !== stars) return { kind: 'other-amount', expected: invoice.amountStars ?? 0 }
  const payer = await tx.user.upsert({ where: { telegramId }, create: { telegramId }, update: {} })
  if (!isRenewal && invoice.userId === payer.id) {
    const claimed = await tx.payment.updateMany({ where: { id: invoice.id, status: 'PENDING', externalId: null }, data: { externalId: chargeId } })
    if (claimed.count === 1) return { kind: 'recorded', paymentId: invoice.id }
  }
  const added = await tx.payment.create({ data: { ...termsOf(invoice), userId: payer.id, isRenewal, idempotenceKey: chargeId, externalId: chargeId } })
  return { kind: 'recorded', paymentId: added.id }
}

function termsOf({ provider, plan, amountKopecks, amountStars, durationDays, savesMethod }: PaymentModel) {
  return { provider, plan, amountKopecks, amountStars, durationDays, savesMethod }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
