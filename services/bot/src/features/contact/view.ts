import type { Keyboard } from '@cars-bot/adapters/bot-api'
import { plainCallback, screenCallback, type ScreenName } from '../../callback-codec.js'
import type { Reply } from '../../feature.js'
import { planKeyboard } from '../../plans/plan-keyboard.js'
import type { Texts } from '../../texts/texts.js'
import type { ContactOutcome } from './request-contact.js'

export const trialCallback = plainCallback('trial')

export function contactView(texts: Texts, outcome: ContactOutcome): Reply {
  switch (outcome.kind) {
    case 'listing-gone':
      return { kind: 'message', html: texts.listingIsGone, keyboard: leadingTo(texts, 'search') }
    case 'blocked':
      return { kind: 'message', html: texts.blocked, keyboard: back(texts) }
    case 'daily-limit':
      return { kind: 'message', html: texts.dailyLimit(outcome.contactsPerDay), keyboard: leadingTo(texts, 'history') }
    case 'subscription-required':
      return { kind: 'message', html: texts.contactOffer(outcome.carName || texts.carOfNoName), keyboard: [...trialKeyboard(texts, outcome.trialDays), ...planKeyboard(texts, outcome.plans), ...back(texts)] }
    case 'granted': {
      const html = outcome.isTaste ? `${outcome.card.html}\n\n${texts.tasteNote}` : outcome.card.html
      return { kind: 'message', html, keyboard: outcome.card.buttons, protectContent: true }
    }
  }
}

/** The trial for whoever may begin one, else nothing. */
export function trialKeyboard(texts: Texts, trialDays: number): Keyboard {
  return trialDays > 0 ? [[{ text: texts.trialButton(trialDays), data: trialCallback.encode(null) }]] : []
}

function leadingTo(texts: Texts, screen: keyof Texts['menuButtons'] & ScreenName): Keyboard {
  return [[{ text: texts.menuButtons[screen], data: screenCallback.encode(screen) }], ...back(texts)]
}

function back(texts: Texts): Keyboard {
  return [[{ text: texts.back, data: screenCallback.encode('start') }]]
}
