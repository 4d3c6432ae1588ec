import type { Texts } from './texts.js'

type Samples = { readonly [Key in keyof Texts as Texts[Key] extends (...values: never) => string ? Key : never]: Texts[Key] extends (...values: infer Values) => string ? readonly Values[] : never }

const date = new Date('2026-12-05T11:05:00Z')
const longName = '<b>42 & "X5"</b> '.repeat(4)

/** Values to render every text with, the plain ones and the awkward. */
export const textSamples: Samples = {
  welcome: [[null], [longName]],
  openings: [[[]], [Array.from({ length: 20 }, () => ({ name: longName, day: 2, week: 50 }))]],
  contactOffer: [['Toyota Camry'], [longName]],
  dailyLimit: [[50]],
  trialButton: [[1], [5]],
  trialStarted: [[date]],
  alertsHeading: [[{ count: 20, isPaused: true }], [{ count: 0, isPaused: false }]],
  alertCard: [[{ search: 'X5', isPaused: true }], [{ search: 'X5', isPaused: false }]],
  upTo: [['5']],
  since: [['2015']],
  upToKm: [['100']],
  tooManyAlerts: [[20]],
  favouritesHeading: [[7]],
  historyHeading: [[7]],
  searchHelp: [['cars_bot']],
  searchHeading: [[{ search: 'X5', total: 3 }]],
  nothingFound: [['X5']],
  activeSubscription: [[{ planTitle: longName, endsAt: date, daysLeft: 1 }], [{ planTitle: '30 × 24', endsAt: date, daysLeft: 30 }]],
  planButton: [[{ priceKopecks: 299_00, durationDays: 30, savingPercent: 0 }], [{ priceKopecks: 2_990_00, durationDays: 365, savingPercent: 16 }]],
  broadcastLanguage: [['XX']],
  broadcastTooLong: [[{ length: 5_000, limit: 4_096 }]],
  broadcastReady: [[{ count: 1, audience: 'XX', language: 'YY' }], [{ count: 1_200, audience: 'XX', language: 'YY' }]],
  moderationWaiting: [[0], [12]],
  payment: [[{ durationDays: 30, priceKopecks: 299_00, fullKopecks: 299_00, linkEndsAt: date }], [{ durationDays: 365, priceKopecks: 1, fullKopecks: 2_990_00, linkEndsAt: date }]],
  paymentDescription: [[30]],
  aboutRenewal: [[{ durationDays: 30, fullKopecks: 299_00 }]],
  wayCard: [[299_00]],
  wayAuto: [[299_00]],
  wayStars: [[1_800]],
  wayStarsMonthly: [[180]],
  starsPayment: [[{ durationDays: 30, stars: 180, isRenewed: true, linkEndsAt: date }], [{ durationDays: 365, stars: 1_800, isRenewed: false, linkEndsAt: date }]],
  payStarsButton: [[180]],
  invoiceLabel: [[30], [1]],
  promoBound: [[date]],
  promoDiscount: [['VESNA-26']],
  promoDays: [[{ days: 14, endsAt: date }]],
  renewalIsOn: [[null], ['Bank card *4444']],
  invitation: [[{ url: 'https://t.me/cars_test_bot?start=ref_0123456789ab', days: 7 }]],
  giftGiven: [[date]],
  paymentsOfUser: [[[]], [Array.from({ length: 10 }, (_, index) => ({ id: '0198f000-0000-7000-8000-000000000000', amountKopecks: 299_00, amountStars: index % 2 === 0 ? null : 180, day: '05.12.2026' }))]],
  refundTooMuch: [[100_00]],
  promoMade: [['VESNA-26']],
  paymentStillOpen: [[date]],
}
