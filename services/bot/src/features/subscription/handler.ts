import type { Feature } from '../../feature.js'
import { readSubscription } from './read-subscription.js'
import { subscriptionView } from './view.js'

export const subscriptionFeature: Feature = {
  commands: {
    subscription: async (app, { user, texts }) => subscriptionView(texts, await readSubscription(app, { userId: user.id })),
  },
  callbacks: [],
}
