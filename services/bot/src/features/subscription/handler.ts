import type { App } from '../../app.js'
import { onCallback, type Feature, type Reply, type Visit } from '../../feature.js'
import { loadSettings } from '../../load-settings.js'
import { invitationLink } from './invitation-link.js'
import { readSubscription } from './read-subscription.js'
import { switchRenewal } from './switch-renewal.js'
import { invitationView, renewalOff, renewalOn, subscriptionView } from './view.js'

export const subscriptionFeature: Feature = {
  commands: {
    subscription: (app, visit) => shown(app, visit),
    invite: async (app, { user, texts }) => {
      const [url, { referralDays }] = await Promise.all([invitationLink(app, { userId: user.id }), loadSettings(app)])
      return referralDays === 0 ? { kind: 'message', html: texts.invitationsOff } : invitationView(texts, { url, days: referralDays })
    },
  },
  callbacks: [onCallback(renewalOff, (app, visit) => switched(app, visit, false)), onCallback(renewalOn, (app, visit) => switched(app, visit, true))],
}

async function switched(app: App, visit: Visit, isOn: boolean): Promise<Reply> {
  const { kind } = await switchRenewal(app, { userId: visit.user.id, telegramId: visit.user.telegramId, isOn })
  return kind === 'none' ? { kind: 'toast', text: visit.texts.unknownButton } : shown(app, visit)
}

async function shown(app: App, { user, texts }: Visit): Promise<Reply> {
  return subscriptionView(texts, await readSubscription(app, { userId: user.id }))
}
