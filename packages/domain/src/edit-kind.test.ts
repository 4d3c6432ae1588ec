import { expect, test } from 'vitest'
import { classifyEdit, type AdVersion, type EditKind } from './edit-kind.js'
import { messageOrigin, type MessageOrigin } from './message-origin.js'

const ad = 'Продаю Toyota Camry, 2018 год\nПробег 95 000 км, один владелец, не бита\nЦена 2 150 000 руб., Москва\nТел. +7 900 000-00-01'

function version(text: string, origin: Partial<MessageOrigin> = {}): AdVersion {
  return { text, origin: { ...messageOrigin.parse({}), ...origin } }
}

function edited(change: (text: string) => string): EditKind[] {
  return classifyEdit(version(ad), version(change(ad)))
}

test.each<[string, (text: string) => string, EditKind[]]>([
  ['another price', (text) => text.replace('2 150 000', '1 990 000'), ['price']],
  ['the same price spelt otherwise', (text) => text.replace('2 150 000 руб.', '2.150.000 руб.'), ['text']],
  ['a price in millions', (text) => text.replace('2 150 000 руб.', '1,9 млн руб.'), ['price']],
  ['no price any more', (text) => text.replace('Цена 2 150 000 руб.', 'Цена по запросу'), ['price', 'text']],
  ['another price and a word about it', (text) => text.replace('2 150 000 руб.', '1 990 000 руб., срочно'), ['price', 'text']],
  ['another phone', (text) => text.replace('00-01', '00-02'), ['contact']],
  ['one more phone', (text) => `${text}, +7 900 000-00-02`, ['contact']],
  ['a name at Telegram', (text) => `${text}\n@seller_test`, ['contact']],
  ['price and phone', (text) => text.replace('2 150 000', '1 990 000').replace('00-01', '00-02'), ['price', 'contact']],
  ['another mileage', (text) => text.replace('95 000 км', '96 000 км'), ['text']],
  ['another town', (text) => text.replace('Москва', 'Казань'), ['text']],
  ['sold', (text) => `ПРОДАНО\n${text}`, ['sold', 'text']],
  ['sold, everything else gone', () => 'Продана', ['price', 'contact', 'sold', 'text']],
  ['not sold', (text) => `${text}\nНе продано, звоните`, ['text']],
  ['reserved', (text) => `БРОНЬ\n${text}`, ['text']],
  ['two wheels sold', (text) => `${text}\nПродано 2 колеса`, ['text']],
  ['no pledge', (text) => `${text}\nАвто не в залоге`, ['text']],
  ['one more blank line', (text) => text.replace('\nТел', '\n\n  Тел'), []],
  ['an invisible character', (text) => text.replace('Москва', 'Моск\u200Bва'), []],
  ['nothing', (text) => text, []],
])('%s', (_name, change, kinds) => {
  expect(edited(change)).toEqual(kinds)
})

test('an ad that said sold before is not sold anew', () => {
  expect(classifyEdit(version(`Продана\n${ad}`), version(`Продана\n${ad}\nВсем спасибо`))).toEqual(['text'])
})

test('contacts count wherever they stand, and markup without any does not', () => {
  const link = { text: 'Написать', url: 'https://t.me/seller_test' }
  expect(classifyEdit(version(ad), version(ad, { links: [link] }))).toEqual(['contact'])
  expect(classifyEdit(version(ad), version(ad, { buttons: [link] }))).toEqual(['contact'])
  expect(classifyEdit(version(ad, { links: [link] }), version(ad, { buttons: [link] }))).toEqual([])
  expect(classifyEdit(version(ad), version(ad, { author: 'Мария' }))).toEqual([])
  expect(classifyEdit(version(ad), version(`${ad}\n@Seller_Test`, { links: [link] }))).toEqual(['contact'])
})

test('media count when a file was replaced, added or removed', () => {
  const [one, two] = [{ fileIds: ['1', '2'] }, { fileIds: ['1', '3'] }]
  expect(classifyEdit(version(ad, one), version(ad, two))).toEqual(['media'])
  expect(classifyEdit(version(ad, one), version(ad, { fileIds: ['1'] }))).toEqual(['media'])
  expect(classifyEdit(version(ad, { fileIds: [] }), version(ad, one))).toEqual(['media'])
  expect(classifyEdit(version(ad, one), version(ad, { fileIds: ['2', '1'] }))).toEqual([])
})

test('a version from before file ids were kept says nothing of media', () => {
  expect(classifyEdit(version(ad), version(ad, { fileIds: ['1'] }))).toEqual([])
})
