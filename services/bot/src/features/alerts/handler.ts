import type { AlertModel } from '@cars-bot/platform'
import type { App } from '../../app.js'
import type { CallbackCodec } from '../../callback-codec.js'
import { onCallback, type CallbackRoute, type Feature, type Reply, type Visit } from '../../feature.js'
import { keepSearchCallback, searchMark, startSearch } from '../search/handler.js'
import { alertFields, brandCallback, changeCallback, chooseField, deleteAlert, findByAlert, newAlert, openAlert, pauseAlert, pauseAll, pauseFromNotice, resumeAll, type AlertField } from './callbacks.js'
import { changeAlert, ownAlert, pauseAlerts, removeAlert, togglePause } from './change-alert.js'
import { isSubscriber, keepAlert, mostAlerts } from './keep-alert.js'
import { offeredBrands, offeredCities, offeredModels } from './offered-names.js'
import { alertSearchText, readSearch } from './read-search.js'
import { alertsView, alertView, brandsView, fieldView, keptView } from './view.js'

export const alertsFeature: Feature = {
  commands: {
    alerts: (app, visit, argument) => (argument === '' ? showAlerts(app, visit) : keep(app, visit, argument)),
  },
  callbacks: [
    onCallback(keepSearchCallback, async (app, visit, mark) => {
      const { lastSearch } = visit.user
      return lastSearch !== null && searchMark(lastSearch) === mark ? keep(app, visit, lastSearch) : { kind: 'toast', text: visit.texts.searchIsOld }
    }),
    onCallback(newAlert, async (app, { texts }) => brandsView(texts, await offeredBrands(app))),
    onCallback(brandCallback, async (app, visit, brand) => {
      const isKnown = (await offeredBrands(app)).includes(brand)
      return isKnown ? keep(app, visit, brand) : { kind: 'toast', text: visit.texts.unknownButton }
    }),
    onCallback(changeCallback, async (app, visit, change) => shown(app, visit, await changeAlert(app, { userId: visit.user.id, ...change }))),
    ofOwn(openAlert, async (app, visit, alert) => alertView(visit, alert, app.botUsername)),
    ...alertFields.map((field) => ofOwn(chooseField[field], async (app, visit, alert) => fieldView(visit, alert, field, await namesFor(app, alert, field)))),
    ofOwn(findByAlert, (app, visit, alert) => startSearch(app, visit, alertSearchText(alert.id))),
    onCallback(pauseAlert, async (app, visit, alertId) => shown(app, visit, await togglePause(app, { userId: visit.user.id, alertId }))),
    onCallback(deleteAlert, async (app, visit, alertId) => {
      await removeAlert(app, { userId: visit.user.id, alertId })
      return showAlerts(app, visit)
    }),
    onCallback(pauseAll, (app, visit) => switched(app, visit, true)),
    onCallback(resumeAll, (app, visit) => switched(app, visit, false)),
    onCallback(pauseFromNotice, async (app, { user, texts }) => {
      await pauseAlerts(app, { userId: user.id, isPaused: true })
      return { kind: 'toast', text: texts.alertsPaused }
    }),
  ],
}

/** `?start=alert_<id>`: one's own alert, or a look at what another person searches for. Null when there is no such alert. */
export async function openAlertLink(app: App, visit: Visit, alertId: string): Promise<Reply | null> {
  if (openAlert.decode(openAlert.encode(alertId)) === null) return null
  const alert = await app.db.alert.findUnique({ where: { id: alertId } })
  if (!alert) return null
  return alert.userId === visit.user.id ? alertView(visit, alert, app.botUsername) : startSearch(app, visit, alertSearchText(alert.id))
}

async function keep(app: App, visit: Visit, text: string): Promise<Reply> {
  return keptView(visit, await keepAlert(app, { userId: visit.user.id, search: await readSearch(app, text) }), app.botUsername)
}

async function namesFor(app: App, { brand }: AlertModel, field: AlertField): Promise<string[]> {
  if (field === 'city') return offeredCities(app)
  return field === 'model' && brand !== null ? offeredModels(app, brand) : []
}

async function showAlerts(app: App, visit: Visit): Promise<Reply> {
  const alerts = await app.db.alert.findMany({ where: { userId: visit.user.id }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: mostAlerts })
  const hasAccess = alerts.length === 0 || (await isSubscriber(app, visit.user.id))
  return alertsView(visit, { alerts, isPaused: visit.user.alertsPausedAt !== null, hasAccess })
}

async function switched(app: App, visit: Visit, isPaused: boolean): Promise<Reply> {
  await pauseAlerts(app, { userId: visit.user.id, isPaused })
  return showAlerts(app, { ...visit, user: { ...visit.user, alertsPausedAt: isPaused ? app.now() : null } })
}

function shown(app: App, visit: Visit, alert: AlertModel | null): Reply {
  return alert ? alertView(visit, alert, app.botUsername) : { kind: 'toast', text: visit.texts.unknownButton }
}

/** A button for an alert of the person who presses it; anybody else's does nothing. */
function ofOwn(codec: CallbackCodec<string>, handle: (app: App, visit: Visit, alert: AlertModel) => Promise<Reply>): CallbackRoute {
  return onCallback(codec, async (app, visit, alertId) => {
    const alert = await ownAlert(app, { userId: visit.user.id, alertId })
    return alert ? handle(app, visit, alert) : { kind: 'toast', text: visit.texts.unknownButton }
  })
}
