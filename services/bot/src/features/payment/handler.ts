import { onCallback, type Feature } from '../../feature.js'
import { buyCallback } from '../../plans/buy-callback.js'
import { loadPlanSettings } from '../../plans/load-plan-settings.js'
import { cancelCallback, checkCallback } from './callbacks.js'
import { cancelPayment } from './cancel-payment.js'
import { checkPayment } from './check-payment.js'
import { openPayment } from './open-payment.js'
import { canceledView, checkedView, openedView } from './view.js'

export const paymentFeature: Feature = {
  commands: {},
  callbacks: [
    onCallback(buyCallback, async (app, { user, texts }, plan) =>
      openedView(texts, await openPayment(app, { userId: user.id, plan, description: texts.paymentDescription })),
    ),
    onCallback(checkCallback, async (app, { user, texts }, paymentId) =>
      checkedView(texts, await checkPayment(app, { userId: user.id, paymentId }), await loadPlanSettings(app)),
    ),
    onCallback(cancelCallback, async (app, { user, texts }, paymentId) =>
      canceledView(texts, await cancelPayment(app, { userId: user.id, paymentId }), await loadPlanSettings(app)),
    ),
  ],
}
