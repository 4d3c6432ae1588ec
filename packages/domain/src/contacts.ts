import type { SellerContacts } from './car.js'
import { isSpelledPhone, spelledPhone } from './contains-contact.js'
import { messageOrigin, type MessageOrigin } from './message-origin.js'
import { findPhones, normalisePhone, plainDigits } from './phone.js'

export { containsContact } from './contains-contact.js'

const linkPattern = /(?:https?:\/\/|tg:\/\/|www\.)[^\s<>"«»)\]]+|(?<![\w@.])(?:t\.me|telegram\.me|wa\.me|vk\.com|instagram\.com|viber\.click|ok\.ru)\/[^\s<>"«»)\]]+/giu
const emailPattern = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu
const usernamePattern = /(?<![\w@./])@([a-z]\w{3,31})(?!\.(?:ru|com|net|org|su)\b)(?!\w)/giu
const namedTelegram = /(?<![\p{L}])(?:тг|телега|телеграм\p{L}*|telegram|tg)\s{0,2}[:\-–—]{0,2}\s{0,2}([a-z]\w{4,31})(?![\w.@])/giu
const notUsernames = new Set(['whatsapp', 'viber', 'telegram', 'instagram', 'avito', 'channel', 'https'])
const reservedPaths = new Set(['share', 'joinchat', 'addlist', 'addstickers', 'proxy', 'socks', 'iv', 'c', 's', 'login', 'boost', 'm'])
const advertising = /подпи[сш]|наш(?:а|и|его|ем|ему)?\s+(?:канал|групп|чат|бот)|все\s+авто\s+в\s+канал|больше\s+авто|реклам|каталог|чат\s+канала/iu

/** The seller's contacts in the text and in everything around it. Names of channels that only ask to be followed come last resort. */
export function findContacts(text: string, origin: MessageOrigin = messageOrigin.parse({})): SellerContacts {
  const found: Found = { phones: new Set(), names: new Set(), advertised: new Set(), other: new Set() }
  for (const card of origin.contactCards) addPhone(found, card.phone)
  const plain = plainDigits(text)
  for (const { phone } of findPhones(withoutLinks(plain))) found.phones.add(phone)
  for (const line of plain.split('\n')) readLine(found, line)
  for (const link of [...origin.links, ...origin.buttons]) readLink(found, link.url, advertising.test(link.text))
  for (const mention of origin.mentions) {
    if (mention.text.startsWith('@')) readLine(found, mention.text)
    else if (mention.userId) found.other.add(`tg://user?id=${mention.userId}`)
  }
  readForward(found, origin)
  const names = found.names.size > 0 || found.phones.size > 0 ? found.names : found.advertised
  return { phones: [...found.phones], telegramUsernames: [...names], other: [...found.other] }
}

type Found = { phones: Set<string>; names: Set<string>; advertised: Set<string>; other: Set<string> }

function readLine(found: Found, line: string): void {
  const names = advertising.test(line) ? found.advertised : found.names
  for (const match of line.matchAll(linkPattern)) readLink(found, match[0], names === found.advertised)
  for (const match of line.matchAll(emailPattern)) found.other.add(match[0])
  const rest = withoutLinks(line)
  for (const match of rest.matchAll(usernamePattern)) if (match[1]) addName(names, match[1])
  for (const match of rest.matchAll(namedTelegram)) if (match[1] && !notUsernames.has(match[1].toLowerCase())) addName(names, match[1])
}

function readLink(found: Found, url: string, isAdvertising: boolean): void {
  const clean = url.replace(/[.,;:!?]+$/, '')
  const phone = /^(?:tel:|(?:https?:\/\/)?(?:wa\.me|api\.whatsapp\.com|t\.me|web\.whatsapp\.com|viber\.click)\/(?:send\/?\?(?:.*&)?phone=)?|viber:\/\/\w+\?number=|whatsapp:\/\/send\?phone=)(?:\+|%2b)?(\d{10,15})/i.exec(clean)
  if (phone?.[1]) {
    addPhone(found, `+${phone[1].replace(/^8(?=\d{10}$)/, '7')}`)
    return
  }
  const names = isAdvertising ? found.advertised : found.names
  const resolve = /^tg:\/\/resolve\?(?:.*&)?domain=(\w{4,32})/i.exec(clean)
  if (resolve?.[1]) {
    addName(names, resolve[1])
    return
  }
  const name = /^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.me\/([a-z]\w{3,31})(?:\/(\d+))?\/?(?:\?.*)?$/i.exec(clean)
  if (name?.[1] && !reservedPaths.has(name[1].toLowerCase())) {
    if (name[2]) found.other.add(clean)
    else addName(names, name[1])
    return
  }
  if (!isAdvertising && /^(?:mailto:|(?:https?:\/\/)?(?:www\.)?(?:t\.me|telegram\.me|wa\.me|vk\.com|instagram\.com|ok\.ru|viber\.click)\/|tg:\/\/user)/i.test(clean)) found.other.add(clean.replace(/^mailto:/i, ''))
}

function readForward(found: Found, origin: MessageOrigin): void {
  const from = origin.forwardedFrom
  if (!from?.username) return
  if (!from.channelId) addName(found.names, from.username)
  else if (from.messageId !== undefined) found.other.add(`https://t.me/${from.username}/${from.messageId}`)
}

/** Telegram names ignore case: the first spelling stays. */
function addName(names: Set<string>, name: string): void {
  const lower = name.toLowerCase()
  for (const known of names) if (known.toLowerCase() === lower) return
  names.add(name)
}

function addPhone(found: Found, text: string): void {
  const phone = normalisePhone(text) ?? normalisePhone(`+${text.replace(/\D/g, '')}`)
  if (phone) found.phones.add(phone)
}

function withoutLinks(text: string): string {
  return text.replace(linkPattern, (link) => ' '.repeat(link.length))
}

/** What stood where: token → the text it replaced. */
export type MaskedText = { text: string; tokens: Record<string, string> }

/** Puts [PHONE_1], [USERNAME_1], [LINK_1], [EMAIL_1] in the place of every contact: what a model never saw it cannot repeat. */
export function maskContacts(text: string): MaskedText {
  const tokens: Record<string, string> = {}
  const counts = new Map<string, number>()
  const mask = (kind: string, value: string): string => {
    const known = Object.entries(tokens).find(([token, hidden]) => hidden === value && token.startsWith(`[${kind}_`))
    if (known) return known[0]
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    tokens[`[${kind}_${count}]`] = value
    return `[${kind}_${count}]`
  }
  let masked = plainDigits(text)
    .replace(linkPattern, (link) => mask('LINK', link))
    .replace(emailPattern, (email) => mask('EMAIL', email))
    .replace(usernamePattern, (name) => mask('USERNAME', name))
    .replace(namedTelegram, (phrase, name: string) => (notUsernames.has(name.toLowerCase()) ? phrase : phrase.replace(name, mask('USERNAME', name))))
  for (const mention of findPhones(masked).reverse()) {
    masked = masked.slice(0, mention.start) + mask('PHONE', masked.slice(mention.start, mention.end)) + masked.slice(mention.end)
  }
  // Two prices and a mileage in a row are digits alone: those are no phone.
  return { text: masked.replace(spelledPhone, (phrase) => (isSpelledPhone(phrase) ? mask('PHONE', phrase) : phrase)), tokens }
}
