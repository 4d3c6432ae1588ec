import { createHash } from 'node:crypto'
import type { Keyboard } from '@cars-bot/adapters/bot-api'
import { describeSearch, escapeHtml, isEmptySearch, parseSearch } from '@cars-bot/domain'
import type { App } from '../../app.js'
import { screenCallback, type CallbackCodec } from '../../callback-codec.js'
import { onCallback, type Feature, type Reply, type Visit } from '../../feature.js'
import { readSearch } from '../alerts/read-search.js'
import { listView } from '../listings/list-view.js'
import { glanceOf, glanceSelect, mostPages, pageOf, pageSize } from '../listings/listing-glance.js'
import { countListings, listingsFor, newestFirst } from './find-listings.js'

const longestSearch = 200

/** A search by its mark: buttons under an older search than the last one say so instead of turning the pages of another. */
type SearchPage = { page: number; mark: string }

const searchPage: CallbackCodec<SearchPage> = {
  encode: ({ page, mark }) => `find:${page}:${mark}`,
  decode(data) {
    const [, page, mark] = /^find:(0|[1-9]\d{0,2}):([0-9a-f]{8})$/.exec(data) ?? []
    return page === undefined || mark === undefined || Number(page) >= mostPages ? null : { value: { page: Number(page), mark } }
  },
}

/** `keep:<mark>`: the last search becomes an alert. */
export const keepSearchCallback: CallbackCodec<string> = {
  encode: (mark) => `keep:${mark}`,
  decode(data) {
    const mark = /^keep:([0-9a-f]{8})$/.exec(data)?.[1]
    return mark === undefined ? null : { value: mark }
  },
}

export const searchFeature: Feature = {
  commands: {
    search: async (app, visit, argument) => (argument === '' ? showSearchHelp(app, visit) : startSearch(app, visit, argument)),
  },
  callbacks: [onCallback(searchPage, turnPage)],
  text: async (app, visit, text) => (speaksOfACar(text, app.now()) ? startSearch(app, visit, text) : null),
}

/** How to search, here and in any other chat. */
export function showSearchHelp(app: Pick<App, 'botUsername'>, { texts }: Pick<Visit, 'texts'>): Reply {
  return { kind: 'message', html: texts.searchHelp(app.botUsername), keyboard: [[{ text: texts.back, data: screenCallback.encode('start') }]] }
}

/** Short and not to be mistaken for that of another search of the same person. */
export function searchMark(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** Mere words may be anything; with /search before them they are looked for too. */
function speaksOfACar(text: string, now: Date): boolean {
  return !text.trim().startsWith('/') && !isEmptySearch({ ...parseSearch(text, now), words: [] })
}

/** Shows what fits a search typed in words, and remembers it for the buttons below. */
export async function startSearch(app: App, visit: Visit, text: string): Promise<Reply> {
  const lastSearch = text.replace(/\s+/g, ' ').trim().slice(0, longestSearch).replace(/[\ud800-\udbff]$/, '')
  await app.db.user.update({ where: { id: visit.user.id }, data: { lastSearch } })
  return showPage(app, visit, lastSearch, 0)
}

async function turnPage(app: App, visit: Visit, { page, mark }: SearchPage): Promise<Reply> {
  const { lastSearch } = visit.user
  if (lastSearch === null || searchMark(lastSearch) !== mark) return { kind: 'toast', text: visit.texts.searchIsOld }
  return showPage(app, visit, lastSearch, page)
}

async function showPage(app: App, visit: Visit, text: string, page: number): Promise<Reply> {
  const search = await readSearch(app, text)
  const { texts, language } = visit
  const [posts, total] = await Promise.all([
    app.db.post.findMany({ where: listingsFor(search, app.now()), orderBy: [...newestFirst], skip: page * pageSize, take: pageSize, select: glanceSelect }),
    countListings(app, search),
  ])
  const mark = searchMark(text)
  const words = escapeHtml(describeSearch(search, language))
  const keep: Keyboard = isEmptySearch(search) ? [] : [[{ text: texts.keepSearchButton, data: keepSearchCallback.encode(mark) }]]
  return listView(visit, {
    heading: texts.searchHeading({ search: words, total }),
    empty: texts.nothingFound(words),
    list: pageOf(posts.map(glanceOf), page, total),
    pageData: (to) => searchPage.encode({ page: to, mark }),
    further: [...keep, [{ text: texts.back, data: screenCallback.encode('start') }]],
  })
}
