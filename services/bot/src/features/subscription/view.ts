import type { Keyboard } from '@cars-bot/adapters/bot-api'
import { plainCallback, screenCallback } from '../../callback-codec.js'
import type { Reply } from '../../feature.js'
import { planKeyboard } from '../../plans/plan-keyboard.js'
import type { Texts } from '../../texts/texts.js'
import type { RenewalState, SubscriptionState } from './read-subscription.js'

export const renewalOff = plainCallback('renewal:off')
export const renewalOn = plainCallback('renewal:on')

export function subscriptionView(texts: Texts, state: SubscriptionState): Reply {
  const keyboard = [...planKeyboard(texts, state.plans), ...renewalKeyboard(texts, state), [{ text: texts.back, data: screenCallback.encode('start') }]]
  if (state.kind === 'none') return { kind: 'message', html: `${texts.noSubscription}\n\n${texts.subscriptionHints}`, keyboard }
  return { kind: 'message', html: `${texts.activeSubscription({ ...state, planTitle: state.isTrial ? texts.trialTitle : texts.planTitles[state.plan] })}${renewalLine(texts, state.renewal)}\n\n${texts.subscriptionHints}`, keyboard }
}

export function invitationView(texts: Texts, { url, days }: { url: string; days: number }): Reply {
  return { kind: 'message', html: texts.invitation({ url, days }), keyboard: [[{ text: texts.back, data: screenCallback.encode('subscription') }]] }
}

function renewalKeyboard(texts: Texts, state: SubscriptionState): Keyboard {
  if (state.kind === 'none' || state.renewal === null) return []
  return [[state.renewal.isOn ? { text: texts.renewalOffButton, data: renewalOff.encode(null) } : { text: texts.renewalOnButton, data: renewalOn.encode(null) }]]
}

function renewalLine(texts: Texts, renewal: RenewalState | null): string {
  if (renewal === null) return ''
  return `\n\n${renewal.isOn ? texts.renewalIsOn(renewal.methodTitle) : texts.renewalIsOff}`
}
