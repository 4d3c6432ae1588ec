import type { Keyboard } from '@cars-bot/adapters/bot-api'
import { languageOf, priceOf } from '@cars-bot/domain'
import type { NoticeModel, SubscriptionModel, UserModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { alertMatchesNotice, favouriteNotice } from '../alerts/listing-notices.js'
import { loadSettings } from '../posts/load-settings.js'
import { endsStarMonths } from '../subscriptions/end-star-months.js'
import { eventId } from './event-key.js'
import { noticeTexts, type NoticeTexts } from './texts.js'
import { wantedContacts } from './wanted-contacts.js'

const dayMs = 24 * 3_600_000

export type NoticeMessage = { html: string; keyboard?: Keyboard; protectContent?: boolean }
export type ComposedNotice = { kind: 'message'; message: NoticeMessage } | { kind: 'nothing-to-say'; reason: string }

/** The message of a notice, as things stand now, in its user's language. */
export async function noticeMessage(app: App, notice: NoticeModel & { user: UserModel }): Promise<ComposedNotice> {
  const texts = noticeTexts[languageOf(notice.user)]
  switch (notice.kind) {
    case 'SUBSCRIPTION_STARTED':
      return started(app, notice, texts)
    case 'SUBSCRIPTION_ENDED':
      return ofSubscription(app, notice, ({ endsAt }) => texts.ended(endsAt))
    case 'SUBSCRIPTION_CHANGED':
      return ofSubscription(app, notice, (subscription) => (subscription.isActive && subscription.plan !== 'FREE' ? texts.changed(subscription.endsAt) : texts.withdrawn))
    case 'SUBSCRIPTION_RENEWED':
      return ofSubscription(app, notice, ({ endsAt }) => texts.renewed(endsAt))
    case 'REFERRAL_REWARDED':
      return ofSubscription(app, notice, ({ endsAt }) => texts.rewarded(endsAt))
    case 'SUBSCRIPTION_ENDS_IN_3_DAYS':
      return ofEnding(app, notice, (endsAt) => texts.endsIn3Days({ endsAt, daysLeft: Math.ceil((endsAt.getTime() - app.now().getTime()) / dayMs) }))
    case 'SUBSCRIPTION_ENDS_IN_1_DAY':
      return ofEnding(app, notice, texts.endsIn1Day)
    case 'RENEWAL_AHEAD':
      return renewalAhead(app, notice, texts)
    case 'RENEWAL_FAILED':
      return renewalFailed(app, notice, texts)
    case 'PAYMENT_REFUNDED':
      return refunded(app, notice, texts)
    case 'PAYMENT_CANCELED':
      return said(texts.canceled(await cancelReason(app, notice)))
    case 'WANTED_CONTACTS':
      return wantedContacts(app, notice)
    case 'FAVOURITE_PRICE_DROPPED':
    case 'FAVOURITE_SOLD':
      return favouriteNotice(app, notice, notice.kind)
    case 'ALERT_MATCHES':
      return alertMatchesNotice(app, notice)
  }
}

async function subscriptionOf(app: App, { subscriptionId }: NoticeModel): Promise<SubscriptionModel | null> {
  return subscriptionId === null ? null : app.db.subscription.findUnique({ where: { id: subscriptionId } })
}

async function ofSubscription(app: App, notice: NoticeModel, render: (subscription: SubscriptionModel) => string): Promise<ComposedNotice> {
  const subscription = await subscriptionOf(app, notice)
  return subscription ? said(render(subscription)) : { kind: 'nothing-to-say', reason: 'its subscription is gone' }
}

/** Who has paid for a year while Telegram takes Stars every month is told that the months end. */
async function started(app: App, notice: NoticeModel, texts: NoticeTexts): Promise<ComposedNotice> {
  const renewal = await app.db.autoRenewal.findUnique({ where: { userId: notice.userId } })
  const months = renewal && endsStarMonths(renewal) ? `\n\n${texts.starMonthsOff}` : ''
  return ofSubscription(app, notice, (subscription) => `${startedText(texts, subscription)}${months}`)
}

/** A word of an end to come, unless that end is past or was put off meanwhile. */
async function ofEnding(app: App, notice: NoticeModel, render: (endsAt: Date) => string): Promise<ComposedNotice> {
  const subscription = await subscriptionOf(app, notice)
  if (!subscription?.isActive || subscription.endsAt <= app.now()) return { kind: 'nothing-to-say', reason: 'it is over already' }
  const later = await app.db.subscription.findFirst({ where: { userId: notice.userId, isActive: true, plan: { not: 'FREE' }, endsAt: { gt: subscription.endsAt } }, select: { id: true } })
  return later ? { kind: 'nothing-to-say', reason: 'another period goes on' } : said(render(subscription.endsAt))
}

async function renewalAhead(app: App, notice: NoticeModel, texts: NoticeTexts): Promise<ComposedNotice> {
  const renewal = await app.db.autoRenewal.findUnique({ where: { userId: notice.userId } })
  if (!renewal?.isEnabled || renewal.nextAttemptAt === null || renewal.plan === 'FREE') return { kind: 'nothing-to-say', reason: 'the renewal is off' }
  if (renewal.provider === 'STARS') return ofEnding(app, notice, texts.starRenewalAhead)
  const { nextAttemptAt: at, methodTitle: method, plan } = renewal
  const { kopecks } = priceOf(plan, await loadSettings(app), null)
  return ofEnding(app, notice, () => texts.renewalAhead({ at, kopecks, method }))
}

async function renewalFailed(app: App, notice: NoticeModel, texts: NoticeTexts): Promise<ComposedNotice> {
  const renewal = await app.db.autoRenewal.findUnique({ where: { userId: notice.userId } })
  return said(texts.renewalFailed({ reason: await cancelReason(app, notice), nextAt: renewal?.isEnabled ? renewal.nextAttemptAt : null }))
}

async function refunded(app: App, notice: NoticeModel, texts: NoticeTexts): Promise<ComposedNotice> {
  const refund = await app.db.refund.findUnique({ where: { id: eventId(notice.eventKey) } })
  if (!refund) return { kind: 'nothing-to-say', reason: 'its refund is gone' }
  const subscription = await subscriptionOf(app, notice)
  const sum = refund.amountStars === null ? texts.rubles(refund.amountKopecks) : texts.stars(refund.amountStars)
  return said(texts.refunded({ sum, endsAt: subscription?.isActive ? subscription.endsAt : null }))
}

function startedText(texts: NoticeTexts, { createdAt, startsAt, endsAt }: SubscriptionModel): string {
  const isLater = startsAt.getTime() - createdAt.getTime() > 60_000
  return isLater ? texts.extended(startsAt, endsAt) : texts.started(endsAt)
}

async function cancelReason(app: App, notice: NoticeModel): Promise<string | null> {
  const payment = await app.db.payment.findUnique({ where: { id: eventId(notice.eventKey) } })
  return payment?.statusReason ?? null
}

function said(html: string): ComposedNotice {
  return { kind: 'message', message: { html } }
}
