import { describeSearch, parseSearch } from '@cars-bot/domain'
import type { AlertModel } from '@cars-bot/platform'
import type { App } from '../../app.js'
import type { CallbackCodec } from '../../callback-codec.js'
import { onCallback, type CallbackRoute, type Feature, type Reply, type Visit } from '../../feature.js'
import { keepSearchCallback, searchMark, startSearch } from '../search/handler.js'
import { brandCallback, changeCallback, chooseModel, choosePrice, chooseYear, deleteAlert, findByAlert, newAlert, openAlert, pauseAlert, pauseAll, pauseFromNotice, resumeAll } from './callbacks.js'
import { changeAlert, ownAlert, pauseAlerts, removeAlert, togglePause } from './change-alert.js'
import { keepAlert, mostAlerts, searchOf } from './keep-alert.js'
import { offeredBrands, offeredModels } from './offered-names.js'
import { alertsView, alertView, brandsView, keptView, modelsView, pricesView, yearsView } from './view.js'

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
    onCallback(changeCallback, async (app, visit, change) => shown(visit, await changeAlert(app, { userId: visit.user.id, ...change }))),
    ofOwn(openAlert, async (_app, visit, alert) => alertView(visit, alert)),
    ofOwn(chooseModel, async (app, { texts }, alert) => modelsView(texts, alert, await offeredModels(app, alert.brand ?? ''))),
    ofOwn(choosePrice, async (_app, { texts }, alert) => pricesView(texts, alert)),
    ofOwn(chooseYear, async (_app, { texts }, alert) => yearsView(texts, alert)),
    ofOwn(findByAlert, (app, visit, alert) => startSearch(app, visit, describeSearch(searchOf(alert), 'ru'))),
    onCallback(pauseAlert, async (app, visit, alertId) => shown(visit, await togglePause(app, { userId: visit.user.id, alertId }))),
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
  return alert.userId === visit.user.id ? alertView(visit, alert) : startSearch(app, visit, describeSearch(searchOf(alert), 'ru'))
}

async function keep(app: App, visit: Visit, text: string): Promise<Reply> {
  return keptView(visit, await keepAlert(app, { userId: visit.user.id, search: parseSearch(text) }))
}

async function showAlerts(app: App, visit: Visit): Promise<Reply> {
  const alerts = await app.db.alert.findMany({ where: { userId: visit.user.id }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: mostAlerts })
  return alertsView(visit, { alerts, isPaused: visit.user.alertsPausedAt !== null })
}

async function switched(app: App, visit: Visit, isPaused: boolean): Promise<Reply> {
  await pauseAlerts(app, { userId: visit.user.id, isPaused })
  return showAlerts(app, { ...visit, user: { ...visit.user, alertsPausedAt: isPaused ? app.now() : null } })
}

function shown(visit: Visit, alert: AlertModel | null): Reply {
  return alert ? alertView(visit, alert) : { kind: 'toast', text: visit.texts.unknownButton }
}

/** A button for an alert of the person who presses it; anybody else's does nothing. */
function ofOwn(codec: CallbackCodec<string>, handle: (app: App, visit: Visit, alert: AlertModel) => Promise<Reply>): CallbackRoute {
  return onCallback(codec, async (app, visit, alertId) => {
    const alert = await ownAlert(app, { userId: visit.user.id, alertId })
    return alert ? handle(app, visit, alert) : { kind: 'toast', text: visit.texts.unknownButton }
  })
}
