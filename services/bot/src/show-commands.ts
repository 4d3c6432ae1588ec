import type { Command } from '@cars-bot/adapters/bot-api'
import { languageOf, russianReaders, type Language } from '@cars-bot/domain'
import type { UserModel } from '@cars-bot/platform'
import type { App } from './app.js'
import { textsOf } from './texts/texts.js'

type MenuApp = Pick<App, 'bot' | 'log' | 'db' | 'adminIds'>

/**
 * Puts the commands into Telegram's menu: English for everybody, Russian for the apps whose users are written to in Russian, and for every admin who has opened
 * the bot the admin's own besides. Without them the bot works all the same.
 */
export async function showCommands(app: MenuApp): Promise<void> {
  await attempted(app, async () => {
    await app.bot.showCommandsButton()
    await app.bot.setCommands(textsOf.en.commands)
    for (const languageCode of russianReaders) await app.bot.setCommands(textsOf.ru.commands, { languageCode })
    const admins = await app.db.user.findMany({ where: { telegramId: { in: [...app.adminIds] } } })
    for (const admin of admins) await showPersonalCommands(app, admin)
  })
}

/** The menu of one private chat: of a person who chose a language with /lang, and of an admin. It goes before all others. */
export async function showPersonalCommands(app: Omit<MenuApp, 'db'>, user: Pick<UserModel, 'telegramId' | 'language' | 'languageCode'>): Promise<void> {
  const isAdmin = app.adminIds.includes(user.telegramId)
  if (user.language === null && !isAdmin) return
  await attempted(app, () => app.bot.setCommands(commandsFor(languageOf(user), isAdmin), { chatId: user.telegramId }))
}

function commandsFor(language: Language, isAdmin: boolean): readonly Command[] {
  const { commands, adminCommands } = textsOf[language]
  return isAdmin ? [...commands, ...adminCommands] : commands
}

async function attempted(app: Pick<App, 'log'>, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    app.log.warn('commands not shown', { error })
  }
}
