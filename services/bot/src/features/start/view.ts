import type { UserModel } from '@cars-bot/platform'
import type { Reply } from '../../feature.js'
import type { Texts } from '../../texts/texts.js'

export function welcomeView(texts: Texts, { firstName }: Pick<UserModel, 'firstName'>): Reply {
  return { kind: 'message', html: texts.welcome(firstName) }
}
