import type { Keyboard } from '@cars-bot/adapters/bot-api'
import { carCard, carTitle, escapeHtml, listingActionData, type CarGlance } from '@cars-bot/domain'
import type { App } from '../../app.js'
import { listingActionCallback, plainCallback } from '../../callback-codec.js'
import { onCallback, type Feature, type Reply, type Visit } from '../../feature.js'
import { keepFavourite } from '../favourites/keep-favourite.js'
import { glanceSelect } from './listing-glance.js'

export const closeCallback = plainCallback('close')

export const listingsFeature: Feature = {
  commands: {},
  callbacks: [
    onCallback(listingActionCallback('card'), (app, visit, publicId) => showListing(app, visit, publicId)),
    onCallback(listingActionCallback('save'), (app, visit, publicId) => kept(app, visit, { publicId, isKept: true })),
    onCallback(listingActionCallback('unsave'), (app, visit, publicId) => kept(app, visit, { publicId, isKept: false })),
    onCallback(closeCallback, async () => ({ kind: 'closed' })),
  ],
}

/** One listing at a glance with its photo, beside the list it was chosen from. It holds no contact. */
async function showListing(app: App, { user, texts, language }: Visit, publicId: string): Promise<Reply> {
  const post = await app.db.post.findUnique({
    where: { publicId },
    select: {
      ...glanceSelect,
      media: { where: { kind: 'PHOTO', botFileId: { not: null } }, orderBy: { position: 'asc' }, take: 1, select: { botFileId: true } },
      favourites: { where: { userId: user.id }, select: { userId: true } },
    },
  })
  const isKept = post !== null && post.favourites.length > 0
  if (post?.status !== 'PUBLISHED') return post && isKept ? goneFavourite({ texts, language }, publicId, post.car) : { kind: 'toast', text: texts.listingIsGone }
  const keyboard: Keyboard = [
    [{ text: texts.contactButton, data: listingActionData('contact', publicId) }],
    [{ text: isKept ? texts.unsaveButton : texts.saveButton, data: listingActionData(isKept ? 'unsave' : 'save', publicId) }],
    [{ text: texts.closeButton, data: closeCallback.encode(null) }],
  ]
  const html = carCard(post.car, language)
  const fileId = post.media[0]?.botFileId
  return fileId ? { kind: 'photo', fileId, html, keyboard } : { kind: 'message', html, keyboard, isNew: true }
}

/** What is no longer for sale can still be taken off the list it stands in. */
function goneFavourite({ texts, language }: Pick<Visit, 'texts' | 'language'>, publicId: string, car: CarGlance | null): Reply {
  const keyboard: Keyboard = [[{ text: texts.unsaveButton, data: listingActionData('unsave', publicId) }], [{ text: texts.closeButton, data: closeCallback.encode(null) }]]
  return { kind: 'message', html: `<b>${escapeHtml(carTitle(car, language))}</b>\n${texts.noLongerForSale}`, keyboard, isNew: true }
}

async function kept(app: App, { user, texts }: Visit, favourite: { publicId: string; isKept: boolean }): Promise<Reply> {
  const isThere = await keepFavourite(app, { userId: user.id, ...favourite })
  if (!isThere) return { kind: 'toast', text: texts.listingIsGone }
  const [pressed, next] = favourite.isKept ? (['save', 'unsave'] as const) : (['unsave', 'save'] as const)
  const by = { text: favourite.isKept ? texts.unsaveButton : texts.saveButton, data: listingActionData(next, favourite.publicId) }
  return { kind: 'toast', text: favourite.isKept ? texts.saved : texts.unsaved, replacing: { data: listingActionData(pressed, favourite.publicId), by } }
}
