import type { Reply } from '../../feature.js'
import { planKeyboard } from '../../plans/plan-keyboard.js'
import type { Texts } from '../../texts/texts.js'
import type { ContactOutcome } from './request-contact.js'

export function contactView(texts: Texts, outcome: ContactOutcome): Reply {
  switch (outcome.kind) {
    case 'listing-gone':
      return { kind: 'message', html: texts.listingIsGone }
    case 'blocked':
      return { kind: 'message', html: texts.blocked }
    case 'subscription-required':
      return { kind: 'message', html: texts.contactOffer(outcome.carName || texts.carOfNoName), keyboard: planKeyboard(texts, outcome.plans) }
    case 'granted':
      return { kind: 'message', html: outcome.card.html, keyboard: outcome.card.buttons, protectContent: true }
  }
}
