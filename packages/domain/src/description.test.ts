import { expect, test } from 'vitest'
import { noFacts } from './car.js'
import { checkDescription, composeDescription } from './description.js'
import { extractByRules } from './extraction/extract-by-rules.js'
import { telegramAds } from './extraction/telegram-ads.fixture.js'

const source = 'Продам Kia Rio 2014, пробег 143 т.км, не битая, два комплекта колёс, кондиционер, масло меняли каждые 8 000 км. Продаю в связи с переездом. Тел 89000000001'
const good = 'Опрятный автомобиль ищет нового владельца из-за смены города у прежнего хозяина. Есть сезонная резина, исправный кондиционер, за техникой следили.'.replace('ищет нового владельца из-за', 'отдают по причине').replace('у прежнего хозяина', 'проживания')

test('a description in own words about what the post says passes', () => {
  expect(checkDescription(good, source)).toEqual({ ok: true })
})

test.each([
  ['a number the source lacks', `${good} Расход 7 литров.`, 'числа'],
  ['a number with an invented scale', `${good} Пробег 140 тысяч.`, 'числа'],
  ['a phone', `${good} 89000000001`, 'контакт'],
  ['a spelt phone', `${good} Восемь девятьсот ноль ноль ноль ноль один.`, 'контакт'],
  ['a call to write', `${good} Пишите в вотсап.`, 'контакт'],
  ['a link', `${good} Подробнее t.me/abc`, 'контакт'],
  ['owners nobody named', `${good} Один владелец.`, 'владельцев'],
  ['paint nobody named', `${good} Кузов не крашен.`, 'краске'],
  ['an Autoteka nobody named', `${good} Проверено по Автотеке.`, 'Автотеке'],
  ['a guarantee nobody gave', `${good} На гарантии.`, 'гарантии'],
  ['another car', `${good} Едет лучше, чем Toyota.`, 'другая машина'],
  ['a mask', `${good} [PHONE_1]`, 'метка'],
  ['markup', `${good} <b>Срочно</b>`, 'разметка'],
  ['English', 'A very tidy car in good condition with winter tyres and air conditioning.', 'не по-русски'],
  ['a copy of the source', 'Не битая, два комплекта колёс, кондиционер, масло меняли каждые 8 000 км. Продаю в связи с переездом.', 'похоже'],
  ['too long a text', `${good} `.repeat(9), 'длиннее'],
  ['nothing', ' ', 'пустое'],
])('%s is refused and named', (_name, text, fault) => {
  const check = checkDescription(text, source)
  expect(check.ok ? '' : check.faults.join('; ')).toContain(fault)
})

test('a claim of no accidents passes only with ground', () => {
  const text = 'Кузов целый, в авариях машина не была, без ДТП, за состоянием следили все годы.'
  expect(checkDescription(text, 'Продам Рио. Без ДТП, ухожена').ok).toBe(true)
  expect(checkDescription(text, 'Продам Рио. Ухожена').ok).toBe(false)
})

test('a text composed from the fields never holds a contact or a number that the fields lack', () => {
  for (const item of telegramAds) {
    if (item.label !== 'selling') continue
    const text = composeDescription(extractByRules(item.text).facts)
    const check = checkDescription(text, item.text)
    const faults = check.ok ? [] : check.faults.filter((fault) => /контакт|числа|пустое|другая/.test(fault))
    expect({ id: item.id, text, faults }).toEqual({ id: item.id, text, faults: [] })
  }
})

test('an equipment that hides a contact is left out', () => {
  expect(composeDescription({ ...noFacts(), equipment: 'люк, пишите @seller_one' })).toBe('Цену уточняйте у продавца.')
})
