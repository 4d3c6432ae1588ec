import { contactAccess, isEmptySearch, type Search } from '@cars-bot/domain'
import type { AlertModel } from '@cars-bot/platform'
import type { App } from '../../app.js'
import { loadSettings } from '../../load-settings.js'

export type KeptAlert = { kind: 'kept'; alert: AlertModel } | { kind: 'subscription-required'; /** Above 0: a trial may be begun. */ trialDays: number } | { kind: 'empty' } | { kind: 'too-many'; most: number }

export const mostAlerts = 20

/** A search becomes an alert of a subscriber; one that the person has already is not doubled. An empty search would match every listing and is refused. */
export async function keepAlert(app: Pick<App, 'db' | 'now' | 'log'>, { userId, search }: { userId: string; search: Search }): Promise<KeptAlert> {
  if (isEmptySearch(search)) return { kind: 'empty' }
  if (!(await isSubscriber(app, userId))) return { kind: 'subscription-required', trialDays: await trialDaysFor(app, userId) }
  const fields = alertFields(search)
  return app.db.$transaction(async (tx): Promise<KeptAlert> => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`alerts:${userId}`}, 0))`
    const { words, ...plain } = fields
    const same = await tx.alert.findFirst({ where: { userId, ...plain, words: { equals: words } } })
    if (same) return { kind: 'kept', alert: same.isPaused ? await tx.alert.update({ where: { id: same.id }, data: { isPaused: false } }) : same }
    if ((await tx.alert.count({ where: { userId } })) >= mostAlerts) return { kind: 'too-many', most: mostAlerts }
    const alert = await tx.alert.create({ data: { userId, ...fields } })
    app.log.info('alert kept', { userId, alertId: alert.id })
    return { kind: 'kept', alert }
  })
}

async function trialDaysFor(app: Pick<App, 'db'>, userId: string): Promise<number> {
  const [{ trialStartedAt, isBlocked }, { trialDays }] = await Promise.all([app.db.user.findUniqueOrThrow({ where: { id: userId } }), loadSettings(app)])
  return trialStartedAt === null && !isBlocked ? trialDays : 0
}

/** Whether the person has access now, which alerts go with. */
export async function isSubscriber(app: Pick<App, 'db' | 'now'>, userId: string): Promise<boolean> {
  const now = app.now()
  const user = await app.db.user.findUniqueOrThrow({
    where: { id: userId },
    include: { subscriptions: { where: { isActive: true, plan: { not: 'FREE' }, startsAt: { lte: now }, endsAt: { gt: now } }, take: 1 } },
  })
  return contactAccess(user, user.subscriptions[0] ?? null, now).kind === 'granted'
}

/** The search an alert stands for. */
export function searchOf(alert: AlertModel): Search {
  const { brand, model, priceFromKopecks, priceToKopecks, yearFrom, yearTo, mileageToKm, transmission, city, words } = alert
  return { brand, model, priceFromKopecks: numberOf(priceFromKopecks), priceToKopecks: numberOf(priceToKopecks), yearFrom, yearTo, mileageToKm, transmission, city, words }
}

type AlertFields = Omit<AlertModel, 'id' | 'userId' | 'isPaused' | 'createdAt' | 'updatedAt'>

function alertFields({ priceFromKopecks, priceToKopecks, ...search }: Search): AlertFields {
  return { ...search, priceFromKopecks: bigintOf(priceFromKopecks), priceToKopecks: bigintOf(priceToKopecks) }
}

function bigintOf(value: number | null): bigint | null {
  return value === null ? null : BigInt(value)
}

function numberOf(value: bigint | null): number | null {
  return value === null ? null : Number(value)
}
