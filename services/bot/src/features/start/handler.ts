import { parseStartPayload } from '@cars-bot/domain'
import type { Feature } from '../../feature.js'
import { openAlertLink } from '../alerts/handler.js'
import { showContact } from '../contact/handler.js'
import { showSearchHelp } from '../search/handler.js'
import { showPersonalCommands } from '../../show-commands.js'
import { acceptReferral } from '../subscription/accept-referral.js'
import { welcomeView } from './view.js'

export const startFeature: Feature = {
  commands: {
    start: async (app, visit, argument) => {
      const { user, texts } = visit
      const payload = parseStartPayload(argument)
      switch (payload.kind) {
        case 'contact':
          return showContact(app, visit, payload.publicId)
        case 'ref':
          await acceptReferral(app, { userId: user.id, code: payload.code })
          await showPersonalCommands(app, user)
          return welcomeView(texts, user)
        case 'alert':
          return (await openAlertLink(app, visit, payload.alert)) ?? welcomeView(texts, user)
        case 'search':
          return showSearchHelp(app, visit)
        case 'none':
        case 'unknown':
          await showPersonalCommands(app, user)
          return welcomeView(texts, user)
      }
    },
  },
  callbacks: [],
}
