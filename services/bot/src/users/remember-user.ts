import type { Person } from '@cars-bot/adapters/bot-api'
import type { UserModel } from '@cars-bot/platform'
import type { App } from '../app.js'

/**
 * The row of a person who just did something: made at the first time, its names kept as Telegram has them now. Who writes to the bot has not blocked it;
 * who presses a button may have, as an old message stays where it is. Safe beside itself: the insert is one statement with ON CONFLICT (Prisma's native upsert).
 */
export async function rememberUser(app: App, { telegramId, username, firstName, languageCode }: Person, by: 'message' | 'button' = 'message'): Promise<UserModel> {
  const current = { username, firstName, languageCode, ...(by === 'message' ? { hasBlockedBot: false } : {}) }
  const known = await app.db.user.findUnique({ where: { telegramId } })
  if (known && isSame(known, current)) return known
  const user = await app.db.user.upsert({ where: { telegramId }, create: { telegramId, ...current }, update: current })
  if (!known) app.log.info('user registered', { userId: user.id })
  return user
}

function isSame(known: UserModel, current: Pick<UserModel, 'username' | 'firstName' | 'languageCode'> & { hasBlockedBot?: boolean }): boolean {
  return (
    known.username === current.username &&
    known.firstName === current.firstName &&
    known.languageCode === current.languageCode &&
    (current.hasBlockedBot === undefined || known.hasBlockedBot === current.hasBlockedBot)
  )
}
