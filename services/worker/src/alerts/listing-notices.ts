import { carCard, carPrice, carSpecs, carTitle, contactUrl, escapeHtml, languageOf, listingActionData, type Language } from '@cars-bot/domain'
import type { NoticeModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import type { ComposedNotice, NoticeMessage } from '../notices/notice-message.js'
import { listingTexts } from './texts.js'

const mostListings = 10

/** New listings that answer the saved searches of a person, those still out. */
export async function alertMatchesNotice(app: App, { id, userId }: NoticeModel): Promise<ComposedNotice> {
  const user = await app.db.user.findUniqueOrThrow({ where: { id: userId } })
  if (user.alertsPausedAt !== null) return { kind: 'nothing-to-say', reason: 'the user has paused the alerts' }
  const matched = { alertMatches: { some: { noticeId: id } }, status: 'PUBLISHED' } as const
  const [posts, total] = await Promise.all([
    app.db.post.findMany({ where: matched, include: { car: true }, orderBy: { statusChangedAt: 'desc' }, take: mostListings }),
    app.db.post.count({ where: matched }),
  ])
  if (posts.length === 0) return { kind: 'nothing-to-say', reason: 'its listings are gone' }
  const language = languageOf(user)
  const texts = listingTexts[language]
  const numbered = posts.map(({ publicId, car }, index) => ({ publicId, car, number: index + 1 }))
  const lines = numbered.map(({ publicId, car, number }) => {
    const title = `${number}. <a href="${escapeHtml(contactUrl(app.botUsername, publicId))}">${escapeHtml(carTitle(car, language))}</a> — ${escapeHtml(carPrice(car, language))}`
    return [title, escapeHtml(carSpecs(car, language))].filter(Boolean).join('\n')
  })
  const rest = total > posts.length ? [texts.more(total - posts.length)] : []
  const cards = numbered.map(({ publicId, number }) => ({ text: String(number), data: listingActionData('card', publicId) }))
  const rows = [cards.slice(0, 5), cards.slice(5)].filter((row) => row.length > 0)
  const keyboard = [...rows, [{ text: texts.pause, data: 'alerts:pause' }, { text: texts.mySearches, data: 'go:alerts' }]]
  return { kind: 'message', message: { html: [texts.matches(total), ...lines, ...rest].join('\n\n'), keyboard } }
}

/** The price of a kept car fell, or it is sold. */
export async function favouriteNotice(app: App, notice: NoticeModel, kind: 'FAVOURITE_PRICE_DROPPED' | 'FAVOURITE_SOLD'): Promise<ComposedNotice> {
  const [user, post] = await Promise.all([
    app.db.user.findUniqueOrThrow({ where: { id: notice.userId } }),
    notice.postId === null ? null : app.db.post.findUnique({ where: { id: notice.postId }, include: { car: true, favourites: { where: { userId: notice.userId } } } }),
  ])
  if (!post) return { kind: 'nothing-to-say', reason: 'its post is gone' }
  if (post.favourites.length === 0) return { kind: 'nothing-to-say', reason: 'the user keeps the listing no more' }
  const language = languageOf(user)
  if (kind === 'FAVOURITE_SOLD') return { kind: 'message', message: { html: listingTexts[language].sold(escapeHtml(carTitle(post.car, language))) } }
  if (post.status !== 'PUBLISHED') return { kind: 'nothing-to-say', reason: 'its listing is gone' }
  return { kind: 'message', message: priceDropped(language, post) }
}

function priceDropped(language: Language, { publicId, car }: { publicId: string; car: Parameters<typeof carCard>[0] }): NoticeMessage {
  const texts = listingTexts[language]
  return {
    html: `${texts.priceDropped}\n\n${carCard(car, language)}`,
    keyboard: [[{ text: texts.contacts, data: listingActionData('contact', publicId) }], [{ text: texts.unsave, data: listingActionData('unsave', publicId) }]],
  }
}
