import { escapeHtml, formatMoscowDateTime, formatMoscowTime, formatRubles } from '@cars-bot/domain'
import { alertsEnglish } from './alerts-english.js'
import { broadcastEnglish } from './broadcast-english.js'
import { moneyEnglish } from './money-english.js'
import type { Texts } from './texts.js'

/** Every text of the bot in English, as Telegram HTML; values are escaped here. */
export const english: Texts = {
  ...moneyEnglish,
  ...broadcastEnglish,
  ...alertsEnglish,
  commands: [
    { command: 'start', description: 'About the bot' },
    { command: 'search', description: 'Search for a car' },
    { command: 'alerts', description: 'My searches: tell me of new cars' },
    { command: 'favorites', description: 'Favourites' },
    { command: 'history', description: 'Opened contacts' },
    { command: 'subscription', description: 'My subscription' },
    { command: 'promo', description: 'Promo code' },
    { command: 'invite', description: 'Invite a friend' },
    { command: 'lang', description: 'Язык / Language' },
    { command: 'help', description: 'How it works' },
    { command: 'terms', description: 'Terms' },
    { command: 'paysupport', description: 'A question about a payment' },
  ],
  adminCommands: [
    { command: 'moderation', description: 'Ads that wait for a decision' },
    { command: 'broadcast', description: 'Broadcast' },
    { command: 'openings', description: 'Who opened how many contacts' },
    { command: 'gift', description: 'Give days of subscription' },
    { command: 'refund', description: 'Give money back' },
    { command: 'newpromo', description: 'New promo code' },
  ],

  welcome: (firstName) =>
    `👋 Hello${firstName ? `, ${escapeHtml(firstName)}` : ''}!\n\nWe gather ads of cars for sale in one channel. Reading them is free, and a subscription opens the sellers' contacts: press «Получить контакты» under a listing.\n\nYour subscription: /subscription\nHow it works: /help`,
  help:
    '<b>How it works</b>\n\n1. Choose a car in our channel.\n2. Press «Получить контакты» under the listing: this chat opens.\n3. With a subscription the contacts come at once. Without one the bot offers a subscription and sends the contacts of this very listing after the payment.\n\nLooking for something particular? Write it here, for example <code>BMW X5 under 3m from 2015</code>: the bot shows what fits and can tell you of new ones.\n\n/search — search\n/alerts — tell me of new cars\n/favorites — favourites\n/history — opened contacts\n/subscription — your subscription: term, purchase, extension\n/paysupport — a question about a payment\n/terms — terms',
  terms:
    "<b>Terms</b>\n\n1. A subscription opens the sellers' contacts from the listings of our channel for the term paid. The term begins right after the payment; if a subscription is still running, the new term is added to it.\n2. There are automatic charges only if you turned automatic renewal on yourself; one tap turns it off: /subscription\n3. The ads are placed by sellers. We sell no cars, take no part in the deal and do not answer for the state of a car: check it and its papers before you pay.\n4. Contacts are given for a personal purchase. Passing them on, collecting them or sending advertising to them is not allowed and closes your access.\n5. If access did not open through our fault, we return the money or extend the term: /paysupport\n6. We keep your Telegram number, name, subscription term, payments and the list of contacts you opened. Card data is seen by YooKassa only.",
  paySupport:
    '<b>A question about a payment</b>\n\nMoney is gone but there is no subscription? Usually it starts within a minute: we have just asked the payment system about your payments again.\n\nIf that did not help, write one message after the command, for example:\n<code>/paysupport paid yesterday at 14:00, no subscription</code>',
  paySupportTaken: 'Thank you, the question was passed on. We will check the payments and write to you.',
  moderationWaiting: (count) => (count === 0 ? '👌 Nothing waits for a decision.' : `🔎 Ads that wait for a decision: ${count}. Their cards with buttons come here a few at a time, the next ones as you decide.`),
  moderationApproved: 'It will be published',
  moderationRefused: 'Refused',
  moderationOver: 'Decided already',
  unknownText: 'I understand commands and buttons only.\n\n/subscription — your subscription\n/help — how it works',
  unknownButton: 'This button no longer works. Open /subscription',
  fault: 'Something went wrong, we are already looking into it. Please try again.',
  back: '← Back',
  menuButtons: { search: '🔎 Search', alerts: '🔔 My searches', favorites: '⭐ Favourites', history: '📖 Opened contacts', subscription: '💳 Subscription', help: '❓ How it works' },

  chooseLanguage: '🌐 Язык / Language',
  languageChosen: 'From now on I write in English. Listings stay in the language of their sellers.',

  openings: (openers) =>
    openers.length === 0 ? 'Nobody opened contacts this week.' : `<b>Contacts opened: in a week (in a day)</b>\n\n${openers.map(({ name, day, week }) => `${escapeHtml(name)}: ${week} (${day})`).join('\n')}`,

  listingIsGone: 'This listing is gone: most likely the car is sold or the ad was taken down.',
  blocked: 'Access to contacts is closed for you. If this is a mistake, write to us: /paysupport',
  contactOffer: (title) =>
    `🔒 The contacts of the seller of “${escapeHtml(title)}” are opened by a subscription.\n\nChoose a term: the contacts of this very listing come here right after the payment.`,
  dailyLimit: (contactsPerDay) => `That is all for today: contacts opened — ${contactsPerDay}, no more in one day. You can go on tomorrow, and those opened are always here: /history`,
  trialButton: (trialDays) => `🎁 Try for free: ${days(trialDays)}`,
  trialStarted: (endsAt) => `🎁 Your trial runs until <b>${formatMoscowDateTime(endsAt, 'en')}</b> (Moscow time). Contacts open under every listing.`,
  tasteNote: '🎁 This contact is free, for a taste. The others are opened by a subscription: /subscription',
  complaintNoted: 'Thank you, we told the owner of the channel.',
  complaintNotedBefore: 'You have told us already, thank you.',
  carOfNoName: 'A car',

  contactButton: '📞 Contacts',
  saveButton: '⭐ Save',
  unsaveButton: 'Remove from favourites',
  closeButton: '✖ Close',
  saved: 'Saved: /favorites. We will tell you when the price falls or the car is sold.',
  unsaved: 'Removed from favourites.',
  noLongerForSale: '⛔️ no longer for sale',
  favouritesHeading: (total) => `⭐ <b>Favourites</b>: ${total}`,
  noFavourites: '⭐ Nothing here yet.\n\nKeep cars with the button “Save”: we will tell you when the price falls or the car is sold.',
  historyHeading: (total) => `📖 <b>Opened contacts</b>: ${total}`,
  noHistory: '📖 You have opened no contacts yet.\n\nPress «Получить контакты» under a listing in our channel.',

  searchHelp: (botUsername) =>
    `🔎 <b>Search</b> in the listings of 30 days\n\nWrite what you look for, for example:\n<code>BMW X5 under 3m from 2015</code>\n<code>camry automatic</code>\n<code>solaris up to 900k mileage up to 100k</code>\n\nIn any chat: <code>@${escapeHtml(botUsername)} camry under 1.5m</code>`,
  searchHeading: ({ search, total }) => `🔎 <b>${search}</b>\nFound: ${total}`,
  nothingFound: (search) => `🔎 <b>${search}</b>\n\nThere was none in 30 days. Keep the search, and we will write as soon as there is one.`,
  searchIsOld: 'That was an earlier search. Write it once more.',
  keepSearchButton: '🔔 Tell me of new ones',
  inlineButton: 'Search in the bot',

  noSubscription: 'There is no subscription now.\n\nIt opens the contacts of sellers from all listings of our channel. Choose a term:',
  activeSubscription: ({ planTitle, endsAt, daysLeft }) =>
    `✅ <b>${escapeHtml(planTitle)}</b>\nIt runs until ${formatMoscowDateTime(endsAt, 'en')} (Moscow time), ${days(daysLeft)} left.\n\nYou can extend it now, the remaining days are kept:`,
  planButton: ({ priceKopecks, durationDays, savingPercent }) =>
    `${days(durationDays)} — ${formatRubles(priceKopecks)}${savingPercent > 0 ? ` (save ${savingPercent}%)` : ''}`,

  payment: ({ durationDays, priceKopecks, fullKopecks, linkEndsAt }) =>
    `Subscription for ${days(durationDays)}, <b>${formatRubles(priceKopecks)}</b>${priceKopecks < fullKopecks ? ` instead of ${formatRubles(fullKopecks)}` : ''}.\n\nPay by card or SBP with the button below. The link works until ${formatMoscowTime(linkEndsAt)} (Moscow time). After the payment the subscription starts by itself.`,
  payButton: 'Pay',
  checkButton: 'Check the payment',
  cancelButton: 'Cancel',
  paymentDescription: (durationDays) => `Subscription to sellers' contacts, ${days(durationDays)}`,
  providerAway: 'The payment system does not answer now. No money was taken. Please try again in a few minutes: /subscription',
  checking: 'Checking the payment. The answer comes here as a message.',
  checkingLater: 'We will check the payment within two minutes, the answer comes here as a message.',
  paid: '✅ This payment is paid. Your subscription: /subscription',
  paymentCanceled: 'The payment is canceled, no money was taken. Choose a term again:',
  paymentStillOpen: (linkEndsAt) =>
    `Fine, do not pay: the link stops working at ${formatMoscowTime(linkEndsAt)} (Moscow time), and the payment closes by itself. Choose a term again:`,
}

function days(count: number): string {
  return `${count} ${count === 1 ? 'day' : 'days'}`
}
