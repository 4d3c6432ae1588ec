import { formatMoscowDateTime, formatMoscowTime, formatRubles } from '@cars-bot/domain'
import type { MoneyTexts } from './texts.js'

/** Texts about money in English. */
export const moneyEnglish: MoneyTexts = {
  trialTitle: 'Trial access',
  planTitles: { MONTHLY: 'Monthly subscription', YEARLY: 'Yearly subscription' },
  aboutRenewal: ({ durationDays, fullKopecks }) =>
    `🔁 “With renewal”: you agree that a day before the end we charge the next ${days(durationDays)} by ourselves at the price of that day (now ${formatRubles(fullKopecks)}). We tell you before, and one tap stops it: /subscription`,
  aboutStarRenewal: '⭐ With Stars: Telegram renews the subscription every 30 days, you can stop it any time: /subscription',
  wayCard: (kopecks) => `💳 By card or SBP — ${formatRubles(kopecks)}`,
  wayAuto: (kopecks) => `🔁 With renewal — ${formatRubles(kopecks)}`,
  wayStars: (stars) => `⭐ With Stars — ${stars}`,
  wayStarsMonthly: (stars) => `⭐ With Stars — ${stars} a month`,
  wayClosed: 'You can not pay this way now. Choose a term again:',
  starsPayment: ({ durationDays, stars, isRenewed, linkEndsAt }) =>
    `Subscription for ${days(durationDays)}, <b>${stars} ⭐</b>.\n\nThe invoice is good until ${formatMoscowTime(linkEndsAt)} (Moscow time), and for you only. After the payment the subscription starts by itself.${isRenewed ? '\n\nTelegram will renew it every 30 days until you stop it: /subscription' : ''}`,
  payStarsButton: (stars) => `Pay ${stars} ⭐`,
  invoiceTitle: "Sellers' contacts",
  invoiceLabel: (durationDays) => `Subscription, ${days(durationDays)}`,
  checkoutRefusals: {
    stale: 'This invoice is out of date. Open a new one: /subscription',
    paid: 'This invoice is paid already. Your subscription: /subscription',
    'other-person': 'This invoice is for another person. Open your own: /subscription',
    'being-paid': 'This invoice is being paid right now. If it failed, try again in a minute.',
    blocked: 'Access to contacts is closed for you, no payment is taken.',
    fault: 'The payment can not be taken now. No Stars were charged, please try again in a few minutes.',
  },

  receiptContactWanted: '🧾 By law we send a receipt. Write your e-mail or phone here, once; from then on it is filled in by itself. The link to pay comes right after it.',
  receiptContactTaken: '🧾 Thank you, receipts will come there. Choose a term:',

  promoHint: 'Write the code after the command, for example:\n<code>/promo SPRING</code>',
  promoRefusals: {
    unknown: 'There is no such promo code. Please check the spelling. Terms without a discount:',
    over: 'This promo code is no longer valid. Terms without a discount:',
    'used-up': 'This promo code is used up. Terms without a discount:',
    'used-by-you': 'You have used this promo code already. Terms without a discount:',
  },
  promoBound: (until) => `Another payment with this promo code is open already. Its link works until ${formatMoscowTime(until)} (Moscow time), then the code is free again. Terms without a discount:`,
  promoDiscount: (code) => `🎟 Promo code <b>${code}</b> is taken, the prices below include the discount. Choose a term:`,
  promoDays: ({ days: count, endsAt }) => `🎟 Promo code taken: ${days(count)} of subscription. It runs until <b>${formatMoscowDateTime(endsAt, 'en')}</b> (Moscow time).`,

  subscriptionHints: '/promo — promo code\n/invite — invite a friend',
  renewalIsOn: (methodTitle) => `🔁 Automatic renewal is on${methodTitle ? ` (${methodTitle.replaceAll(/[<>&]/g, '')})` : ''}.`,
  renewalIsOff: 'Automatic renewal is off.',
  renewalOffButton: 'Turn automatic renewal off',
  renewalOnButton: 'Turn automatic renewal on',
  invitation: ({ url, days: count }) => `🎁 Invite a friend: after their first payment both of you get ${days(count)} of subscription.\n\nYour link:\n${url}`,
  invitationsOff: 'There are no invitations now.',

  giftHint: 'To whom and how many days:\n<code>/gift @anna 30</code>\n<code>/gift 123456789 30</code>',
  giftGiven: (endsAt) => `Done: subscription until ${formatMoscowDateTime(endsAt, 'en')} (Moscow time), the person gets a message.`,
  unknownUser: 'This person has never written to the bot.',
  refundHint: "A person's payments: <code>/refund @anna</code>\nGive back all: <code>/refund payment-number</code>\nGive back a part, ₽: <code>/refund payment-number 100</code>",
  paymentsOfUser: (payments) =>
    ['Payments:', ...payments.map(({ id, amountKopecks, amountStars, day }) => `${day}: ${amountStars === null ? formatRubles(amountKopecks) : `${amountStars} ⭐`}\n<code>${id}</code>`)].join('\n\n'),
  unknownPayment: 'There is no such payment.',
  notPaid: 'This payment was not paid, there is nothing to give back.',
  wholeOnly: 'Stars can be given back as a whole only.',
  refundTooMuch: (restKopecks) => `That much can not be given back, ${formatRubles(restKopecks)} is left.`,
  refundStarted: 'The refund is on its way. When it is through, access is shortened and the person gets a message.',
  newPromoHint: 'Code, discount, and if you like for how many people and until which day:\n<code>/newpromo SPRING 20% 100 31.12.2026</code>\n<code>/newpromo MINUS100 100r</code>\n<code>/newpromo TWOWEEKS 14d 50</code>',
  promoExists: 'There is such a code already.',
  promoMade: (code) => `Promo code <b>${code}</b> is valid from now on.`,
}

function days(count: number): string {
  return `${count} ${count === 1 ? 'day' : 'days'}`
}
