import type { ProviderPayment } from '@cars-bot/adapters/yookassa'
import type { JobPayload, PaymentModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { enqueueNotices } from '../notices/enqueue-notices.js'
import { requestSubscriberSync } from '../sheets/request-subscriber-sync.js'
import { cancelOnce } from './cancel-once.js'
import { grantOnce } from './grant-once.js'
import { paymentMismatch } from './payment-mismatch.js'

/**
 * Brings our row to what the provider says, asked afresh: whoever had the job sent may be wrong. Safe to run twice and beside itself: only the run
 * that moves the payment out of PENDING grants a period or writes notices. What was paid must be what we asked for, else nothing is granted and the owner is told.
 * Stars are there once the row has a charge: only Telegram's own word puts it there.
 */
export async function settlePayment(app: App, { paymentId }: JobPayload<'settlePayment'>): Promise<void> {
  const payment = await app.db.payment.findUnique({ where: { id: paymentId } })
  if (!payment || payment.status !== 'PENDING' || payment.externalId === null) return
  switch (payment.provider) {
    case 'STARS':
      return finish(app, await grantOnce(app, payment, null))
    case 'YOOKASSA':
      return settleAtYooKassa(app, { ...payment, externalId: payment.externalId })
  }
}

async function settleAtYooKassa(app: App, payment: PaymentModel & { externalId: string }): Promise<void> {
  await app.db.payment.update({ where: { id: payment.id }, data: { checkedAt: app.now() } })
  const provided = await app.payments.getPayment(payment.externalId)
  const mismatch = paymentMismatch(app.payments.mode, payment, provided)
  if (mismatch !== null) return reportMismatch(app, payment, mismatch)
  await finish(app, await settle(app, payment, provided))
}

async function settle(app: App, payment: PaymentModel, provided: ProviderPayment): Promise<string[]> {
  switch (provided.status) {
    case 'pending':
    case 'waiting_for_capture':
      return []
    case 'succeeded':
      return grantOnce(app, payment, provided.savedMethod)
    case 'canceled':
      return cancelOnce(app, payment, provided.cancelReason ?? 'canceled')
  }
}

async function finish(app: App, noticeIds: readonly string[]): Promise<void> {
  await enqueueNotices(app, noticeIds)
  if (noticeIds.length > 0) await requestSubscriberSync(app.jobs)
}

async function reportMismatch(app: App, payment: PaymentModel, mismatch: string): Promise<void> {
  await app.db.payment.updateMany({ where: { id: payment.id, status: 'PENDING' }, data: { statusReason: `mismatch: ${mismatch}` } })
  await app.alerts.raise({
    level: 'ERROR',
    message: `Платёж ${payment.externalId} не засчитан: ${mismatch}. Проверьте его в кабинете ЮKassa.`,
    dedupeKey: `payment-mismatch:${payment.id}`,
  })
}
