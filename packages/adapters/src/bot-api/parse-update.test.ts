import { expect, test } from 'vitest'
import { parseUpdate } from './parse-update.js'

const from = { id: 700_000_001, is_bot: false, first_name: 'Анна', language_code: 'ru' }
const chat = { id: 700_000_001, type: 'private' }
const person = { telegramId: 700_000_001n, username: null, firstName: 'Анна', languageCode: 'ru' }

test('texts, presses and inline queries are read in our words, NULs left out', () => {
  expect(parseUpdate({ update_id: 1, message: { message_id: 5, date: 1, chat, from, text: '/start\u0000 x' } })).toEqual({ kind: 'text', from: person, chatId: 700_000_001n, messageId: 5, text: '/start x', html: '/start x' })
  expect(parseUpdate({ update_id: 2, callback_query: { id: '9', from, chat_instance: '1', data: 'buy:monthly' } })).toEqual({ kind: 'callback', from: person, callbackId: '9', chatId: null, messageId: null, data: 'buy:monthly' })
  expect(parseUpdate({ update_id: 3, inline_query: { id: '7', from, query: 'camry', offset: '' } })).toEqual({ kind: 'inline', from: person, queryId: '7', query: 'camry', offset: '' })
})

test('a photo, an album with words and a voice message are texts; what Telegram writes into a chat, and further photos of an album, are nothing', () => {
  const sent = { message_id: 5, date: 1, chat, from }
  const text = (given: object): unknown => parseUpdate({ update_id: 1, message: { ...sent, ...given } })
  const read = { kind: 'text', from: person, chatId: 700_000_001n, messageId: 5 }
  expect(text({ photo: [{}], caption: 'BMW X5' })).toEqual({ ...read, text: 'BMW X5', html: 'BMW X5' })
  expect(text({ voice: {} })).toEqual({ ...read, text: '', html: '' })
  expect(text({ photo: [{}], media_group_id: '1', caption: 'BMW' })).toEqual({ ...read, text: 'BMW', html: 'BMW' })
  for (const given of [{ photo: [{}], media_group_id: '1' }, { pinned_message: {} }, { photo: null }, { photo: 'x' }]) expect(text(given)).toBeNull()
})

test('the buttons under a pressed message are read, those of other kinds leave all of them out', () => {
  const buttons = [[{ text: 'a', callback_data: 'save:x' }, { text: 'b', url: 'https://t.me/x' }], [{ text: 'c', copy_text: { text: '1' } }]]
  const press = (inline_keyboard: unknown): unknown => parseUpdate({ update_id: 2, callback_query: { id: '9', from, chat_instance: '1', data: 'x', message: { message_id: 3, date: 1, chat, reply_markup: { inline_keyboard } } } })
  const read = { kind: 'callback', from: person, callbackId: '9', chatId: 700_000_001n, messageId: 3, data: 'x' }
  expect(press(buttons)).toEqual({ ...read, keyboard: [[{ text: 'a', data: 'save:x' }, { text: 'b', url: 'https://t.me/x' }], [{ text: 'c', copyText: '1' }]] })
  expect(press([[{ text: 'a', pay: true }]])).toEqual(read)
})

test.each([
  null,
  undefined,
  7,
  'text',
  [],
  {},
  { update_id: 1 },
  { update_id: 1, message: null },
  { update_id: 1, message: {} },
  { update_id: 1, message: { message_id: 1, date: 1, chat, text: 'no sender' } },
  { update_id: 1, message: { message_id: 1, date: 1, from, text: 'no chat' } },
  { update_id: 1, message: { message_id: 'x', date: 1, chat, from, text: 'x' } },
  { update_id: 1, message: { message_id: 1, date: 1, chat, from: { ...from, id: 0.5 }, text: 'x' } },
  { update_id: 1, message: { message_id: 1, date: 1, chat, from: { ...from, id: -5 }, text: 'x' } },
  { update_id: 1, message: { message_id: 1, date: 1, chat: { id: -100, type: 'group' }, from, text: 'x' } },
  { update_id: 1, message: { message_id: 1, date: 1, chat, from: { ...from, is_bot: true }, text: 'x' } },
  { update_id: 1, message: { message_id: 1, date: 1, chat, from, text: { toString: 'x' } } },
  { update_id: 1, callback_query: { id: '1', from } },
  { update_id: 1, callback_query: { id: '1', from, data: 5 } },
  { update_id: 1, inline_query: { id: '1', from, query: 5 } },
  { update_id: 1, my_chat_member: { chat, from } },
  { update_id: 1, poll_answer: { poll_id: '1' } },
])('a malformed or useless update is nothing, and no error: %j', (raw) => {
  expect(parseUpdate(raw)).toBeNull()
})
