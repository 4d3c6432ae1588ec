import { expect, test } from 'vitest'
import { contactCard, messageUrl, type ContactCardPost } from './contact-card.js'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const decrypt = (ciphertext: Uint8Array): string => new TextDecoder().decode(ciphertext)

const post: ContactCardPost = {
  publicId: 'abc',
  messageId: 5,
  hasSourceMedia: true,
  channel: { username: 'cars', telegramId: 77n, phoneCiphertext: null, sellerTelegramUsername: null },
  car: { brand: 'Toyota', model: 'Camry <V70>', year: 2018, priceKopecks: 2_150_000_00n },
  sellerContact: { phoneCiphertext: bytes('+79000000001'), telegramUsername: 'seller_ivan', otherContacts: null },
  deliveries: [{ chatId: -1001000000001n, messageIds: [7, 8], withMedia: true }],
}
const noContacts = { phoneCiphertext: null, telegramUsername: null, otherContacts: null }
const actions = [
  [{ text: '⭐ Сохранить', data: 'save:abc' }],
  [{ text: '✅ Продано', data: 'sold:abc' }, { text: '⚠️ Пожаловаться', data: 'complain:abc' }],
]
const sourceButton = { text: 'Исходное объявление', url: 'https://t.me/cars/5' }

test('the card names car and price, and offers to copy the number, to write and to see our listing', () => {
  const card = contactCard(post, decrypt)
  expect(card.html).toBe('🚗 <b>Toyota Camry &lt;V70&gt;, 2018 г.</b>\n💰 2\u00a0150\u00a0000\u00a0₽\n\nКонтакты продавца:\n📞 +79000000001\n✈️ @seller_ivan')
  expect(card.buttons).toEqual([
    [{ text: 'Скопировать номер', copyText: '+79000000001' }],
    [{ text: 'Написать в Telegram', url: 'https://t.me/seller_ivan' }],
    [{ text: 'Объявление в канале', url: 'https://t.me/c/1000000001/7' }],
    ...actions,
  ])
})

test('the card speaks the language of its reader', () => {
  const { html, buttons } = contactCard(post, decrypt, 'en')
  expect(html).toContain("The seller's contacts:\n📞 +79000000001")
  expect(buttons.flat().map(({ text }) => text)).toEqual(['Copy the number', 'Write on Telegram', 'Listing in the channel', '⭐ Save', '✅ Sold', '⚠️ Complain'])
})

test("contacts the owner set for the channel go before the ad's own", () => {
  const channel = { ...post.channel, phoneCiphertext: bytes('+79000000002'), sellerTelegramUsername: '@dealer_desk' }
  const { html } = contactCard({ ...post, channel }, decrypt)
  expect(html).toContain('+79000000002\n✈️ @dealer_desk')
  expect(html).not.toContain('+79000000001')
})

test('a name Telegram would not take makes no button, so that the card is not refused', () => {
  const card = contactCard({ ...post, sellerContact: { ...noContacts, telegramUsername: 'ivan&co' } }, decrypt)
  expect(card.html).toContain('✈️ ivan&amp;co')
  expect(card.buttons.flat().map((button) => button.text)).toEqual(['Объявление в канале', '⭐ Сохранить', '✅ Продано', '⚠️ Пожаловаться'])
})

test('the source message is shown when it is the only way to the seller, or has the photos ours lacks', () => {
  const withoutContacts = contactCard({ ...post, sellerContact: noContacts }, decrypt)
  expect(withoutContacts.html).toContain('контактов в объявлении нет')
  expect(withoutContacts.buttons.flat()).toContainEqual(sourceButton)
  const withoutMedia = contactCard({ ...post, deliveries: [{ chatId: -1001000000001n, messageIds: [7], withMedia: false }] }, decrypt)
  expect(withoutMedia.buttons.flat()).toContainEqual(sourceButton)
})

test('a private source is addressed by its id, a post nobody read further still gives a card', () => {
  const bare: ContactCardPost = { ...post, channel: { ...post.channel, username: null }, car: null, sellerContact: null, deliveries: [] }
  const card = contactCard(bare, decrypt)
  expect(card.html).toContain('<b>Автомобиль</b>')
  expect(card.buttons).toEqual([[{ text: 'Исходное объявление', url: 'https://t.me/c/77/5' }], ...actions])
})

test.each([[-1001000000001n], [1000000001n]])('channel id %s gives the same address', (id) => {
  expect(messageUrl(id, 7)).toBe('https://t.me/c/1000000001/7')
})
