import type { App } from '../../app.js'
import { pageCallback, screenCallback } from '../../callback-codec.js'
import { onCallback, type Feature, type Reply, type Visit } from '../../feature.js'
import { listView } from '../listings/list-view.js'
import { glanceOf, glanceSelect, pageOf, pageSize } from '../listings/listing-glance.js'

const favouritesPage = pageCallback('favorites')
const historyPage = pageCallback('history')

export const favouritesFeature: Feature = {
  commands: {
    favorites: (app, visit) => showFavourites(app, visit, 0),
    history: (app, visit) => showHistory(app, visit, 0),
  },
  callbacks: [onCallback(favouritesPage, showFavourites), onCallback(historyPage, showHistory)],
}

async function showFavourites(app: App, visit: Visit, page: number): Promise<Reply> {
  const where = { userId: visit.user.id }
  const [rows, total] = await Promise.all([
    app.db.favourite.findMany({ where, orderBy: [{ createdAt: 'desc' }, { postId: 'desc' }], skip: page * pageSize, take: pageSize, select: { post: { select: glanceSelect } } }),
    app.db.favourite.count({ where }),
  ])
  const list = pageOf(rows.map(({ post }) => glanceOf(post)), page, total)
  const { favouritesHeading, noFavourites } = visit.texts
  return listView(visit, { heading: favouritesHeading(total), empty: noFavourites, list, pageData: (to) => favouritesPage.encode(to), further: back(visit) })
}

/** Listings whose contacts the person has opened. The list holds no contact: each is asked for anew, and access is decided anew. */
async function showHistory(app: App, visit: Visit, page: number): Promise<Reply> {
  const where = { userId: visit.user.id }
  const [rows, total] = await Promise.all([
    app.db.contactRequest.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], skip: page * pageSize, take: pageSize, select: { post: { select: glanceSelect } } }),
    app.db.contactRequest.count({ where }),
  ])
  const list = pageOf(rows.map(({ post }) => glanceOf(post)), page, total)
  const { historyHeading, noHistory } = visit.texts
  return listView(visit, { heading: historyHeading(total), empty: noHistory, list, pageData: (to) => historyPage.encode(to), further: back(visit) })
}

function back({ texts }: Visit): { text: string; data: string }[][] {
  return [[{ text: texts.back, data: screenCallback.encode('start') }]]
}
