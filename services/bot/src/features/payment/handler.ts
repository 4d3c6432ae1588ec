import { onCallback, type Feature, type Reply, type Visit } from '../../feature.js'
import type { App } from '../../app.js'
import { loadSettings } from '../../load-settings.js'
import { payCallback, planChoice, type PayWish } from '../../plans/pay-callback.js'
import { textsOf } from '../../texts/texts.js'
import { cancelCallback, checkCallback } from './callbacks.js'
import { cancelPayment } from './cancel-payment.js'
import { checkPayment } from './check-payment.js'
import { noteCard } from './note-card.js'
import { offerWays, type WaysOffer } from './offer-ways.js'
import { openPayment, type PaymentWords } from './open-payment.js'
import { takeReceiptContact } from './take-receipt-contact.js'
import { usePromo } from './use-promo.js'
import { canceledView, checkedView, contactTakenView, openedView, promoView } from './view.js'

export const paymentFeature: Feature = {
  commands: {
    promo: async (app, { user, texts }, code) =>
      code === '' ? { kind: 'message', html: texts.promoHint } : promoView(texts, await usePromo(app, { userId: user.id, text: code }), await loadSettings(app)),
  },
  callbacks: [
    onCallback(planChoice, async (app, visit, wish) => {
      if (visit.user.isBlocked) return { kind: 'message', html: visit.texts.blocked }
      const offer = await offerWays(app, { userId: visit.user.id, wish })
      const [first] = offer.ways
      return first ? open(app, visit, { ...wish, way: first }, offer) : { kind: 'message', html: visit.texts.wayClosed }
    }),
    onCallback(payCallback, async (app, visit, wish) => open(app, visit, wish, await offerWays(app, { userId: visit.user.id, wish }))),
    onCallback(checkCallback, async (app, { user, texts }, paymentId) => checkedView(texts, await checkPayment(app, { userId: user.id, paymentId }), await loadSettings(app))),
    onCallback(cancelCallback, async (app, { user, texts }, paymentId) => canceledView(texts, await cancelPayment(app, { userId: user.id, paymentId }), await loadSettings(app))),
  ],
  async text(app, visit, text) {
    const taken = await takeReceiptContact(app, { user: visit.user, text, words: words(visit) })
    if (taken.kind === 'not-asked') return null
    const reply = contactTakenView(visit.texts, taken, await loadSettings(app))
    return taken.kind === 'opened' ? noted(app, reply, taken.opened.paymentId) : reply
  },
}

/** The link at once, with the other ways beside it. */
async function open(app: App, visit: Visit, wish: PayWish, offer: WaysOffer): Promise<Reply> {
  const opened = await openPayment(app, { user: visit.user, wish, words: words(visit) })
  const reply = openedView(visit.texts, { opened, wish, offer, plans: await loadSettings(app) })
  return opened.kind === 'open' ? noted(app, reply, opened.paymentId) : reply
}

/** The message with the link is remembered, so that it can say "paid" later. */
function noted(app: App, reply: Reply, paymentId: string): Reply {
  return reply.kind === 'message' ? { ...reply, onShown: (messageId) => noteCard(app, { paymentId, messageId }) } : reply
}

/** A retry under one key must say the same, so the description does not follow a change of language: it is in the language of the receipt. */
function words({ texts }: Visit): PaymentWords {
  return { title: texts.invoiceTitle, description: textsOf.ru.paymentDescription, label: texts.invoiceLabel }
}
