import type { Keyboard } from '@cars-bot/adapters/bot-api'
import type { NoticeModel, PaymentModel, SubscriptionModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { alertMatchesNotice, favouriteNotice } from '../alerts/listing-notices.js'
import { eventId } from './event-key.js'
import { texts } from './texts.js'
import { wantedContacts } from './wanted-contacts.js'

export type NoticeMessage = { html: string; keyboard?: Keyboard; protectContent?: boolean }
export type ComposedNotice = { kind: 'message'; message: NoticeMessage } | { kind: 'nothing-to-say'; reason: string }

/** The message of a notice, as things stand now. */
export async function noticeMessage(app: App, notice: NoticeModel): Promise<ComposedNotice> {
  switch (notice.kind) {
    case 'SUBSCRIPTION_STARTED':
      return ofSubscription(app, notice, startedText)
    case 'SUBSCRIPTION_ENDED':
      return ofSubscription(app, notice, ({ endsAt }) => texts.ended(endsAt))
    case 'SUBSCRIPTION_CHANGED':
      return ofSubscription(app, notice, (subscription) => (subscription.isActive && subscription.plan !== 'FREE' ? texts.changed(subscription.endsAt) : texts.withdrawn))
    case 'PAYMENT_CANCELED':
      return said(texts.canceled(await cancelReason(app, notice)))
    case 'WANTED_CONTACTS':
      return wantedContacts(app, notice)
    case 'SUBSCRIPTION_ENDS_IN_3_DAYS':
    case 'SUBSCRIPTION_ENDS_IN_1_DAY':
    case 'SUBSCRIPTION_RENEWED':
    case 'RENEWAL_AHEAD':
    case 'RENEWAL_FAILED':
    case 'PAYMENT_REFUNDED':
    case 'REFERRAL_REWARDED':
      return { kind: 'nothing-to-say', reason: 'this build has no words for it' }
    case 'FAVOURITE_PRICE_DROPPED':
    case 'FAVOURITE_SOLD':
      return favouriteNotice(app, notice, notice.kind)
    case 'ALERT_MATCHES':
      return alertMatchesNotice(app, notice)
  }
}

async function ofSubscription(app: App, notice: NoticeModel, render: (subscription: SubscriptionModel) => string): Promise<ComposedNotice> {
  const subscription = notice.subscriptionId === null ? null : await app.db.subscription.findUnique({ where: { id: notice.subscriptionId } })
  return subscription ? said(render(subscription)) : { kind: 'nothing-to-say', reason: 'its subscription is gone' }
}

function startedText({ createdAt, startsAt, endsAt }: SubscriptionModel): string {
  const isLater = startsAt.getTime() - createdAt.getTime() > 60_000
  return isLater ? texts.extended(startsAt, endsAt) : texts.started(endsAt)
}

async function cancelReason(app: App, notice: NoticeModel): Promise<PaymentModel['statusReason']> {
  const payment = await app.db.payment.findUnique({ where: { id: eventId(notice.eventKey) } })
  return payment?.statusReason ?? null
}

function said(html: string): ComposedNotice {
  return { kind: 'message', message: { html } }
}
