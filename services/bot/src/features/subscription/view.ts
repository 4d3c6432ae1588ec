import type { Reply } from '../../feature.js'
import { planKeyboard } from '../../plans/plan-keyboard.js'
import type { Texts } from '../../texts/texts.js'
import type { SubscriptionState } from './read-subscription.js'

export function subscriptionView(texts: Texts, state: SubscriptionState): Reply {
  const html = state.kind === 'active' ? texts.activeSubscription(state) : texts.noSubscription
  return { kind: 'message', html, keyboard: planKeyboard(texts, state.plans) }
}
