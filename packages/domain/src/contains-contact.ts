import { foldLookalikes } from './extraction/prepare-text.js'
import { findPhones, normalisePhone, plainDigits } from './phone.js'

const numberWord = String.raw`(?:ноль|нуль|нол[яь]|од(?:ин|на)|дв[ае]|три|четыре|пять|шесть|семь|восемь|девять|десять|\p{L}+надцать|двадцать|тридцать|сорок|\p{L}+десят|девяносто|сто|двести|триста|четыреста|\p{L}+сот|плюс|\d{1,3})`
/** Numerals in words or digits, one after another; whether they are a phone, isSpelledPhone says. */
export const spelledPhone = new RegExp(String.raw`(?<!\p{L})${numberWord}(?:[\s,.\-–—]{1,3}${numberWord}){5,}(?!\p{L})`, 'giu')
const brokenPhone = /(?<!\d)(?:\+?[78])?(?:[^\d\n]{0,3}\d){10,11}(?!\d)/gu
const singleDigits = /(?<!\d)\d(?:[^\d\n]{1,3}\d){8,}(?!\d)/u
/** Format characters, and strokes drawn through digits. */
const invisible = /\p{Cf}|\p{Me}|\u0332|\u0335|\u0336|\u0337|\u0338/gu
/** Ways to reach somebody by name, in Russian letters. */
const invitations =
  /в[оа][тц]?с?[\s.-]*апп?|вацап|уотс|вайбер|телеграм|телег[уае](?!\p{L})|(?<!\p{L})(?:в\s+)?(?:тг|лс|личк[уи]|личные сообщения|директ|вк|инст[ау]?|инстаграм\p{L}*|вконтакте)(?!\p{L})|мессенджер|(?<!\p{L})в\s+(?:max|макс[е]?)(?!\p{L})|(?<!\p{L})(?:по)?звон(?:и(?!т)|(?:ок|ки|ить)(?!\p{L}))|(?<!\p{L})(?:на)?пиши(?!т)|писать\s+(?:в|на|сюда|мне)|наберите|набирайте|маякн|свяжи|связаться|(?:для|на)\s+связи|обращайтесь|обратитесь|подпис(?:ыва|аться|ка)|подпиш|(?:наш|мо[йё])\p{L}{0,3}\s+(?:канал|групп|чат|бот)|номер\s+(?:телефона|продавца|владельца|в\s)|(?:мой|его|ее|её)\s+номер|по\s+телефону|телефон\s*[:№]|тел\.\s|(?:профил|шапк|закреп|описани)\p{L}*\s+(?:канал|профил|есть\s+(?:номер|контакт|ссылк))|ссылк\p{L}*\s+(?:в|на)\s|(?<!\p{L})контакт(?:ы|ам|ный\s+(?:номер|телефон))?(?!\p{L})|точка\s+(?:ру|ком|рф|ми|ме|нет|орг)(?!\p{L})|(?<!\p{L})(?:собака|эт)\s+\p{L}+\s*(?:точка|\.)|(?<!\p{L})(?:гугл|яндекс|мейл|маил|gmail)\s*[.,]?\s*(?:точка|ком|ру)(?!\p{L})/iu
/** Links, names and messengers in Latin letters, Russian look-alikes read as Latin. */
const addresses = /whats\s*app|viber|telegram|(?<![a-z])(?:inst|insta|instagram|skype|imo|signal|discord)(?![a-z])|@|(?<![a-z])t\s*[.,]\s*me(?![a-z])|wa\.me|https?\s*:|www\s*\.|(?<![a-z])(?:tg|vk)(?![a-z])|(?<![a-z])wa\s*[:/]|(?<![a-z\d])[a-z\d-]{2,}\s?\.\s?(?:ru|com|me|net|org|su|io|info|biz|shop|pro|online|site)(?![a-z])/iu
const russianDomain = /[а-яa-z0-9-]+\.(?:рф|ру|ком)(?!\p{L})/iu
/** Any address with a dot, as people type it: in lower case. */
const domain = /(?<![\w@-])[a-z\d-]*[a-z][a-z\d-]*\.[a-z]{2,12}(?![a-z\d])/u
const homoglyphDigits: Record<string, string> = { о: '0', o: '0', О: '0', O: '0', з: '3', З: '3', б: '6', l: '1', I: '1', i: '1', '|': '1', '!': '1', ч: '4', Ч: '4', S: '5', s: '5', B: '8', В: '8', Z: '2', z: '2', g: '9', q: '9' }
const drawnDigits = /(?<!\p{L})[+\dоoОOзЗбlIi|!чЧSsBВZzgq][\dоoОOзЗбlIi|!чЧSsBВZzgq\s().-]{8,}(?!\p{L})/gu
/** What is said between the digits of a number that is read out. */
const betweenDigits = /(?<!\p{L})(?:тире|дефис|пробел|скобка|потом|дальше|далее|затем|и|а|ещё|еще|код)(?!\p{L})|[,:;…]/giu

/**
 * Strict: true for anything by which a seller could be reached, also numbers spelt in words, drawn with letters, read out with words between or written in the digits of another
 * script. For texts we publish; prefers a false alarm.
 */
export function containsContact(text: string): boolean {
  const plain = plainDigits(text.replace(invisible, '')).replaceAll('ё', 'е')
  if (/[^\P{Nd}0-9]/u.test(plain) || invitations.test(plain) || russianDomain.test(plain) || domain.test(plain)) return true
  if (addresses.test(plain) || addresses.test(foldLookalikes(plain.toLowerCase()))) return true
  return holdsPhone(plain) || holdsPhone(plain.replace(betweenDigits, ' ').replace(/ {2,}/g, ' '))
}

function holdsPhone(plain: string): boolean {
  if (findPhones(plain).length > 0 || singleDigits.test(plain) || plain.match(spelledPhone)?.some(isSpelledPhone)) return true
  const swapped = plain.replace(drawnDigits, (run) => run.replace(/[^\d\s+().-]/gu, (letter) => homoglyphDigits[letter] ?? letter))
  if (swapped !== plain && findPhones(swapped).length > 0) return true
  return [...swapped.matchAll(brokenPhone)].some((match) => /^[+]?[78]?\D*9/.test(match[0].trim()) && normalisePhone(match[0]) !== null)
}

/** Six numerals in a row, a word among them. */
export function isSpelledPhone(phrase: string): boolean {
  return phrase.split(/[\s,.\-–—]+/).length >= 6 && /\p{L}/u.test(phrase)
}
