import type { UserModel } from '@cars-bot/platform'
import type { App } from '../../app.js'

/** Somebody who has written to the bot, by `@name` or Telegram id. */
export async function findUser(app: App, word: string): Promise<UserModel | null> {
  if (/^[1-9]\d{0,18}$/.test(word)) return app.db.user.findUnique({ where: { telegramId: BigInt(word) } })
  const username = /^@(\w{4,32})$/.exec(word)?.[1]
  return username === undefined ? null : app.db.user.findFirst({ where: { username: { equals: username, mode: 'insensitive' } } })
}
