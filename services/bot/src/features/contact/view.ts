import type { Keyboard } from '@cars-bot/adapters/bot-api'
import { plainCallback } from '../../callback-codec.js'
import type { Reply } from '../../feature.js'
import { planKeyboard } from '../../plans/plan-keyboard.js'
import type { Texts } from '../../texts/texts.js'
import type { ContactOutcome } from './request-contact.js'

export const trialCallback = plainCallback('trial')

export function contactView(texts: Texts, outcome: ContactOutcome): Reply {
  switch (outcome.kind) {
    case 'listing-gone':
      return { kind: 'message', html: texts.listingIsGone }
    case 'blocked':
      return { kind: 'message', html: texts.blocked }
    case 'daily-limit':
      return { kind: 'message', html: texts.dailyLimit(outcome.contactsPerDay) }
    case 'subscription-required': {
      const trial: Keyboard = outcome.trialDays > 0 ? [[{ text: texts.trialButton(outcome.trialDays), data: trialCallback.encode(null) }]] : []
      return { kind: 'message', html: texts.contactOffer(outcome.carName || texts.carOfNoName), keyboard: [...trial, ...planKeyboard(texts, outcome.plans)] }
    }
    case 'granted': {
      const html = outcome.isTaste ? `${outcome.card.html}\n\n${texts.tasteNote}` : outcome.card.html
      return { kind: 'message', html, keyboard: outcome.card.buttons, protectContent: true }
    }
  }
}
