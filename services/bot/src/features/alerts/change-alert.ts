import type { AlertModel, Prisma } from '@cars-bot/platform'
import type { App } from '../../app.js'
import type { AlertChange } from './callbacks.js'

/** An alert of this very person; null for anybody else's. */
export async function ownAlert(app: Pick<App, 'db'>, { userId, alertId }: { userId: string; alertId: string }): Promise<AlertModel | null> {
  return app.db.alert.findFirst({ where: { id: alertId, userId } })
}

/** Changes one field of an own alert; a bound that would leave nothing between it and its opposite takes that one away. Null when there is none. */
export async function changeAlert(app: Pick<App, 'db'>, { userId, ...change }: AlertChange & { userId: string }): Promise<AlertModel | null> {
  const own = { userId, alertId: change.alertId }
  const alert = await ownAlert(app, own)
  return alert && updated(app, own, fieldOf(change, alert))
}

/** Pauses an own alert, or has it go on. */
export async function togglePause(app: Pick<App, 'db'>, own: { userId: string; alertId: string }): Promise<AlertModel | null> {
  const alert = await ownAlert(app, own)
  return alert && updated(app, own, { isPaused: !alert.isPaused })
}

export async function removeAlert(app: Pick<App, 'db'>, { userId, alertId }: { userId: string; alertId: string }): Promise<void> {
  await app.db.alert.deleteMany({ where: { id: alertId, userId } })
}

/** One switch for all alerts of a person. */
export async function pauseAlerts(app: Pick<App, 'db' | 'now'>, { userId, isPaused }: { userId: string; isPaused: boolean }): Promise<void> {
  await app.db.user.update({ where: { id: userId }, data: { alertsPausedAt: isPaused ? app.now() : null } })
}

async function updated(app: Pick<App, 'db'>, { userId, alertId }: { userId: string; alertId: string }, data: Prisma.AlertUpdateManyMutationInput): Promise<AlertModel | null> {
  const [alert] = await app.db.alert.updateManyAndReturn({ where: { id: alertId, userId }, data })
  return alert ?? null
}

function fieldOf(change: AlertChange, alert: AlertModel): Prisma.AlertUpdateManyMutationInput {
  switch (change.field) {
    case 'model':
      return { model: change.value }
    case 'city':
      return { city: change.value }
    case 'transmission':
      return { transmission: change.value }
    case 'mileageTo':
      return { mileageToKm: change.value }
    case 'yearFrom':
      return { yearFrom: change.value, ...(isAbove(change.value, alert.yearTo) ? { yearTo: null } : {}) }
    case 'priceFrom': {
      const priceFromKopecks = kopecksOf(change.value)
      return { priceFromKopecks, ...(isAbove(priceFromKopecks, alert.priceToKopecks) ? { priceToKopecks: null } : {}) }
    }
    case 'priceTo': {
      const priceToKopecks = kopecksOf(change.value)
      return { priceToKopecks, ...(isAbove(alert.priceFromKopecks, priceToKopecks) ? { priceFromKopecks: null } : {}) }
    }
  }
}

function kopecksOf(rubles: number | null): bigint | null {
  return rubles === null ? null : BigInt(rubles) * 100n
}

function isAbove<T extends number | bigint>(low: T | null, high: T | null): boolean {
  return low !== null && high !== null && low > high
}
