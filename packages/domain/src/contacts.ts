import type { SellerContacts } from './car.js'
import { foldLookalikes } from './extraction/prepare-text.js'
import { messageOrigin, type MessageOrigin } from './message-origin.js'
import { findPhones, normalisePhone, plainDigits } from './phone.js'

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
  return { text: masked.replace(spelledPhone, (phrase) => (isSpelled(phrase) ? mask('PHONE', phrase) : phrase)), tokens }
}

const numberWord = String.raw`(?:ноль|нуль|нол[яь]|од(?:ин|на)|дв[ае]|три|четыре|пять|шесть|семь|восемь|девять|десять|\p{L}+надцать|двадцать|тридцать|сорок|\p{L}+десят|девяносто|сто|двести|триста|четыреста|\p{L}+сот|плюс|\d{1,3})`
const spelledPhone = new RegExp(String.raw`(?<!\p{L})${numberWord}(?:[\s,.\-–—]{1,3}${numberWord}){5,}(?!\p{L})`, 'giu')
const brokenPhone = /(?<!\d)(?:\+?[78])?(?:[^\d\n]{0,3}\d){10,11}(?!\d)/gu
const singleDigits = /(?<!\d)\d(?:[^\d\n]{1,3}\d){8,}(?!\d)/u
/** Format characters, and strokes drawn through digits. */
const invisible = /\p{Cf}|\p{Me}|\u0332|\u0335|\u0336|\u0337|\u0338/gu
/** Ways to reach somebody by name, in Russian letters. */
const invitations =
  /в[оа][тц]?с?[\s.-]*апп?|вацап|уотс|вайбер|телеграм|телег[уае](?!\p{L})|(?<!\p{L})(?:в\s+)?(?:тг|лс|личк[уи]|личные сообщения|директ|вк|инст[ау]?|инстаграм\p{L}*|вконтакте)(?!\p{L})|(?<!\p{L})(?:по)?звон(?:и(?!т)|(?:ок|ки|ить)(?!\p{L}))|(?<!\p{L})(?:на)?пиши(?!т)|писать\s+(?:в|на|сюда|мне)|наберите|набирайте|маякн|свяжи|связаться|(?:для|на)\s+связи|обращайтесь|обратитесь|подпис(?:ыва|аться|ка)|подпиш|(?:наш|мо[йё])\p{L}{0,3}\s+(?:канал|групп|чат|бот)|номер\s+(?:телефона|продавца|владельца|в\s)|(?:мой|его|ее|её)\s+номер|по\s+телефону|телефон\s*[:№]|тел\.\s|(?:профил|шапк|закреп|описани)\p{L}*\s+(?:канал|профил|есть\s+(?:номер|контакт|ссылк))|ссылк\p{L}*\s+(?:в|на)\s|(?<!\p{L})контакт(?:ы|ам|ный\s+(?:номер|телефон))?(?!\p{L})|точка\s+(?:ру|ком|рф|ми|ме|нет|орг)(?!\p{L})|(?<!\p{L})(?:собака|эт)\s+\p{L}+\s*(?:точка|\.)|(?<!\p{L})(?:гугл|яндекс|мейл|маил|gmail)\s*[.,]?\s*(?:точка|ком|ру)(?!\p{L})/iu
/** Links, names and messengers in Latin letters, Russian look-alikes read as Latin. */
const addresses = /whats\s*app|viber|telegram|(?<![a-z])(?:inst|insta|instagram|skype|imo|signal|discord)(?![a-z])|@|(?<![a-z])t\s*[.,]\s*me(?![a-z])|wa\.me|https?\s*:|www\s*\.|tg:|(?<![a-z\d])[a-z\d-]{2,}\s?\.\s?(?:ru|com|me|net|org|su|io|info|biz|shop|pro|online|site)(?![a-z])/iu
const russianDomain = /[а-яa-z0-9-]+\.(?:рф|ру|ком)(?!\p{L})/iu
const homoglyphDigits: Record<string, string> = { о: '0', o: '0', О: '0', O: '0', з: '3', З: '3', б: '6', l: '1', I: '1', ч: '4', Ч: '4' }

/** Strict: true for anything by which a seller could be reached, also numbers spelt in words or drawn with letters. For texts we publish; prefers a false alarm. */
export function containsContact(text: string): boolean {
  const plain = plainDigits(text.replace(invisible, '')).replaceAll('ё', 'е')
  if (invitations.test(plain) || russianDomain.test(plain) || addresses.test(plain) || addresses.test(foldLookalikes(plain.toLowerCase()))) return true
  if (findPhones(plain).length > 0 || singleDigits.test(plain) || plain.match(spelledPhone)?.some(isSpelled)) return true
  const swapped = plain.replace(/(?<!\p{L})[+\dоoОOзЗбlIчЧ][\dоoОOзЗбlIчЧ\s().-]{8,}(?!\p{L})/gu, (run) => run.replace(/\p{L}/gu, (letter) => homoglyphDigits[letter] ?? letter))
  if (swapped !== plain && findPhones(swapped).length > 0) return true
  return [...swapped.matchAll(brokenPhone)].some((match) => /^[+]?[78]?\D*9/.test(match[0].trim()) && normalisePhone(match[0]) !== null)
}

/** Six numerals in a row, a word among them. */
function isSpelled(phrase: string): boolean {
  return phrase.split(/[\s,.\-–—]+/).length >= 6 && /\p{L}/u.test(phrase)
}
