import type { OutgoingMedia } from '@cars-bot/adapters/bot-api'
import { containsContact, contactUrl, escapeHtml, findContacts, messageOrigin, noFacts, renderListing, renderWithdrawnListing } from '@cars-bot/domain'
import type { CarModel, ChannelModel, PostMediaModel, PostModel, SellerContactModel } from '@cars-bot/platform'
import type { App } from '../app.js'
import { factsOfCar } from './facts-of-car.js'

export type ListedPost = PostModel & { car: CarModel; sellerContact: SellerContactModel | null; channel: ChannelModel }
export type PublishablePost = ListedPost & { media: PostMediaModel[] }

export type ListingDraft =
  | { kind: 'listing'; html: string; media: { mediaId: string; outgoing: OutgoingMedia }[] }
  /** A contact of the seller would come out: nothing is sent. */
  | { kind: 'leak' }

const mostItems = 10
const captionLimit = 1_024
const textLimit = 4_096

type DraftingApp = Pick<App, 'media' | 'botUsername' | 'phones'>

/** The listing as it would be sent: our own media from the store, at most ten in order, and our own text, checked once more for any contact. */
export async function draftListing(app: DraftingApp, post: PublishablePost, { withVideos }: { withVideos: boolean }): Promise<ListingDraft> {
  const media = await outgoingMedia(app, withVideos ? post.media : post.media.filter((item) => item.kind !== 'VIDEO'))
  const html = listingText(app, post, { withMedia: media.length > 0 })
  return html === null ? { kind: 'leak' } : { kind: 'listing', html, media }
}

/** The text of the listing under media or alone. Null: a contact of the seller would come out. */
export function listingText(app: Pick<App, 'botUsername' | 'phones'>, post: ListedPost, { withMedia }: { withMedia: boolean }): string | null {
  const previous = post.car.previousPriceKopecks
  const html = renderListing(
    {
      facts: factsOfCar(post.car),
      previousPriceKopecks: previous === null ? null : Number(previous),
      description: post.car.description,
      contactUrl: contactUrl(app.botUsername, post.publicId),
      publishedWithMedia: withMedia,
      sourceHasMedia: post.hasSourceMedia,
    },
    { limit: withMedia ? captionLimit : textLimit },
  )
  return leaks(app, post, html) ? null : html
}

/** The text of a listing whose car is to be had no more. Without the car where its facts hold a contact. */
export function withdrawnText(app: Pick<App, 'phones'>, post: ListedPost): string {
  const isSold = post.withdrawalReason === 'SOLD'
  const html = renderWithdrawnListing({ facts: factsOfCar(post.car), isSold })
  return leaks(app, post, html) ? renderWithdrawnListing({ facts: noFacts(), isSold }) : html
}

async function outgoingMedia(app: Pick<App, 'media'>, items: readonly PostMediaModel[]): Promise<{ mediaId: string; outgoing: OutgoingMedia }[]> {
  const found: { mediaId: string; outgoing: OutgoingMedia }[] = []
  for (const item of items) {
    if (found.length === mostItems) break
    const { id, status, contentHash, botFileId } = item
    const kind = item.kind === 'PHOTO' ? 'photo' : 'video'
    if (botFileId) found.push({ mediaId: id, outgoing: { kind, fileId: botFileId } })
    else if (status === 'STORED' && contentHash && (await app.media.has(contentHash))) {
      found.push({ mediaId: id, outgoing: { kind, path: app.media.path(contentHash), mimeType: item.mimeType ?? 'application/octet-stream' } })
    }
  }
  return found
}

/** Any contact in the visible words, or any of this seller's own wherever it hides. */
function leaks(app: Pick<App, 'phones'>, post: ListedPost, html: string): boolean {
  // Two prices side by side may look like one phone number.
  const words = html.replace(/<a href="[^"]*">[^<]*<\/a>/g, '').replace(/<[^>]*>/g, '').replace(/цена снижена: [\d\s]+→[\d\s]+₽/, '')
  const digits = words.replace(/\D/g, '')
  const { phones, telegramUsernames } = findContacts(post.text, messageOrigin.parse(post.origin))
  const own = [post.sellerContact?.phoneCiphertext, post.channel.phoneCiphertext].flatMap((ciphertext) => (ciphertext ? [app.phones.decrypt(ciphertext)] : []))
  const names = [...telegramUsernames, post.sellerContact?.telegramUsername ?? '', post.channel.sellerTelegramUsername ?? ''].map((name) => name.replace(/\W/g, '')).filter(Boolean)
  const hasPhone = [...phones, ...own].some((phone) => digits.includes(phone.replace(/\D/g, '').slice(-10)))
  // A seller may be called as the car is: @camry is no leak in a Camry's own name.
  const free = [post.car.brand, post.car.model].reduce((rest: string, name) => (name ? rest.replaceAll(escapeHtml(name), ' ') : rest), words).toLowerCase()
  const hasName = names.some((name) => new RegExp(`(?<![a-z0-9_])${name.toLowerCase()}(?![a-z0-9_])`).test(free))
  return hasPhone || hasName || containsContact(words)
}
