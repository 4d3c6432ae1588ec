import type { Button, Keyboard } from '@cars-bot/adapters/bot-api'
import { describeSearch, escapeHtml, formatRubles, type Language } from '@cars-bot/domain'
import type { AlertModel } from '@cars-bot/platform'
import { screenCallback } from '../../callback-codec.js'
import type { Reply } from '../../feature.js'
import type { Texts } from '../../texts/texts.js'
import { brandCallback, changeCallback, chooseModel, choosePrice, chooseYear, deleteAlert, findByAlert, newAlert, openAlert, pauseAlert, pauseAll, pricePresets, resumeAll, yearPresets } from './callbacks.js'
import { searchOf, type KeptAlert } from './keep-alert.js'

type Words = { texts: Texts; language: Language }

export function alertsView({ texts, language }: Words, { alerts, isPaused }: { alerts: readonly AlertModel[]; isPaused: boolean }): Reply {
  const lines = alerts.map((alert, index) => `${index + 1}. ${escapeHtml(describeSearch(searchOf(alert), language))}${alert.isPaused ? ' ⏸' : ''}`)
  const numbers = alerts.map(({ id }, index): Button => ({ text: String(index + 1), data: openAlert.encode(id) }))
  const all: Button = isPaused ? { text: texts.alertsOnButton, data: resumeAll.encode(null) } : { text: texts.alertsOffButton, data: pauseAll.encode(null) }
  const keyboard = [...inRows(numbers, 5), [{ text: texts.newAlertButton, data: newAlert.encode(null) }], ...(alerts.length > 0 ? [[all]] : []), [{ text: texts.back, data: screenCallback.encode('start') }]]
  return { kind: 'message', html: [texts.alertsHeading({ count: alerts.length, isPaused }), ...(lines.length > 0 ? [lines.join('\n')] : []), texts.alertsHint].join('\n\n'), keyboard }
}

export function alertView({ texts, language }: Words, alert: AlertModel): Reply {
  const { id, brand, isPaused } = alert
  const model: Keyboard = brand === null ? [] : [[{ text: texts.alertModelButton, data: chooseModel.encode(id) }]]
  return {
    kind: 'message',
    html: texts.alertCard({ search: escapeHtml(describeSearch(searchOf(alert), language)), isPaused }),
    keyboard: [
      ...model,
      [{ text: texts.alertPriceButton, data: choosePrice.encode(id) }, { text: texts.alertYearButton, data: chooseYear.encode(id) }],
      [{ text: texts.alertFindButton, data: findByAlert.encode(id) }],
      [{ text: isPaused ? texts.alertResumeButton : texts.alertPauseButton, data: pauseAlert.encode(id) }, { text: texts.alertDeleteButton, data: deleteAlert.encode(id) }],
      [{ text: texts.back, data: screenCallback.encode('alerts') }],
    ],
  }
}

export function brandsView(texts: Texts, brands: readonly string[]): Reply {
  const buttons = brands.map((brand): Button => ({ text: brand, data: brandCallback.encode(brand) }))
  return { kind: 'message', html: texts.chooseBrand, keyboard: [...inRows(buttons, 3), [{ text: texts.back, data: screenCallback.encode('alerts') }]] }
}

export function modelsView(texts: Texts, { id: alertId }: AlertModel, models: readonly string[]): Reply {
  const changes = models.map((value) => ({ alertId, field: 'model' as const, value })).filter((change) => changeCallback.fits(change))
  const buttons = changes.map((change): Button => ({ text: change.value, data: changeCallback.encode(change) }))
  return choice(texts, alertId, { html: texts.chooseModel, buttons, any: changeCallback.encode({ alertId, field: 'model', value: null }) })
}

export function pricesView(texts: Texts, { id: alertId }: AlertModel): Reply {
  const buttons = pricePresets.map((value): Button => ({ text: texts.upTo(formatRubles(value * 100)), data: changeCallback.encode({ alertId, field: 'priceRubles', value }) }))
  return choice(texts, alertId, { html: texts.choosePrice, buttons, any: changeCallback.encode({ alertId, field: 'priceRubles', value: null }) })
}

export function yearsView(texts: Texts, { id: alertId }: AlertModel): Reply {
  const buttons = yearPresets.map((value): Button => ({ text: texts.since(value), data: changeCallback.encode({ alertId, field: 'yearFrom', value }) }))
  return choice(texts, alertId, { html: texts.chooseYear, buttons, any: changeCallback.encode({ alertId, field: 'yearFrom', value: null }) })
}

export function keptView(words: Words, kept: KeptAlert): Reply {
  const { texts } = words
  switch (kept.kind) {
    case 'kept':
      return alertView(words, kept.alert)
    case 'empty':
      return { kind: 'message', html: texts.alertIsEmpty }
    case 'too-many':
      return { kind: 'message', html: texts.tooManyAlerts(kept.most), keyboard: [[{ text: texts.back, data: screenCallback.encode('alerts') }]] }
    case 'subscription-required':
      return { kind: 'message', html: texts.alertsNeedSubscription, keyboard: [[{ text: texts.menuButtons.subscription, data: screenCallback.encode('subscription') }], [{ text: texts.back, data: screenCallback.encode('start') }]] }
  }
}

function choice(texts: Texts, alertId: string, { html, buttons, any }: { html: string; buttons: Button[]; any: string }): Reply {
  return { kind: 'message', html, keyboard: [...inRows(buttons, 3), [{ text: texts.anyButton, data: any }], [{ text: texts.back, data: openAlert.encode(alertId) }]] }
}

function inRows(buttons: readonly Button[], width: number): Keyboard {
  return Array.from({ length: Math.ceil(buttons.length / width) }, (_, row) => buttons.slice(row * width, (row + 1) * width))
}
