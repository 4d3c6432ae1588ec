import { failureOf } from '@cars-bot/adapters/errors'
import { planTerms, type PaidPlan } from '@cars-bot/domain'
import type { PaymentModel } from '@cars-bot/platform'
import type { App } from '../../app.js'
import { loadPlanSettings } from '../../plans/load-plan-settings.js'
import { intendedPayment, linkEndsAt } from './intended-payment.js'

export type OpenedPayment =
  | { kind: 'open'; paymentId: string; durationDays: number; priceKopecks: number; confirmationUrl: string; linkEndsAt: Date }
  | { kind: 'blocked' }
  | { kind: 'provider-away' }

/**
 * The link by which a user pays for a plan: the one still living, else a new one. Our row with its idempotence key is written before the provider is asked, and
 * the same key goes with every further try, so that two taps, two devices or a lost answer make one payment object.
 */
export async function openPayment(app: App, input: { userId: string; plan: PaidPlan; description: (durationDays: number) => string }): Promise<OpenedPayment> {
  const { userId, plan, description } = input
  const user = await app.db.user.findUniqueOrThrow({ where: { id: userId }, select: { isBlocked: true } })
  if (user.isBlocked) return { kind: 'blocked' }
  const payment = await intendedPayment(app, { userId, plan, terms: planTerms(plan, await loadPlanSettings(app)) })
  const known = opened(payment)
  if (known) return known
  try {
    return opened(await createAtProvider(app, payment, description(payment.durationDays))) ?? { kind: 'provider-away' }
  } catch (error) {
    await noteFailure(app, payment, error)
    return { kind: 'provider-away' }
  }
}

async function createAtProvider(app: App, payment: PaymentModel, description: string): Promise<PaymentModel> {
  const { externalId, confirmationUrl } = await app.payments.createPayment({
    idempotenceKey: payment.idempotenceKey,
    amountKopecks: payment.amountKopecks,
    description,
    returnUrl: app.returnUrl,
    metadata: { paymentId: payment.id },
  })
  // A row closed meanwhile stays closed, and its link is not handed out.
  const stored = await app.db.payment.updateManyAndReturn({
    where: { id: payment.id, status: 'PENDING' },
    data: { externalId, confirmationUrl, confirmationEndsAt: linkEndsAt(payment) },
  })
  app.log.info('payment opened', { paymentId: payment.id, externalId, plan: payment.plan, userId: payment.userId })
  // The provider had this payment already and it is past paying: only a look at it tells how it ended.
  if (confirmationUrl === null) await app.jobs.enqueue('settlePayment', { paymentId: payment.id })
  return stored[0] ?? payment
}

/** A refusal would be repeated under the same key, so the row is closed and the owner told; anything else is tried again under the same key. */
async function noteFailure(app: App, payment: PaymentModel, error: unknown): Promise<void> {
  const isRefused = failureOf(error).kind === 'permanent'
  app.log.error('payment not opened', { paymentId: payment.id, isRefused, error })
  if (isRefused) {
    await app.db.payment.updateMany({ where: { id: payment.id, status: 'PENDING' }, data: { status: 'CANCELED', statusReason: 'refused by the provider' } })
  }
  const message = isRefused ? 'ЮKassa отказывается создавать платежи: проверьте YOOKASSA_SHOP_ID и YOOKASSA_SECRET_KEY.' : 'ЮKassa не отвечает: покупатели не могут оплатить подписку.'
  await app.alerts.raise({ level: isRefused ? 'ERROR' : 'WARNING', message, dedupeKey: isRefused ? 'yookassa-refused' : 'yookassa-away' })
}

function opened({ id, status, durationDays, amountKopecks, confirmationUrl, confirmationEndsAt }: PaymentModel): OpenedPayment | null {
  if (status !== 'PENDING' || confirmationUrl === null || confirmationEndsAt === null) return null
  return { kind: 'open', paymentId: id, durationDays, priceKopecks: amountKopecks, confirmationUrl, linkEndsAt: confirmationEndsAt }
}
