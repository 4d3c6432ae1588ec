import { prepareText } from './extraction/prepare-text.js'
import { quantitiesOf, type Quantity } from './extraction/quantities.js'
import { maskContacts } from './contacts.js'
import { plainDigits } from './phone.js'
import { spelledNumbers } from './spelled-numbers.js'

const numberWords: Record<string, number> = {
  ноль: 0, один: 1, одна: 1, одного: 1, одной: 1, одном: 1, одних: 1, единственный: 1, единственная: 1, первый: 1, первая: 1, первого: 1, два: 2, две: 2, двух: 2, двое: 2, второй: 2, вторая: 2, второго: 2, три: 3, трех: 3, трое: 3, третий: 3, третья: 3,
  четыре: 4, четырех: 4, четвертый: 4, пять: 5, пяти: 5, пятый: 5, шесть: 6, семь: 7, восемь: 8, девять: 9, десять: 10, полтора: 1.5, полторы: 1.5,
}

/** The numbers a text states, each in every reading it allows: as it stands and with its scale («180 т.км» is 180 and 180 000). The digits of a contact are no numbers. */
export function statedNumbers(source: string): { values: Set<number>; quantities: Quantity[] } {
  const text = prepareText(maskContacts(source).text.replace(/\[[A-Z]+_\d+\]/g, ' ')).text
  const quantities = quantitiesOf(text)
  const values = new Set<number>()
  for (const quantity of quantities) {
    values.add(quantity.value)
    const plain = Number(quantity.digits.replace(/[ '’]/g, '').replace(',', '.'))
    values.add(plain)
    // «2.0» is no twenty.
    if (quantity.isGrouped) values.add(Number(quantity.digits.replace(/[ .,'’]/g, '')))
    // «1 650.» as a sentence of its own is 1 650 000.
    if (quantity.isGrouped && quantity.scale === 1 && quantity.value < 100_000 && quantity.clauseBefore.trim() === '') values.add(quantity.value * 1000)
    if (quantity.scale === 1 && plain < 10_000) values.add(plain * 1000)
    if (quantity.isDecimal && quantity.scale === 1) values.add(Math.round(plain * 1_000_000))
  }
  for (const digits of plainDigits(text).match(/\d+(?:[.,]\d+)?/g) ?? []) values.add(Number(digits.replace(',', '.')))
  for (const { value } of spelledNumbers(text)) values.add(value)
  for (const word of text.match(/[а-я]+/g) ?? []) {
    const value = numberWords[word]
    if (value !== undefined) values.add(value)
  }
  if (/полтора\s+(?:млн|миллион|лям)/.test(text)) values.add(1_500_000)
  if (/пол(?:овин[а-я]+)?[- ]?(?:млн|миллион|лям)/.test(text)) values.add(500_000)
  for (const match of text.matchAll(/(?<!\d)(\d{2})(?= ?(?:г|год))/g)) if (match[1]) values.add(Number(match[1]) <= 30 ? 2000 + Number(match[1]) : 1900 + Number(match[1]))
  return { values, quantities }
}
