import { parseStartPayload } from '@cars-bot/domain'
import type { Feature } from '../../feature.js'
import { requestContact } from '../contact/request-contact.js'
import { contactView } from '../contact/view.js'
import { showPersonalCommands } from '../../show-commands.js'
import { welcomeView } from './view.js'

export const startFeature: Feature = {
  commands: {
    start: async (app, { user, texts }, argument) => {
      const payload = parseStartPayload(argument)
      switch (payload.kind) {
        case 'contact':
          return contactView(texts, await requestContact(app, { userId: user.id, publicId: payload.publicId }))
        case 'ref':
        case 'alert':
        case 'none':
        case 'unknown':
          await showPersonalCommands(app, user)
          return welcomeView(texts, user)
      }
    },
  },
  callbacks: [],
}
