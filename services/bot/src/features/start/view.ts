import type { UserModel } from '@cars-bot/platform'
import { screenCallback, type ScreenName } from '../../callback-codec.js'
import type { Reply } from '../../feature.js'
import type { Texts } from '../../texts/texts.js'

const rows = [['search', 'alerts'], ['favorites', 'history'], ['subscription', 'help']] as const satisfies readonly (readonly ScreenName[])[]

export function welcomeView(texts: Texts, { firstName }: Pick<UserModel, 'firstName'>): Reply {
  const keyboard = rows.map((row) => row.map((name) => ({ text: texts.menuButtons[name], data: screenCallback.encode(name) })))
  return { kind: 'message', html: texts.welcome(firstName), keyboard }
}
