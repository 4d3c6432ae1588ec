import { findContacts, maskContacts } from './contacts.js'
import { extractByRules } from './extraction/extract-by-rules.js'
import type { MessageOrigin } from './message-origin.js'
import { saysSold } from './says-sold.js'

/** What an edit of an ad changed: the price asked, how to reach the seller, that the car is sold, anything else in the text, a photo or video. */
export type EditKind = 'price' | 'contact' | 'sold' | 'text' | 'media'

/** An ad as it stood at some time. */
export type AdVersion = { text: string; origin: MessageOrigin }

/**
 * What changed between two versions of an ad; empty when nothing did that anybody reads: blanks, invisible characters, buttons that lead to no seller. `text` is named only
 * when the text differs beside the price and the contacts, so that rules alone can follow an edit without it. Media are compared where both versions tell their file ids.
 */
export function classifyEdit(before: AdVersion, after: AdVersion): EditKind[] {
  const [old, fresh] = [readingOf(before), readingOf(after)]
  const isNewPrice = old.price !== fresh.price
  const isNewContact = old.contacts !== fresh.contacts
  const isNewText = before.text !== after.text && (isNewPrice || isNewContact ? old.rest !== fresh.rest : plain(before.text) !== plain(after.text))
  const kinds: [EditKind, boolean][] = [
    ['price', isNewPrice],
    ['contact', isNewContact],
    ['sold', saysSold(after.text) && !saysSold(before.text)],
    ['text', isNewText],
    ['media', filesOf(before) !== null && filesOf(after) !== null && filesOf(before) !== filesOf(after)],
  ]
  return kinds.flatMap(([kind, isChanged]) => (isChanged ? [kind] : []))
}

type Reading = { price: number | null; contacts: string; rest: string }

function readingOf({ text, origin }: AdVersion): Reading {
  const { facts, spans } = extractByRules(text)
  const { phones, telegramUsernames, other } = findContacts(text, origin)
  const lists = [phones, telegramUsernames.map((name) => name.toLowerCase()), other].map((list) => [...list].sort())
  return { price: facts.priceKopecks, contacts: JSON.stringify(lists), rest: restOf(text, spans.priceKopecks) }
}

/** Letters and digits without the price and the contacts: what stood between them and around them may change with them. */
function restOf(text: string, price: { start: number; end: number } | undefined): string {
  const unpriced = price ? `${text.slice(0, price.start)} ${text.slice(price.end).replace(currency, ' ')}` : text
  return plain(maskContacts(unpriced).text.replace(token, ' ').replace(/[^\p{L}\p{N}]+/gu, ' '))
}

const currency = /^[\s.,]*(?:(?:тыс(?:яч[иа]?)?|млн|т\.?\s?р|руб(?:л(?:ей|я|ь))?|р|₽)(?!\p{L})[.\s]*)+/iu
const token = /\[(?:PHONE|USERNAME|LINK|EMAIL)_\d+\]/g

/** Soft hyphens, zero-width blanks and joiners, and what chooses how an emoji is drawn. */
const unseen = /\u00AD|[\u200B-\u200F]|[\u2060-\u2064]|\uFE0E|\uFE0F|\uFEFF/gu

/** One blank for many; characters that show nothing are none. */
function plain(text: string): string {
  return text.normalize('NFC').replace(unseen, '').replace(/\s+/gu, ' ').trim()
}

function filesOf({ origin }: AdVersion): string | null {
  return origin.fileIds ? [...origin.fileIds].sort().join(' ') : null
}
