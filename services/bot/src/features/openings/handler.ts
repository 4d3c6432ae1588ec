import type { Feature } from '../../feature.js'
import { countOpenings } from './count-openings.js'

/** For admins alone: everybody else is told that there is no such command. */
export const openingsFeature: Feature = {
  commands: {
    openings: async (app, { texts, isAdmin }) => ({ kind: 'message', html: isAdmin ? texts.openings(await countOpenings(app)) : texts.unknownText }),
  },
  callbacks: [],
}
