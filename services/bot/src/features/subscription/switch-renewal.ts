import { firstAttemptAt } from '@cars-bot/domain'
import type { App } from '../../app.js'

export type SwitchedRenewal = { kind: 'none' } | { kind: 'switched'; isOn: boolean }

/** Turns the automatic renewal of a user off or on again. Telegram is asked first for what it renews itself, so that "off" is never only said. Safe to run twice. */
export async function switchRenewal(app: App, { userId, telegramId, isOn }: { userId: string; telegramId: bigint; isOn: boolean }): Promise<SwitchedRenewal> {
  const renewal = await app.db.autoRenewal.findUnique({ where: { userId } })
  if (!renewal) return { kind: 'none' }
  if (renewal.provider === 'STARS') await app.bot.setStarRenewal({ telegramId, chargeId: renewal.methodId, isOn })
  const now = app.now()
  const last = await app.db.subscription.findFirst({ where: { userId, isActive: true, plan: { not: 'FREE' }, endsAt: { gt: now } }, orderBy: { endsAt: 'desc' } })
  const nextAttemptAt = isOn && last ? firstAttemptAt(last.endsAt) : null
  if (isOn && !last) return { kind: 'none' }
  await app.db.autoRenewal.update({ where: { userId }, data: { isEnabled: isOn, nextAttemptAt, ...(isOn ? { failedAttempts: 0, consentedAt: now } : {}) } })
  app.log.info('automatic renewal switched', { userId, isOn })
  return { kind: 'switched', isOn }
}
