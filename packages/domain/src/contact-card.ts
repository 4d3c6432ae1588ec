import { escapeHtml } from './listing.js'
import { formatRubles } from './money.js'

/** What the card needs of a post and the rows around it. */
export type ContactCardPost = {
  messageId: number
  hasSourceMedia: boolean
  /** The owner may set contacts for a whole channel; they go before those found in the ad. */
  channel: { username: string | null; telegramId: bigint | null; phoneCiphertext: Uint8Array | null; sellerTelegramUsername: string | null }
  car: { brand: string | null; model: string | null; year: number | null; priceKopecks: bigint | null } | null
  sellerContact: { phoneCiphertext: Uint8Array | null; telegramUsername: string | null; otherContacts: string | null } | null
  /** Our own messages about it. */
  deliveries: readonly { chatId: bigint; messageIds: readonly number[]; withMedia: boolean }[]
}

export type ContactCardButton = { text: string } & ({ url: string } | { copyText: string })
export type ContactCard = { html: string; buttons: ContactCardButton[][] }

type Reach = { phone: string | null; telegram: string | null; other: string | null }

/**
 * The message that hands out a seller's contacts, as Telegram HTML with its buttons. The number stands as plain E.164, which
 * Telegram's apps make tappable; a `tel:` button is refused by the Bot API (core.telegram.org/bots/api#inlinekeyboardbutton).
 * The source message is shown where it helps: ours came without its media, or there is no other way to the seller.
 */
export function contactCard(post: ContactCardPost, decryptPhone: (ciphertext: Uint8Array) => string): ContactCard {
  const { channel, sellerContact } = post
  const ciphertext = channel.phoneCiphertext ?? sellerContact?.phoneCiphertext
  const reach: Reach = {
    phone: ciphertext ? decryptPhone(ciphertext) : null,
    telegram: (channel.sellerTelegramUsername ?? sellerContact?.telegramUsername)?.replace(/^@/, '') ?? null,
    other: sellerContact?.otherContacts ?? null,
  }
  return { html: `${header(post.car)}\n\n${contacts(reach)}`, buttons: buttonsOf(post, reach) }
}

/** Address of a message by its channel's id (bare, or with the Bot API's `-100`); opens for whoever may read the channel. */
export function messageUrl(channelId: bigint, messageId: number): string {
  return `https://t.me/c/${channelId.toString().replace(/^-100|^-/, '')}/${messageId}`
}

function header(car: ContactCardPost['car']): string {
  const name = [car?.brand ?? null, car?.model ?? null].filter((part) => part !== null).join(' ')
  const title = `${name === '' ? 'Автомобиль' : name}${car?.year ? `, ${car.year} г.` : ''}`
  const price = car?.priceKopecks ?? null
  return `🚗 <b>${escapeHtml(title)}</b>\n💰 ${price === null ? 'Цена: уточняйте у продавца' : formatRubles(Number(price))}`
}

function contacts({ phone, telegram, other }: Reach): string {
  const lines = [
    phone === null ? null : `📞 ${escapeHtml(phone)}`,
    telegram === null ? null : `✈️ ${escapeHtml(isUsername(telegram) ? `@${telegram}` : telegram)}`,
    other === null ? null : `✉️ ${escapeHtml(other.slice(0, 500))}`,
  ].filter((line) => line !== null)
  if (lines.length === 0) return 'Отдельных контактов в объявлении нет: напишите продавцу под исходным объявлением.'
  return `Контакты продавца:\n${lines.join('\n')}`
}

function buttonsOf(post: ContactCardPost, { phone, telegram, other }: Reach): ContactCardButton[][] {
  const [listing] = post.deliveries
  const listingMessageId = listing?.messageIds[0]
  const hasNoContacts = phone === null && telegram === null && other === null
  const isSourceHelpful = hasNoContacts || (post.hasSourceMedia && !post.deliveries.some((delivery) => delivery.withMedia))
  const source = isSourceHelpful ? sourceUrl(post) : null
  const buttons: (ContactCardButton | null)[] = [
    phone === null ? null : { text: 'Скопировать номер', copyText: phone },
    telegram === null || !isUsername(telegram) ? null : { text: 'Написать в Telegram', url: `https://t.me/${telegram}` },
    listing && listingMessageId !== undefined ? { text: 'Объявление в канале', url: messageUrl(listing.chatId, listingMessageId) } : null,
    source === null ? null : { text: 'Исходное объявление', url: source },
  ]
  return buttons.flatMap((button) => (button === null ? [] : [[button]]))
}

function sourceUrl({ channel, messageId }: ContactCardPost): string | null {
  if (channel.username !== null) return `https://t.me/${channel.username.replace(/^@/, '')}/${messageId}`
  return channel.telegramId === null ? null : messageUrl(channel.telegramId, messageId)
}

/** A name outside Telegram's own rule makes no valid address and would have the whole message refused. */
function isUsername(name: string): boolean {
  return /^[A-Za-z]\w{3,31}$/.test(name)
}
