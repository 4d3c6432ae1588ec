import type { App } from './app.js'
import { languages } from './texts/texts.js'

/** Puts the commands into Telegram's menu: those of the first language for everybody, the others by language. Without them the bot works all the same. */
export async function showCommands(app: Pick<App, 'bot' | 'log'>): Promise<void> {
  try {
    for (const [index, [languageCode, { commands }]] of languages.entries()) await app.bot.setCommands(commands, index === 0 ? undefined : languageCode)
  } catch (error) {
    app.log.warn('commands not shown', { error })
  }
}
