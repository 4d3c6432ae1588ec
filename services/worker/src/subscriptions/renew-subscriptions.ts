import { randomUUID } from 'node:crypto'
import { failureOf } from '@cars-bot/adapters/errors'
import { endWithGrace, firstAttemptAt, priceOf, receiptContactOf, type Settings } from '@cars-bot/domain'
import { lockPeriods, type AutoRenewalModel, type PaymentModel, type UserModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { enqueueNotices } from '../notices/enqueue-notices.js'
import { cancelOnce } from '../payments/cancel-once.js'
import { loadSettings } from '../posts/load-settings.js'
import { endStarMonths } from './end-star-months.js'

const batchSize = 100
/** The provider forgets a key after 24 h. */
const keyLifeMs = 23 * 3_600_000
/** Telegram charges at the end of a month, give or take. */
const starGraceAheadMs = 3_600_000

type Due = AutoRenewalModel & { user: UserModel }

/**
 * Charges saved cards whose next period is due: a row of ours first, then the provider under its key, and the same key until the outcome is known, so that a crash at any moment makes no second
 * charge. Gives subscriptions that Telegram renews their grace, since its charge comes around the very end. Safe to run twice and beside itself.
 */
export async function renewSubscriptions(app: App): Promise<void> {
  const settings = await loadSettings(app)
  const now = app.now()
  const due = await app.db.autoRenewal.findMany({ where: { isEnabled: true, provider: 'YOOKASSA', nextAttemptAt: { lte: now } }, include: { user: true }, orderBy: { nextAttemptAt: 'asc' }, take: batchSize })
  for (const renewal of due) {
    try {
      await renew(app, renewal, settings)
    } catch (error) {
      app.log.error('renewal not charged', { userId: renewal.userId, error })
    }
  }
  await giveStarGrace(app, now)
  await endStarMonths(app)
}

async function renew(app: App, renewal: Due, settings: Settings): Promise<void> {
  const payment = await dueCharge(app, renewal, settings)
  if (!payment) return
  if (payment.externalId !== null) return app.jobs.enqueue('settlePayment', { paymentId: payment.id }, { dedupeKey: `renewal:${payment.id}` })
  if (app.now().getTime() - payment.createdAt.getTime() > keyLifeMs) return findLost(app, payment)
  try {
    const { externalId } = await app.payments.chargeSavedMethod({
      idempotenceKey: payment.idempotenceKey,
      amountKopecks: payment.amountKopecks,
      description: `Продление подписки, дней: ${payment.durationDays}`,
      metadata: { paymentId: payment.id },
      methodId: renewal.methodId,
      ...receiptOf(app, renewal.user, settings),
    })
    await app.db.payment.updateMany({ where: { id: payment.id, externalId: null }, data: { externalId } })
  } catch (error) {
    if (failureOf(error).kind !== 'permanent') throw error
    // The method is gone or the shop may not: the same charge would be refused for ever.
    await app.alerts.raise({ level: 'ERROR', message: 'ЮKassa отказывает в автосписании: разрешено ли оно магазину и есть ли у покупателей контакт для чека?', dedupeKey: 'renewal-refused' })
    return enqueueNotices(app, await cancelOnce(app, payment, 'permission_revoked'))
  }
  app.log.info('renewal charged', { paymentId: payment.id, userId: payment.userId })
  await app.jobs.enqueue('settlePayment', { paymentId: payment.id }, { dedupeKey: `renewal:${payment.id}` })
}

/** The open charge of this renewal, else a new one; null when there is nothing to charge for any more, or when the end has moved. */
async function dueCharge(app: App, { id, userId, user }: Due, settings: Settings): Promise<PaymentModel | null> {
  return app.db.$transaction(async (tx) => {
    await lockPeriods(tx, userId)
    const now = app.now()
    const renewal = await tx.autoRenewal.findUnique({ where: { id } })
    if (!renewal?.isEnabled || renewal.nextAttemptAt === null || renewal.nextAttemptAt > now || renewal.plan === 'FREE') return null
    const open = await tx.payment.findFirst({ where: { userId, isRenewal: true, provider: 'YOOKASSA', status: 'PENDING' } })
    if (open) return open
    const last = await tx.subscription.findFirst({ where: { userId, isActive: true, plan: { not: 'FREE' }, endsAt: { gt: now } }, orderBy: { endsAt: 'desc' } })
    if (!last || user.isBlocked) {
      await tx.autoRenewal.update({ where: { id }, data: { isEnabled: false, nextAttemptAt: null } })
      return null
    }
    const dueAt = firstAttemptAt(last.endsAt)
    if (renewal.failedAttempts === 0 && dueAt > now) {
      await tx.autoRenewal.update({ where: { id }, data: { nextAttemptAt: dueAt } })
      return null
    }
    const { kopecks: amountKopecks, durationDays } = priceOf(renewal.plan, settings, null)
    return tx.payment.create({ data: { userId, provider: 'YOOKASSA', plan: renewal.plan, amountKopecks, durationDays, isRenewal: true, idempotenceKey: randomUUID(), createdAt: now } })
  })
}

/** After the key's life a repeat could charge twice, so the charge is looked for in the provider's register instead. */
async function findLost(app: App, payment: PaymentModel): Promise<void> {
  const from = new Date(payment.createdAt.getTime() - 60_000)
  const found = (await app.payments.paymentsCreated({ from, to: app.now() })).find(({ paymentId }) => paymentId === payment.id)
  if (!found) return enqueueNotices(app, await cancelOnce(app, payment, 'internal_timeout'))
  await app.db.payment.updateMany({ where: { id: payment.id, externalId: null }, data: { externalId: found.externalId } })
  await app.jobs.enqueue('settlePayment', { paymentId: payment.id }, { dedupeKey: `renewal:${payment.id}` })
}

function receiptOf(app: App, { receiptContactCiphertext: ciphertext }: UserModel, { receiptVatCode: vatCode, receiptTaxSystem }: Settings) {
  const contact = vatCode === 0 || ciphertext === null ? null : receiptContactOf(app.phones.decrypt(ciphertext))
  return contact ? { receipt: { contact, vatCode, taxSystem: receiptTaxSystem === 0 ? null : receiptTaxSystem } } : {}
}

/** One grace per period; a renewal that does not come by its end means the person stopped it in Telegram. */
async function giveStarGrace(app: App, now: Date): Promise<void> {
  const renewals = await app.db.autoRenewal.findMany({ where: { isEnabled: true, provider: 'STARS', plan: 'MONTHLY', nextAttemptAt: { lte: now } }, take: batchSize })
  for (const { id, userId } of renewals) {
    await app.db.$transaction(async (tx) => {
      await lockPeriods(tx, userId)
      const renewal = await tx.autoRenewal.findUniqueOrThrow({ where: { id } })
      const last = await tx.subscription.findFirst({ where: { userId, isActive: true, plan: { not: 'FREE' }, endsAt: { gt: now } }, orderBy: { endsAt: 'desc' } })
      if (!last) return tx.autoRenewal.update({ where: { id }, data: { isEnabled: false, nextAttemptAt: null } })
      if (renewal.failedAttempts > 0 || last.endsAt.getTime() - now.getTime() > starGraceAheadMs) return null
      await tx.subscription.update({ where: { id: last.id }, data: { endsAt: endWithGrace(last.endsAt) } })
      return tx.autoRenewal.update({ where: { id }, data: { failedAttempts: 1 } })
    })
  }
}
