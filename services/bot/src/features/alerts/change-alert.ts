import type { AlertModel, Prisma } from '@cars-bot/platform'
import type { App } from '../../app.js'
import type { AlertChange } from './callbacks.js'

/** An alert of this very person; null for anybody else's. */
export async function ownAlert(app: Pick<App, 'db'>, { userId, alertId }: { userId: string; alertId: string }): Promise<AlertModel | null> {
  return app.db.alert.findFirst({ where: { id: alertId, userId } })
}

/** Changes one field of an own alert. Null when there is none. */
export async function changeAlert(app: Pick<App, 'db'>, { userId, ...change }: AlertChange & { userId: string }): Promise<AlertModel | null> {
  return updated(app, { userId, alertId: change.alertId }, fieldOf(change))
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

function fieldOf(change: AlertChange): Prisma.AlertUpdateManyMutationInput {
  switch (change.field) {
    case 'model':
      return { model: change.value }
    case 'priceRubles':
      return { priceToKopecks: change.value === null ? null : BigInt(change.value) * 100n, priceFromKopecks: null }
    case 'yearFrom':
      return { yearFrom: change.value, yearTo: null }
  }
}
