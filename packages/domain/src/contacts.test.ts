import { expect, test } from 'vitest'
import { containsContact, findContacts, maskContacts } from './contacts.js'
import { messageOrigin } from './message-origin.js'

const origin = (value: object) => messageOrigin.parse(value)

test('an origin without anything parses to empty lists and survives JSON', () => {
  const empty = origin({})
  expect(empty).toEqual({ links: [], mentions: [], buttons: [], contactCards: [] })
  expect(messageOrigin.parse(JSON.parse(JSON.stringify(empty)))).toEqual(empty)
})

test('phones, names and links are read wherever a message can carry them', () => {
  const contacts = findContacts('Писать @seller_one или 8 900 000-00-01', origin({
    links: [{ text: 'вотсап', url: 'https://wa.me/79000000002' }, { text: 'продавец', url: 'https://t.me/seller_two?start=1' }],
    buttons: [{ text: 'Позвонить', url: 'tel:+79000000003' }],
    mentions: [{ text: 'Иван', userId: '42' }],
    contactCards: [{ phone: '79000000004', firstName: 'Пётр' }],
    forwardedFrom: { username: 'auto_source', channelId: '1234', messageId: 7 },
  }))
  expect(contacts.phones.sort()).toEqual(['+79000000001', '+79000000002', '+79000000003', '+79000000004'])
  expect(contacts.telegramUsernames).toEqual(['seller_one', 'seller_two'])
  expect(contacts.other).toEqual(['tg://user?id=42', 'https://t.me/auto_source/7'])
})

test('a channel that only asks to be followed is no seller unless nobody else is named', () => {
  expect(findContacts('Звоните 89000000001\nПодписывайтесь на @auto_channel').telegramUsernames).toEqual([])
  expect(findContacts('Все авто в канале @auto_channel').telegramUsernames).toEqual(['auto_channel'])
})

test.each(['почта seller@mail.test', '@mail.ru', 'a@b', 'скидка 5@'])('no Telegram name is read in «%s»', (text) => {
  expect(findContacts(text).telegramUsernames).toEqual([])
})

test('one name in two spellings is one contact', () => {
  expect(findContacts('@Seller_One https://t.me/seller_one').telegramUsernames).toHaveLength(1)
})

test('masking leaves no contact behind and keeps the rest', () => {
  const text = 'Камри 2018, цена 2 350 000. Тел 8 900 000-00-01, +7 900 000 00 02, @seller_one, https://t.me/seller_one, seller@mail.test, тг: seller_two'
  const masked = maskContacts(text)
  expect(masked.text).toContain('Камри 2018, цена 2 350 000')
  expect(masked.text).toMatch(/\[PHONE_1\].*\[USERNAME_1\].*\[LINK_1\].*\[EMAIL_1\]/)
  expect(findContacts(masked.text)).toEqual({ phones: [], telegramUsernames: [], other: [] })
  expect(Object.values(masked.tokens)).toHaveLength(6)
})

test('prices and readings in a row are no phone and stay in what a model is shown', () => {
  const text = 'Камри 2.5, 143 000, 1 250 000, 2 ключа, 1 хозяин'
  expect(maskContacts(text)).toEqual({ text, tokens: {} })
})

test.each([
  'Звоните 8 900 000-00-01',
  'тел восемь девятьсот ноль ноль ноль ноль один',
  '8в9в0в0в1в2в3в4в5в6в7',
  '8 9ОО ООО ОО О1',
  'пишите в WhatsApp',
  'есть вотсап',
  'связь через телеграм',
  'канал t.me/abc',
  'ник @seller_one',
  'seller@mail.test',
  'сайт avto-test.ru',
  'в личку',
  '8 . 9 0 0 . 1 2 3 . 4 5 . 6 7',
  'плюс семь девятьсот, сто двадцать три, сорок пять, шестьдесят семь',
  'восемь-девять-ноль-ноль-один-два-три-четыре-пять-шесть-семь',
  '8\u200b900\u200b123\u200b45\u200b67',
  '8\u03369\u03360\u03360\u03361\u03362\u03363\u03364\u03365\u03366\u03367\u0336',
  '+7 (9OO) 123-45-67',
  '8️⃣9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣',
  '8 девятьсот 123 сорок пять 67',
  'WhаtsАpp есть',
  'ватсап на этом номере',
  'звони в любое время',
  'пиши в тг',
  'наберите меня',
  'свяжитесь с владельцем',
  'обращайтесь к Ивану',
  'для связи есть чат',
  'ник: ivan собака яндекс точка ру',
  'avto-test точка ру',
  'инст: avto_demo',
  'ссылка в профиле',
  'подписывайтесь',
  'заходите в наш канал',
  't . me / seller',
  'avto test . ru',
  'мой номер восемь девятьсот',
  'код 900, потом 123, дальше 45 и 67, а впереди 8: 8 900 123 тире 45 тире 67',
  'восемь и девять и ноль и ноль и один и два и три',
  '٨٩٠٠١٢٣٤٥٦٧',
  '8 (9OO) 1Z3-4S-B7',
  'avto-leak.store',
  'bit.ly/leak',
  'TG seller',
  'vk leak',
  'мессенджер подскажет',
  'найдёте меня в MAX',
])('«%s» holds a contact', (text) => {
  expect(containsContact(text)).toBe(true)
})

test.each([
  'Автомобиль в хорошем состоянии, двигатель 2.0 л, 150 л.с., 2015 год, пробег 120 000 км, цена 1 250 000 ₽.',
  'Два владельца, три ключа, пять мест, четыре новые шины и шесть подушек безопасности.',
  'В оснащении: климат-контроль, камера заднего вида, подогрев сидений.',
  'Громкая связь, три передачи вариатора, бесконтактный ключ, контрактный двигатель, тележка не нужна.',
  'Обратите внимание на описание: машина из Вологды, звонкий двигатель, 6 подушек. Мест 5. Торг. Место хранения тёплое.',
  'Пробег 95 000 км. Цена 2 150 000 ₽. В базе 4WD, ABS, ESP.',
  'Пробег 95 000 км и 2 комплекта колёс, а цена 1 250 000 ₽. В максимальной комплектации, объём 2.0, расход 8.5, Start-Stop.',
])('«%s» holds none', (text) => {
  expect(containsContact(text)).toBe(false)
})
