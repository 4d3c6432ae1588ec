import { findContacts } from './contacts.js'
import { extractByRules } from './extraction/extract-by-rules.js'
import { prepareText } from './extraction/prepare-text.js'

const shortest = 4
/** What is told of this very car, however often the channel's other cars have the same said of them. */
const ofTheCar =
  /дтп|авари|бит[аоы]|бита?я|крас|крашен|владел|хозя|собственник|состояни|торг|птс|ключ|резин|шин|колес|диск|комплект|масл|вложен|пробег|двигател|мотор|коробк|акпп|мкпп|подвеск|кузов|климат|кондиц|подогрев|камер|налог|штраф|залог|огранич|ремонт|рж[аы]в|сервисн|обслуж|обмен[ая]|срочно|цен[аеуы]|стоимост|год[ау]?(?![а-я])/

/**
 * A line as it is compared with the channel's other lines: its letters and digits, in lower case. Null when it is too short to be a signature or a slogan, or
 * tells something of the car itself: such a line never becomes a standing phrase.
 */
export function phraseOf(line: string): string | null {
  const phrase = keyOf(line)
  if ((phrase.match(/\p{L}/gu)?.length ?? 0) < shortest && !/\d{7}/.test(phrase.replaceAll(' ', ''))) return null
  return ofTheCar.test(prepareText(line).text) || statesFact(line) ? null : phrase
}

/** The different phrases of a text, in order. */
export function phrasesOf(text: string): string[] {
  return [...new Set(text.split('\n').flatMap((line) => phraseOf(line) ?? []))]
}

/** The text without the lines that are known phrases. A seller's phone or name in such a line stays, alone: whether an ad names a seller tells what it is. */
export function withoutPhrases(text: string, isPhrase: (phrase: string) => boolean): string {
  const lines = text.split('\n').map((line) => ({ line, isStanding: isPhrase(keyOf(line)) }))
  if (lines.every(({ isStanding }) => !isStanding)) return text
  // A post of nothing but standing phrases is read as it stands.
  if (lines.every(({ line, isStanding }) => isStanding || line.trim() === '')) return text
  return lines.flatMap(({ line, isStanding }) => (isStanding ? contactsOf(line) : [line])).join('\n').replace(/\n{3,}/g, '\n\n').trim()
}

function keyOf(line: string): string {
  return (prepareText(line).text.match(/[\p{L}\d]+/gu) ?? []).join(' ')
}

function contactsOf(line: string): string[] {
  const { phones, telegramUsernames } = findContacts(line)
  const isAdvertising = /подпис|канал|групп|чат|реклам/iu.test(line)
  const contacts = [...phones, ...(isAdvertising ? [] : telegramUsernames.map((name) => `@${name}`))]
  return contacts.length === 0 ? [] : [contacts.join(', ')]
}

function statesFact(line: string): boolean {
  return Object.values(extractByRules(line).facts).some((fact) => fact !== null)
}
