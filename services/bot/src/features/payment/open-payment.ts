import { failureOf } from '@cars-bot/adapters/errors'
import type { Receipt } from '@cars-bot/adapters/yookassa'
import { receiptContactOf, type Settings } from '@cars-bot/domain'
import type { PaymentModel, UserModel } from '@cars-bot/platform'
import type { App } from '../../app.js'
import { loadSettings } from '../../load-settings.js'
import type { PayWish } from '../../plans/pay-callback.js'
import { intendedPayment, linkEndsAt, type PromoRefusal } from './intended-payment.js'

export type OpenPayment = { kind: 'open'; paymentId: string; durationDays: number; priceKopecks: number; fullKopecks: number; amountStars: number | null; isRenewed: boolean; confirmationUrl: string; linkEndsAt: Date }

export type OpenedPayment =
  | OpenPayment
  | { kind: 'blocked' }
  | { kind: 'way-closed' }
  /** A receipt has to be sent somewhere: the person is asked once. */
  | { kind: 'contact-wanted' }
  | { kind: 'promo-refused'; why: PromoRefusal }
  | { kind: 'promo-bound'; until: Date }
  | { kind: 'provider-away' }

/** Words that reach the payer from the provider. */
export type PaymentWords = { title: string; description: (durationDays: number) => string; label: (durationDays: number) => string }

type Opening = { user: UserModel; wish: PayWish; words: PaymentWords }

/**
 * The link by which a user pays for a plan: the one still living, else a new one. Our row with its idempotence key is written before the provider is asked, and
 * the same key goes with every further try, so that two taps, two devices or a lost answer make one payment object.
 */
export async function openPayment(app: App, { user, wish, words }: Opening): Promise<OpenedPayment> {
  const { isBlocked } = await app.db.user.findUniqueOrThrow({ where: { id: user.id }, select: { isBlocked: true } })
  if (isBlocked) return { kind: 'blocked' }
  const settings = await loadSettings(app)
  if (!isWayOpen(wish, settings)) return { kind: 'way-closed' }
  const intended = await intendedPayment(app, { userId: user.id, wish, settings })
  if (intended.kind !== 'payment') return intended
  const opened = await openIntended(app, { payment: intended.payment, user, settings, words })
  // The shop may lack the manager's leave for saved methods: then the buyer at least pays once.
  if (opened.kind === 'refused') return wish.way === 'auto' ? openPayment(app, { user, wish: { ...wish, way: 'card' }, words }) : { kind: 'provider-away' }
  return opened
}

/** The same for a row that waited for a contact to send the receipt to. */
export async function openIntended(app: App, { payment, user, settings, words }: { payment: PaymentModel; user: UserModel; settings: Settings; words: PaymentWords }): Promise<OpenPayment | { kind: 'contact-wanted' } | { kind: 'provider-away' } | { kind: 'refused' }> {
  const known = opened(payment)
  if (known) return known
  const receipt = payment.provider === 'STARS' ? null : receiptOf(app, user, settings)
  if (receipt === 'contact-wanted') return { kind: 'contact-wanted' }
  try {
    const stored = payment.provider === 'STARS' ? await createInvoice(app, payment, words) : await createAtProvider(app, { payment, receipt, description: words.description(payment.durationDays) })
    return opened(stored) ?? { kind: 'provider-away' }
  } catch (error) {
    return { kind: await noteFailure(app, payment, error) }
  }
}

function isWayOpen({ way }: PayWish, { paymentWays, offersRenewal }: Settings): boolean {
  if (way === 'stars') return paymentWays.includes('stars')
  return paymentWays.includes('yookassa') && (way === 'card' || offersRenewal)
}

function receiptOf(app: App, { receiptContactCiphertext }: UserModel, { receiptVatCode: vatCode, receiptTaxSystem }: Settings): Receipt | null | 'contact-wanted' {
  if (vatCode === 0) return null
  const contact = receiptContactCiphertext === null ? null : receiptContactOf(app.phones.decrypt(receiptContactCiphertext))
  return contact ? { contact, vatCode, taxSystem: receiptTaxSystem === 0 ? null : receiptTaxSystem } : 'contact-wanted'
}

async function createAtProvider(app: App, { payment, receipt, description }: { payment: PaymentModel; receipt: Receipt | null; description: string }): Promise<PaymentModel> {
  const { externalId, confirmationUrl } = await app.payments.createPayment({
    idempotenceKey: payment.idempotenceKey,
    amountKopecks: payment.amountKopecks,
    description,
    returnUrl: app.returnUrl,
    metadata: { paymentId: payment.id },
    ...(payment.savesMethod ? { savesMethod: true } : {}),
    ...(receipt ? { receipt } : {}),
  })
  const stored = await store(app, payment, { externalId, confirmationUrl })
  // The provider had this payment already and it is past paying: only a look at it tells how it ended.
  if (confirmationUrl === null) await app.jobs.enqueue('settlePayment', { paymentId: payment.id })
  return stored
}

/** A link is as good as another: of two made at once the first stored is handed out. */
async function createInvoice(app: App, payment: PaymentModel, { title, description, label }: PaymentWords): Promise<PaymentModel> {
  const { id, durationDays, amountStars, savesMethod } = payment
  const confirmationUrl = await app.bot.createInvoiceLink({ title, description: description(durationDays), label: label(durationDays), payload: id, stars: amountStars ?? 0, isSubscription: savesMethod })
  return store(app, payment, { confirmationUrl })
}

/** A row closed meanwhile stays closed, and its link is not handed out. */
async function store(app: App, payment: PaymentModel, data: { externalId?: string; confirmationUrl: string | null }): Promise<PaymentModel> {
  const stored = await app.db.payment.updateManyAndReturn({ where: { id: payment.id, status: 'PENDING', confirmationUrl: null }, data: { ...data, confirmationEndsAt: linkEndsAt(payment) } })
  app.log.info('payment opened', { paymentId: payment.id, externalId: data.externalId, provider: payment.provider, plan: payment.plan, userId: payment.userId })
  return stored[0] ?? app.db.payment.findUniqueOrThrow({ where: { id: payment.id } })
}

/** A refusal would be repeated under the same key, so the row is closed and the owner told; anything else is tried again under the same key. */
async function noteFailure(app: App, payment: PaymentModel, error: unknown): Promise<'refused' | 'provider-away'> {
  const isRefused = failureOf(error).kind === 'permanent'
  app.log.error('payment not opened', { paymentId: payment.id, isRefused, error })
  if (isRefused) {
    await app.db.payment.updateMany({ where: { id: payment.id, status: 'PENDING' }, data: { status: 'CANCELED', statusReason: 'refused by the provider' } })
  }
  const [provider, key] = payment.provider === 'STARS' ? ['Telegram', 'stars'] : ['ЮKassa', 'yookassa']
  const hint = payment.provider === 'STARS' ? 'проверьте цены в звёздах.' : payment.savesMethod ? 'разрешено ли магазину автопродление (спросите менеджера)?' : 'проверьте YOOKASSA_SHOP_ID и YOOKASSA_SECRET_KEY.'
  const message = isRefused ? `${provider} отказывается создавать платежи: ${hint}` : `${provider} не отвечает: покупатели не могут оплатить подписку.`
  await app.alerts.raise({ level: isRefused ? 'ERROR' : 'WARNING', message, dedupeKey: isRefused ? `${key}-refused` : `${key}-away` })
  return isRefused ? 'refused' : 'provider-away'
}

function opened({ id, status, durationDays, amountKopecks, fullAmountKopecks, amountStars, savesMethod, confirmationUrl, confirmationEndsAt }: PaymentModel): OpenPayment | null {
  if (status !== 'PENDING' || confirmationUrl === null || confirmationEndsAt === null) return null
  return { kind: 'open', paymentId: id, durationDays, priceKopecks: amountKopecks, fullKopecks: fullAmountKopecks ?? amountKopecks, amountStars, isRenewed: savesMethod, confirmationUrl, linkEndsAt: confirmationEndsAt }
}
