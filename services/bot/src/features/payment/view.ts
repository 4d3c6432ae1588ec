import type { PlanSettings } from '@cars-bot/domain'
import type { Reply } from '../../feature.js'
import { planKeyboard } from '../../plans/plan-keyboard.js'
import type { Texts } from '../../texts/texts.js'
import { cancelCallback, checkCallback } from './callbacks.js'
import type { CanceledPayment } from './cancel-payment.js'
import type { CheckedPayment } from './check-payment.js'
import type { OpenedPayment } from './open-payment.js'

export function openedView(texts: Texts, opened: OpenedPayment): Reply {
  switch (opened.kind) {
    case 'blocked':
      return { kind: 'message', html: texts.blocked }
    case 'provider-away':
      return { kind: 'message', html: texts.providerAway }
    case 'open':
      return {
        kind: 'message',
        html: texts.payment(opened),
        keyboard: [
          [{ text: texts.payButton, url: opened.confirmationUrl }],
          [{ text: texts.checkButton, data: checkCallback.encode(opened.paymentId) }],
          [{ text: texts.cancelButton, data: cancelCallback.encode(opened.paymentId) }],
        ],
      }
  }
}

export function checkedView(texts: Texts, checked: CheckedPayment, plans: PlanSettings): Reply {
  switch (checked.kind) {
    case 'unknown':
      return { kind: 'toast', text: texts.unknownButton }
    case 'checking':
      return { kind: 'toast', text: texts.checking }
    case 'checking-later':
      return { kind: 'toast', text: texts.checkingLater }
    case 'paid':
      return { kind: 'message', html: texts.paid }
    case 'canceled':
      return { kind: 'message', html: texts.paymentCanceled, keyboard: planKeyboard(texts, plans) }
  }
}

export function canceledView(texts: Texts, canceled: CanceledPayment, plans: PlanSettings): Reply {
  switch (canceled.kind) {
    case 'unknown':
      return { kind: 'toast', text: texts.unknownButton }
    case 'paid':
      return { kind: 'message', html: texts.paid }
    case 'canceled':
      return { kind: 'message', html: texts.paymentCanceled, keyboard: planKeyboard(texts, plans) }
    case 'still-open':
      return { kind: 'message', html: texts.paymentStillOpen(canceled.linkEndsAt), keyboard: planKeyboard(texts, plans) }
  }
}
