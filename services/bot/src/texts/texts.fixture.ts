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
  since: [[2015]],
  tooManyAlerts: [[20]],
  favouritesHeading: [[7]],
  historyHeading: [[7]],
  searchHelp: [['cars_bot']],
  searchHeading: [[{ search: 'X5', total: 3 }]],
  nothingFound: [['X5']],
  activeSubscription: [[{ planTitle: longName, endsAt: date, daysLeft: 1 }], [{ planTitle: '30 × 24', endsAt: date, daysLeft: 30 }]],
  planButton: [[{ priceKopecks: 299_00, durationDays: 30, savingPercent: 0 }], [{ priceKopecks: 2_990_00, durationDays: 365, savingPercent: 16 }]],
  payment: [[{ durationDays: 30, priceKopecks: 299_00, linkEndsAt: date }]],
  paymentDescription: [[30]],
  paymentStillOpen: [[date]],
}
