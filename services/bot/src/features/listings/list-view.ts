import type { Keyboard } from '@cars-bot/adapters/bot-api'
import { carPrice, carSpecs, carTitle, escapeHtml, listingActionData, type Language } from '@cars-bot/domain'
import type { Reply } from '../../feature.js'
import type { Texts } from '../../texts/texts.js'
import { pageSize, type ListingGlance, type ListingPage } from './listing-glance.js'

type ListView = { heading: string; empty: string; list: ListingPage; pageData: (page: number) => string; further?: Keyboard }

/** A page of listings: a line for each, a button with its number, buttons to turn pages. It takes the place of the page before. */
export function listView({ texts, language }: { texts: Texts; language: Language }, { heading, empty, list, pageData, further = [] }: ListView): Reply {
  const { listings, page, hasNext } = list
  if (listings.length === 0 && page === 0) return { kind: 'message', html: empty, keyboard: further }
  const numbered = listings.map((listing, index) => ({ listing, number: page * pageSize + index + 1 }))
  const lines = numbered.map(({ listing, number }) => line(texts, language, listing, number))
  const turning = [page > 0 ? [{ text: '◀', data: pageData(page - 1) }] : [], hasNext ? [{ text: '▶', data: pageData(page + 1) }] : []].flat()
  const cards = numbered.map(({ listing, number }) => ({ text: String(number), data: listingActionData('card', listing.publicId) }))
  return { kind: 'message', html: [heading, ...lines].join('\n\n'), keyboard: [cards, turning, ...further].filter((row) => row.length > 0) }
}

function line(texts: Texts, language: Language, { car, isLive }: ListingGlance, number: number): string {
  const specs = carSpecs(car, language)
  const title = `${number}. <b>${escapeHtml(carTitle(car, language))}</b> — ${escapeHtml(carPrice(car, language))}`
  return [title, isLive ? escapeHtml(specs) : texts.noLongerForSale].filter((part) => part !== '').join('\n')
}
