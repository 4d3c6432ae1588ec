import { expect, test } from 'vitest'
import { findPhones, normalisePhone } from './phone.js'

test.each(['+79000000001', '89000000001', '79000000001', '9000000001', '8 (900) 000-00-01', '+7 900 000 00 01', '+7(900)0000001', '8-900-000-00-01', '8.900.000.00.01', ' 8 900 0000001 доб. 5', '8️⃣9️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣1️⃣'])('%s is one number', (text) => {
  expect(normalisePhone(text)).toBe('+79000000001')
})

test.each([['+375 29 000-00-22', '+375290000022'], ['8 10 375 29 000 00 22', '+375290000022'], ['+7 701 000 00 21', '+77010000021'], ['+49 170 0000000', '+491700000000']])('%s is %s', (text, phone) => {
  expect(normalisePhone(text)).toBe(phone)
})

test.each(['', '123', '1 250 000', '2015', '+7 123 456 78 90', '8 000 000 00 00', '12345678901234567'])('%s is no number', (text) => {
  expect(normalisePhone(text)).toBeNull()
})

test.each(['Цена 1 250 000 2015 год', 'пробег 180 000 цена 950 000', 'цена 990 000 2015 г.в.', 'VIN XTA210990Y2766389', 'ИНН 7707083893', 'арт. 9012345678901', '2015-2016 120 000'])('no phone is read in «%s»', (text) => {
  expect(findPhones(text)).toEqual([])
})

test.each([['т.89000000001'], ['ТЕЛ89000000001'], ['тел восемь девятьсот 000 00 01'], ['8 девятьсот ноль ноль ноль 00 01'], ['пробег 76 000. 905 000 без торга. 89000000001'], ['1 990 000. 8900 0000001'], ['74 / 8-900-000-00-01']])('one phone is read in «%s»', (text) => {
  expect(findPhones(text).map(({ phone }) => phone)).toEqual(['+79000000001'])
})

test('every number of a text is found with its place', () => {
  const text = 'Тел. 8-900-000-00-01, вотсап +7 (900) 000 00 02'
  expect(findPhones(text).map(({ phone, start, end }) => [phone, text.slice(start, end)])).toEqual([['+79000000001', '8-900-000-00-01'], ['+79000000002', '+7 (900) 000 00 02']])
})
