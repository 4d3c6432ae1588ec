import { carPrice, carTitle } from './car-card.js'
import type { Language } from './language.js'
import { escapeHtml } from './listing.js'
import { listingActionData } from './listing-action.js'

/** What the card needs of a post and the rows around it. */
export type ContactCardPost = {
  publicId: string
  messageId: number
  hasSourceMedia: boolean
  /** The owner may set contacts for a whole channel; they go before those found in the ad. */
  channel: { username: string | null; telegramId: bigint | null; phoneCiphertext: Uint8Array | null; sellerTelegramUsername: string | null }
  car: { brand: string | null; model: string | null; year: number | null; priceKopecks: bigint | null } | null
  sellerContact: { phoneCiphertext: Uint8Array | null; telegramUsername: string | null; otherContacts: string | null } | null
  /** Our own messages about it. */
  deliveries: readonly { chatId: bigint; messageIds: readonly number[]; withMedia: boolean }[]
}

export type ContactCardButton = { text: string } & ({ url: string } | { copyText: string } | { data: string })
export type ContactCard = { html: string; buttons: ContactCardButton[][] }

const words = {
  ru: {
    contacts: 'Контакты продавца:',
    none: 'Отдельных контактов в объявлении нет: напишите продавцу под исходным объявлением.',
    copy: 'Скопировать номер',
    write: 'Написать в Telegram',
    listing: 'Объявление в канале',
    source: 'Исходное объявление',
    save: '⭐ Сохранить',
    sold: '✅ Продано',
    complain: '⚠️ Пожаловаться',
  },
  en: {
    contacts: "The seller's contacts:",
    none: 'The ad names no contacts of its own: write to the seller under the original ad.',
    copy: 'Copy the number',
    write: 'Write on Telegram',
    listing: 'Listing in the channel',
    source: 'Original ad',
    save: '⭐ Save',
    sold: '✅ Sold',
    complain: '⚠️ Complain',
  },
} as const satisfies Record<Language, Record<string, string>>

type Reach = { phone: string | null; telegram: string | null; other: string | null }

/**
 * The message that hands out a seller's contacts, as Telegram HTML with its buttons. The number stands as plain E.164, which
 * Telegram's apps make tappable; a `tel:` button is refused by the Bot API (core.telegram.org/bots/api#inlinekeyboardbutton).
 * The source message is shown where it helps: ours came without its media, or there is no other way to the seller.
 */
export function contactCard(post: ContactCardPost, decryptPhone: (ciphertext: Uint8Array) => string, language: Language = 'ru'): ContactCard {
  const { channel, sellerContact } = post
  const ciphertext = channel.phoneCiphertext ?? sellerContact?.phoneCiphertext
  const reach: Reach = {
    phone: ciphertext ? decryptPhone(ciphertext) : null,
    telegram: (channel.sellerTelegramUsername ?? sellerContact?.telegramUsername)?.replace(/^@/, '') ?? null,
    other: sellerContact?.otherContacts ?? null,
  }
  return { html: `${header(post.car, language)}\n\n${contacts(reach, language)}`, buttons: buttonsOf(post, reach, language) }
}

/** Address of a message by its channel's id (bare, or with the Bot API's `-100`); opens for whoever may read the channel. */
export function messageUrl(channelId: bigint, messageId: number): string {
  return `https://t.me/c/${channelId.toString().replace(/^-100|^-/, '')}/${messageId}`
}

function header(car: ContactCardPost['car'], language: Language): string {
  return `🚗 <b>${escapeHtml(carTitle(car, language))}</b>\n💰 ${carPrice(car, language)}`
}

function contacts({ phone, telegram, other }: Reach, language: Language): string {
  const lines = [
    phone === null ? null : `📞 ${escapeHtml(phone)}`,
    telegram === null ? null : `✈️ ${escapeHtml(isUsername(telegram) ? `@${telegram}` : telegram)}`,
    other === null ? null : `✉️ ${escapeHtml(other.slice(0, 500))}`,
  ].filter((line) => line !== null)
  if (lines.length === 0) return words[language].none
  return `${words[language].contacts}\n${lines.join('\n')}`
}

function buttonsOf(post: ContactCardPost, { phone, telegram, other }: Reach, language: Language): ContactCardButton[][] {
  const { copy, write, listing: toListing, source: toSource, save, sold, complain } = words[language]
  const [listing] = post.deliveries
  const listingMessageId = listing?.messageIds[0]
  const hasNoContacts = phone === null && telegram === null && other === null
  const isSourceHelpful = hasNoContacts || (post.hasSourceMedia && !post.deliveries.some((delivery) => delivery.withMedia))
  const source = isSourceHelpful ? sourceUrl(post) : null
  const buttons: (ContactCardButton | null)[] = [
    phone === null ? null : { text: copy, copyText: phone },
    telegram === null || !isUsername(telegram) ? null : { text: write, url: `https://t.me/${telegram}` },
    listing && listingMessageId !== undefined ? { text: toListing, url: messageUrl(listing.chatId, listingMessageId) } : null,
    source === null ? null : { text: toSource, url: source },
  ]
  const actions = [
    [{ text: save, data: listingActionData('save', post.publicId) }],
    [
      { text: sold, data: listingActionData('sold', post.publicId) },
      { text: complain, data: listingActionData('complain', post.publicId) },
    ],
  ]
  return [...buttons.flatMap((button) => (button === null ? [] : [[button]])), ...actions]
}

function sourceUrl({ channel, messageId }: ContactCardPost): string | null {
  if (channel.username !== null) return `https://t.me/${channel.username.replace(/^@/, '')}/${messageId}`
  return channel.telegramId === null ? null : messageUrl(channel.telegramId, messageId)
}

/** A name outside Telegram's own rule makes no valid address and would have the whole message refused. */
function isUsername(name: string): boolean {
  return /^[A-Za-z]\w{3,31}$/.test(name)
}
