import { expect, test } from 'vitest'
import { phraseOf, phrasesOf, withoutPhrases } from './standing-phrases.js'

const signature = ['🔥 Лучшие авто города — только у нас! 🔥', '👉 Подписывайтесь на наш канал @avto_demo', 'Звоните: +7 900 000-00-01, Иван', 'Кредит, лизинг, трейд-ин за один день']
const ad = ['Toyota Camry, 2018', 'Пробег 95 000 км', 'Не бита, не крашена', 'Торг у капота', 'Москва', 'Цена 2 150 000 ₽']
const phrases = new Set(phrasesOf(signature.join('\n')))
const known = (phrase: string): boolean => phrases.has(phrase)

test.each(ad)('«%s» tells something of the car and is no phrase, however often it is written', (line) => {
  expect(phraseOf(line)).toBeNull()
})

test('a signature is known again whatever emoji, blanks, dashes and look-alike letters it is drawn with', () => {
  expect(phraseOf('лучшие  авто города - только у нас')).toBe(phraseOf(signature[0] ?? ''))
  expect(phraseOf('Лучшиe aвто города только у нас!!!')).toBe(phraseOf(signature[0] ?? ''))
  expect(phraseOf('—')).toBeNull()
})

test('what the channel writes under every ad is cut, every word of the ad itself stays, and so does the way to the seller', () => {
  const text = withoutPhrases([...ad, '', ...signature].join('\n'), known)
  expect(text).toBe([...ad, '', '+79000000001'].join('\n'))
})

test('a text of nothing but phrases, and one without any, stay as they are', () => {
  expect(withoutPhrases(signature.join('\n'), known)).toBe(signature.join('\n'))
  expect(withoutPhrases(ad.join('\n'), known)).toBe(ad.join('\n'))
})
