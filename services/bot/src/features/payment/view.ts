import type { Keyboard } from '@cars-bot/adapters/bot-api'
import type { PlanSettings } from '@cars-bot/domain'
import { screenCallback } from '../../callback-codec.js'
import type { Reply } from '../../feature.js'
import { payCallback, type PayWay, type PayWish } from '../../plans/pay-callback.js'
import { planKeyboard } from '../../plans/plan-keyboard.js'
import type { Texts } from '../../texts/texts.js'
import { cancelCallback, checkCallback } from './callbacks.js'
import type { CanceledPayment } from './cancel-payment.js'
import type { CheckedPayment } from './check-payment.js'
import type { WaysOffer } from './offer-ways.js'
import type { OpenedPayment, OpenPayment } from './open-payment.js'
import type { TakenContact } from './take-receipt-contact.js'
import type { UsedPromo } from './use-promo.js'

type Opening = { opened: OpenedPayment; wish: PayWish; offer: WaysOffer; plans: PlanSettings }

/** What came of opening a payment, with the other ways to pay wherever one of them may serve instead. */
export function openedView(texts: Texts, { opened, wish, offer, plans }: Opening): Reply {
  const others = offer.ways.filter((way) => way !== wish.way && (opened.kind !== 'open' || way !== wayOf(opened)))
  const otherButtons = others.map((way) => [{ text: wayButton(texts, offer, way), data: payCallback.encode({ ...wish, way }) }])
  switch (opened.kind) {
    case 'blocked':
      return { kind: 'message', html: texts.blocked }
    case 'way-closed':
      return { kind: 'message', html: texts.wayClosed, keyboard: planKeyboard(texts, plans) }
    case 'contact-wanted':
      return { kind: 'message', html: texts.receiptContactWanted, keyboard: [...otherButtons, [backButton(texts)]] }
    case 'promo-refused':
      return { kind: 'message', html: texts.promoRefusals[opened.why], keyboard: planKeyboard(texts, plans) }
    case 'promo-bound':
      return { kind: 'message', html: texts.promoBound(opened.until), keyboard: planKeyboard(texts, plans) }
    case 'provider-away':
      return { kind: 'message', html: texts.providerAway, keyboard: [...otherButtons, [backButton(texts)]] }
    case 'open': {
      const renewal = offer.ways.includes('auto') ? [texts.aboutRenewal(offer.price)] : []
      const starRenewal = offer.isStarSubscription && others.includes('stars') ? [texts.aboutStarRenewal] : []
      return openView(texts, opened, { about: [...renewal, ...starRenewal], buttons: otherButtons })
    }
  }
}

function wayButton(texts: Texts, { isStarSubscription, price }: WaysOffer, way: PayWay): string {
  switch (way) {
    case 'card':
      return texts.wayCard(price.kopecks)
    case 'auto':
      return texts.wayAuto(price.kopecks)
    case 'stars':
      return isStarSubscription ? texts.wayStarsMonthly(price.stars) : texts.wayStars(price.stars)
  }
}

function wayOf({ amountStars, isRenewed }: OpenPayment): PayWay {
  if (amountStars !== null) return 'stars'
  return isRenewed ? 'auto' : 'card'
}

export function contactTakenView(texts: Texts, taken: Exclude<TakenContact, { kind: 'not-asked' }>, plans: PlanSettings): Reply {
  switch (taken.kind) {
    case 'taken':
      return { kind: 'message', html: texts.receiptContactTaken, keyboard: planKeyboard(texts, plans) }
    case 'opened':
      return openView(texts, taken.opened)
    case 'provider-away':
      return { kind: 'message', html: texts.providerAway }
  }
}

export function checkedView(texts: Texts, checked: CheckedPayment, plans: PlanSettings): Reply {
  switch (checked.kind) {
    case 'unknown':
      return { kind: 'toast', text: texts.unknownButton }
    case 'checking':
      return { kind: 'toast', text: texts.checking }
    case 'checking-later':
      return { kind: 'toast', text: texts.checkingLater }
    case 'paid':
      return { kind: 'message', html: texts.paid }
    case 'canceled':
      return { kind: 'message', html: texts.paymentCanceled, keyboard: planKeyboard(texts, plans) }
  }
}

export function canceledView(texts: Texts, canceled: CanceledPayment, plans: PlanSettings): Reply {
  switch (canceled.kind) {
    case 'unknown':
      return { kind: 'toast', text: texts.unknownButton }
    case 'paid':
      return { kind: 'message', html: texts.paid }
    case 'canceled':
      return { kind: 'message', html: texts.paymentCanceled, keyboard: planKeyboard(texts, plans) }
    case 'still-open':
      return { kind: 'message', html: texts.paymentStillOpen(canceled.linkEndsAt), keyboard: planKeyboard(texts, plans) }
  }
}

export function promoView(texts: Texts, used: UsedPromo, plans: PlanSettings): Reply {
  switch (used.kind) {
    case 'refused':
      return { kind: 'message', html: texts.promoRefusals[used.why], keyboard: planKeyboard(texts, plans) }
    case 'discount':
      return { kind: 'message', html: texts.promoDiscount(used.code), keyboard: planKeyboard(texts, plans, used) }
    case 'days':
      return { kind: 'message', html: texts.promoDays({ days: used.days, endsAt: used.endsAt }) }
  }
}

function openView(texts: Texts, opened: OpenPayment, others: { about: readonly string[]; buttons: Keyboard } = { about: [], buttons: [] }): Reply {
  const { amountStars: stars, confirmationUrl: url } = opened
  const pay: Keyboard = [[{ text: stars === null ? texts.payButton : texts.payStarsButton(stars), url }]]
  return {
    kind: 'message',
    html: [stars === null ? texts.payment(opened) : texts.starsPayment({ ...opened, stars }), ...others.about].join('\n\n'),
    keyboard: [...pay, ...others.buttons, [{ text: texts.checkButton, data: checkCallback.encode(opened.paymentId) }], [{ text: texts.cancelButton, data: cancelCallback.encode(opened.paymentId) }]],
  }
}

function backButton(texts: Texts): Keyboard[number][number] {
  return { text: texts.back, data: screenCallback.encode('subscription') }
}
