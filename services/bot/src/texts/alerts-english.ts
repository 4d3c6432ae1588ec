import type { AlertsTexts } from './texts.js'

/** The texts about saved searches, in English. */
export const alertsEnglish: AlertsTexts = {
  alertsHeading: ({ count, isPaused }) => `🔔 <b>My searches</b>: ${count}${isPaused ? '\n⏸ Messages are paused' : ''}`,
  alertsHint: 'Write what you look for, for example <code>BMW under 1.5m from 2015</code>, or put a search together with buttons. As soon as there is such a car, we write.',
  newAlertButton: '➕ New search',
  alertsOffButton: '⏸ Pause all',
  alertsOnButton: '▶ Go on',
  alertsPaused: 'Messages are paused. To go on: /alerts',
  alertCard: ({ search, isPaused }) => `🔔 <b>${search}</b>\n${isPaused ? '⏸ Paused' : 'We write as soon as there is such a car.'}`,
  alertModelButton: 'Model',
  alertPriceButton: '💰 Price',
  alertYearButton: '📅 Year',
  alertFindButton: '🔎 What there is now',
  alertPauseButton: '⏸ Pause',
  alertResumeButton: '▶ Go on',
  alertDeleteButton: '🗑 Delete',
  anyButton: 'Any',
  chooseBrand: '🔔 A new search. Which make?',
  chooseModel: 'Which model? Another can be written in words: <code>/alerts BMW X5</code>',
  choosePrice: 'Up to which price? Another can be written in words: <code>/alerts BMW under 1.7m</code>',
  chooseYear: 'From which year?',
  upTo: (price) => `up to ${price}`,
  since: (year) => `from ${year}`,
  alertIsEmpty: 'I did not understand what to look for. Write a make, a price or a year, for example: <code>/alerts BMW under 1.5m from 2015</code>',
  tooManyAlerts: (most) => `There can be ${most} searches at most. Delete one: /alerts`,
  alertsNeedSubscription: '🔔 Messages about new cars come with the subscription: take one, and we write as soon as there is a car that fits.',
}
