import { failureOf } from '@cars-bot/adapters/errors'
import type { AutoRenewalModel } from '@cars-bot/platform'
import type { App } from '../app.js'

const batchSize = 100

/** A year was paid for while Telegram takes Stars for months, which can't become years (core.telegram.org/bots/api#createinvoicelink): they have to end. */
export function endsStarMonths({ provider, plan, isEnabled }: Pick<AutoRenewalModel, 'provider' | 'plan' | 'isEnabled'>): boolean {
  return provider === 'STARS' && plan === 'YEARLY' && isEnabled
}

/** Has Telegram end the monthly charges of those who have paid for a year. Only its word takes the renewal off here, so that a lost answer is asked for again; nothing is left to be switched on by a press. Safe to run twice. */
export async function endStarMonths(app: App): Promise<void> {
  const renewals = await app.db.autoRenewal.findMany({ where: { provider: 'STARS', plan: 'YEARLY', isEnabled: true }, include: { user: true }, take: batchSize })
  for (const { id, userId, methodId, user } of renewals) {
    try {
      await app.bot.setStarRenewal({ telegramId: user.telegramId, chargeId: methodId, isOn: false })
    } catch (error) {
      if (failureOf(error).kind !== 'permanent') throw error
      await app.alerts.raise({ level: 'ERROR', message: `Telegram не даёт отключить ежемесячное списание звёзд тому, кто оплатил год (списание ${methodId}). Отключите вручную или верните лишнее.`, dedupeKey: `star-months:${methodId}` })
    }
    await app.db.autoRenewal.deleteMany({ where: { id, methodId, plan: 'YEARLY' } })
    app.log.info('monthly charges of Stars ended', { userId })
  }
}
