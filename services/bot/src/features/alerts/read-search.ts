import { parseSearch, type Search } from '@cars-bot/domain'
import type { App } from '../../app.js'
import { idCallback } from '../../callback-codec.js'
import { searchOf } from './keep-alert.js'

const alertSearch = idCallback('alert')

/** Stands for the search of an alert where a search is kept as text. */
export function alertSearchText(alertId: string): string {
  return alertSearch.encode(alertId)
}

/** The search a text stands for: that of an alert to the letter, or what was typed. That of an alert deleted meanwhile is empty. */
export async function readSearch(app: Pick<App, 'db' | 'now'>, text: string): Promise<Search> {
  const named = alertSearch.decode(text)
  if (named === null) return parseSearch(text, app.now())
  const alert = await app.db.alert.findUnique({ where: { id: named.value } })
  return alert ? searchOf(alert) : parseSearch('', app.now())
}
