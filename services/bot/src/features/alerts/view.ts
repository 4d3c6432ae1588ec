import type { Button, Keyboard } from '@cars-bot/adapters/bot-api'
import { alertUrl, describeSearch, escapeHtml, formatRubles, gearboxName, groupDigits, type Language } from '@cars-bot/domain'
import type { AlertModel } from '@cars-bot/platform'
import { screenCallback } from '../../callback-codec.js'
import type { Reply } from '../../feature.js'
import type { Texts } from '../../texts/texts.js'
import { trialKeyboard } from '../contact/view.js'
import { brandCallback, changeCallback, chooseField, deleteAlert, findByAlert, gearboxes, mileagePresets, newAlert, openAlert, pauseAlert, pauseAll, pricePresets, resumeAll, yearPresets, type AlertChange, type AlertField } from './callbacks.js'
import { searchOf, type KeptAlert } from './keep-alert.js'

type Words = { texts: Texts; language: Language }

/** As many alerts as one may have fit a message of 4096 characters. */
const longestLine = 150

export function alertsView({ texts, language }: Words, { alerts, isPaused, hasAccess }: { alerts: readonly AlertModel[]; isPaused: boolean; hasAccess: boolean }): Reply {
  const lines = alerts.map((alert, index) => `${index + 1}. ${escapeHtml(describeSearch(searchOf(alert), language).slice(0, longestLine))}${alert.isPaused ? ' ⏸' : ''}`)
  const numbers = alerts.map(({ id }, index): Button => ({ text: String(index + 1), data: openAlert.encode(id) }))
  const all: Button = isPaused ? { text: texts.alertsOnButton, data: resumeAll.encode(null) } : { text: texts.alertsOffButton, data: pauseAll.encode(null) }
  const keyboard = [...inRows(numbers, 5), [{ text: texts.newAlertButton, data: newAlert.encode(null) }], ...(alerts.length > 0 ? [[all]] : []), ...(hasAccess ? [] : [[{ text: texts.menuButtons.subscription, data: screenCallback.encode('subscription') }]]), [{ text: texts.back, data: screenCallback.encode('start') }]]
  return { kind: 'message', html: [texts.alertsHeading({ count: alerts.length, isPaused }), ...(lines.length > 0 ? [lines.join('\n')] : []), hasAccess ? texts.alertsHint : texts.alertsNeedSubscription].join('\n\n'), keyboard }
}

export function alertView({ texts, language }: Words, alert: AlertModel, botUsername: string): Reply {
  const { id, brand, isPaused } = alert
  const field = (name: AlertField): Button => ({ text: texts.alertFields[name], data: chooseField[name].encode(id) })
  return {
    kind: 'message',
    html: texts.alertCard({ search: escapeHtml(describeSearch(searchOf(alert), language)), isPaused }),
    keyboard: [
      [...(brand === null ? [] : [field('model')]), field('city')],
      [field('priceFrom'), field('priceTo')],
      [field('yearFrom'), field('mileageTo'), field('transmission')],
      [{ text: texts.alertFindButton, data: findByAlert.encode(id) }, { text: texts.alertShareButton, url: `https://t.me/share/url?url=${encodeURIComponent(alertUrl(botUsername, id))}` }],
      [{ text: isPaused ? texts.alertResumeButton : texts.alertPauseButton, data: pauseAlert.encode(id) }, { text: texts.alertDeleteButton, data: deleteAlert.encode(id) }],
      [{ text: texts.back, data: screenCallback.encode('alerts') }],
    ],
  }
}

export function brandsView(texts: Texts, brands: readonly string[]): Reply {
  const buttons = brands.map((brand): Button => ({ text: brand, data: brandCallback.encode(brand) }))
  return { kind: 'message', html: texts.chooseBrand, keyboard: [...inRows(buttons, 3), [{ text: texts.back, data: screenCallback.encode('alerts') }]] }
}

/** What a field may be set to; `names` are those of models or cities. A name too long for a button is left to be typed. */
export function fieldView(words: Words, { id: alertId }: AlertModel, field: AlertField, names: readonly string[]): Reply {
  const { texts } = words
  const offered = choices(words, field, names).map(({ text, value }) => ({ text, change: changeOf(alertId, field, value) }))
  const buttons = offered.flatMap(({ text, change }): Button[] => (change && changeCallback.fits(change) ? [{ text, data: changeCallback.encode(change) }] : []))
  const any = changeCallback.encode({ alertId, field, value: null })
  return { kind: 'message', html: texts.chooseField[field], keyboard: [...inRows(buttons, 3), [{ text: texts.anyButton, data: any }], [{ text: texts.back, data: openAlert.encode(alertId) }]] }
}

function choices({ texts, language }: Words, field: AlertField, names: readonly string[]): { text: string; value: string }[] {
  switch (field) {
    case 'model':
    case 'city':
      return names.map((value) => ({ text: value, value }))
    case 'priceFrom':
      return pricePresets.map((value) => ({ text: texts.since(formatRubles(value * 100)), value: String(value) }))
    case 'priceTo':
      return pricePresets.map((value) => ({ text: texts.upTo(formatRubles(value * 100)), value: String(value) }))
    case 'yearFrom':
      return yearPresets.map((value) => ({ text: texts.since(String(value)), value: String(value) }))
    case 'mileageTo':
      return mileagePresets.map((value) => ({ text: texts.upToKm(groupDigits(value)), value: String(value) }))
    case 'transmission':
      return gearboxes.map((value) => ({ text: gearboxName(value, language), value }))
  }
}

/** As the button will be read; null for what no button may say. */
function changeOf(alertId: string, field: AlertField, value: string): AlertChange | null {
  const empty = changeCallback.encode({ alertId, field, value: null })
  return changeCallback.decode(`${empty}${value}`)?.value ?? null
}

export function keptView(words: Words, kept: KeptAlert, botUsername: string): Reply {
  const { texts } = words
  switch (kept.kind) {
    case 'kept':
      return alertView(words, kept.alert, botUsername)
    case 'empty':
      return { kind: 'message', html: texts.alertIsEmpty, keyboard: [[{ text: texts.back, data: screenCallback.encode('alerts') }]] }
    case 'too-many':
      return { kind: 'message', html: texts.tooManyAlerts(kept.most), keyboard: [[{ text: texts.back, data: screenCallback.encode('alerts') }]] }
    case 'subscription-required':
      return { kind: 'message', html: texts.alertsNeedSubscription, keyboard: [...trialKeyboard(texts, kept.trialDays), [{ text: texts.menuButtons.subscription, data: screenCallback.encode('subscription') }], [{ text: texts.back, data: screenCallback.encode('start') }]] }
  }
}

function inRows(buttons: readonly Button[], width: number): Keyboard {
  return Array.from({ length: Math.ceil(buttons.length / width) }, (_, row) => buttons.slice(row * width, (row + 1) * width))
}
