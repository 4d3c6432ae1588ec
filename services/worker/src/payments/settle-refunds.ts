import { failureOf } from '@cars-bot/adapters/errors'
import { receiptContactOf } from '@cars-bot/domain'
import type { JobPayload, PaymentModel, RefundModel, UserModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { enqueueNotices } from '../notices/enqueue-notices.js'
import { loadSettings } from '../posts/load-settings.js'
import { requestSubscriberSync } from '../sheets/request-subscriber-sync.js'
import { applyRefund, type DoneRefund } from './apply-refund.js'
import { settlePayment } from './settle-payment.js'

/** The provider forgets a key after 24 h; an older refund of unknown outcome is looked for, never sent again. */
const keyLifeMs = 23 * 3_600_000

type Refunded = PaymentModel & { externalId: string; refunds: RefundModel[]; user: UserModel }

/**
 * Makes the refunds of a payment that an admin asked for, and applies every one the provider knows, those made in its cabinet included: asked afresh, whoever had
 * the job sent. Safe to run twice and beside itself.
 */
export async function settleRefunds(app: App, { paymentId }: JobPayload<'settleRefunds'>): Promise<void> {
  // A refund can be told before the payment it undoes.
  await settlePayment(app, { paymentId })
  const payment = await app.db.payment.findUnique({ where: { id: paymentId }, include: { refunds: true, user: true } })
  if (!payment || payment.status !== 'SUCCEEDED' || payment.externalId === null) return
  const refunded = { ...payment, externalId: payment.externalId }
  for (const refund of payment.refunds) if (refund.status === 'PENDING') await make(app, refunded, refund)
  const noticeIds: string[] = []
  for (const done of await doneRefunds(app, refunded)) {
    const noticeId = await applyRefund(app, payment, done)
    if (noticeId !== null) noticeIds.push(noticeId)
  }
  await enqueueNotices(app, noticeIds)
  if (noticeIds.length > 0) await requestSubscriberSync(app.jobs)
}

/** A refusal is for good and told to the owner; anything else is thrown and tried again under the same key. */
async function make(app: App, payment: Refunded, refund: RefundModel): Promise<void> {
  try {
    if (payment.provider === 'STARS') return await refundStars(app, payment, refund)
    if (app.now().getTime() - refund.createdAt.getTime() > keyLifeMs) return await giveUp(app, payment, refund, 'ответа не было сутки, проверьте в кабинете')
    const made = await app.payments.refund({
      idempotenceKey: refund.idempotenceKey,
      paymentExternalId: payment.externalId,
      amountKopecks: refund.amountKopecks,
      description: 'Возврат за подписку',
      ...(await partialReceipt(app, payment, refund)),
    })
    await app.db.refund.updateMany({ where: { id: refund.id, externalId: null }, data: { externalId: made.externalId } })
    if (made.status === 'canceled') await giveUp(app, payment, refund, made.cancelReason ?? 'отклонён')
  } catch (error) {
    if (failureOf(error).kind !== 'permanent') throw error
    await giveUp(app, payment, refund, error instanceof Error ? error.message : 'отказано')
  }
}

/** The subscription is ended first: its next charge must not follow the refund. */
async function refundStars(app: App, payment: Refunded, refund: RefundModel): Promise<void> {
  const { telegramId } = payment.user
  if (payment.savesMethod) {
    const renewal = await app.db.autoRenewal.findUnique({ where: { userId: payment.userId } })
    if (renewal?.provider === 'STARS' && renewal.isEnabled) await app.bot.setStarRenewal({ telegramId, chargeId: renewal.methodId, isOn: false })
  }
  await app.bot.refundStars({ telegramId, chargeId: payment.externalId })
  await app.db.refund.updateMany({ where: { id: refund.id, externalId: null }, data: { externalId: payment.externalId } })
}

async function giveUp(app: App, payment: Refunded, refund: RefundModel, why: string): Promise<void> {
  await app.db.refund.updateMany({ where: { id: refund.id, status: 'PENDING' }, data: { status: 'CANCELED', statusReason: why.slice(0, 200) } })
  await app.alerts.raise({ level: 'ERROR', message: `Возврат по платежу ${payment.id} не прошёл: ${why}`, dedupeKey: `refund:${refund.id}` })
}

/** A receipt goes with a part only: a full refund makes its own (yookassa.ru/developers/payment-acceptance/receipts/54fz/refunds). */
async function partialReceipt(app: App, payment: Refunded, refund: RefundModel): Promise<{ receipt?: Parameters<App['payments']['refund']>[0]['receipt'] & object }> {
  const ciphertext = payment.user.receiptContactCiphertext
  if (refund.amountKopecks >= payment.amountKopecks || ciphertext === null) return {}
  const { receiptVatCode: vatCode, receiptTaxSystem } = await loadSettings(app)
  const contact = receiptContactOf(app.phones.decrypt(ciphertext))
  return contact && vatCode > 0 ? { receipt: { contact, vatCode, taxSystem: receiptTaxSystem === 0 ? null : receiptTaxSystem } } : {}
}

async function doneRefunds(app: App, payment: Refunded): Promise<DoneRefund[]> {
  const rows = await app.db.refund.findMany({ where: { paymentId: payment.id } })
  if (payment.provider === 'STARS') return doneStarRefunds(app, payment, rows)
  const found = await app.payments.refundsOf(payment.externalId)
  return found.flatMap(({ externalId, status, amountKopecks }): DoneRefund[] => {
    if (status !== 'succeeded') return []
    return [{ externalId, amountKopecks, amountStars: null, refundId: rows.find((row) => row.externalId === externalId)?.id ?? null }]
  })
}

/** Telegram's register is the only word on Stars; a refund bears the id of its charge. */
async function doneStarRefunds(app: App, payment: Refunded, rows: readonly RefundModel[]): Promise<DoneRefund[]> {
  if (rows.some(({ status }) => status === 'SUCCEEDED')) return []
  const since = new Date(payment.createdAt.getTime() - 60_000)
  const isBack = (await app.bot.starTransactionsSince(since)).some(({ kind, chargeId }) => kind === 'refund' && chargeId === payment.externalId)
  const refundId = rows.find(({ status }) => status === 'PENDING')?.id ?? null
  return isBack ? [{ externalId: payment.externalId, amountKopecks: payment.amountKopecks, amountStars: payment.amountStars, refundId }] : []
}
