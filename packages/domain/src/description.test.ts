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
  ['a number in words', `${good} Под капотом двести пятьдесят лошадей.`, 'числа'],
  ['a number within a word', `${good} Диски R22.`, 'числа 22'],
  ['letters of a third script', `${good} 好車`, 'не по-русски'],
  ['a year in words', `${good} Собрана в две тысячи двадцатом.`, 'числа'],
  ['a mileage in words', `${good} Прошла сорок тысяч.`, 'числа'],
  ['another Slavic language', 'Дуже гарний автомобіль, їздила родина, стан чудовий, усі рідини замінено вчасно.', 'не по-русски'],
  ['markup of messengers', `${good} **Срочно**`, 'разметка'],
  ['an entity', `${good} Цена&nbsp;низкая.`, 'разметка'],
  ['a clean history nobody named', `${good} Чистая история.`, 'юридической'],
  ['a mileage said to be true', `${good} Пробег родной.`, 'настоящем пробеге'],
  ['first hands', `${good} Куплена из первых рук.`, 'владельцев'],
])('%s is refused and named', (_name, text, fault) => {
  const check = checkDescription(text, source)
  expect(check.ok ? '' : check.faults.join('; ')).toContain(fault)
})

test.each([
  ['Пробег всего 8 000 км, состояние ухоженное, в салоне чисто и тепло.', 'пробег'],
  ['Цена 8 000 рублей, состояние ухоженное, в салоне чисто и тепло.', 'числа 8 000'],
  ['Машина 2016 года выпуска, состояние ухоженное, в салоне чисто и тепло.', 'год'],
  ['Двигатель 1.4 литра, состояние ухоженное, в салоне чисто и тепло.', 'объём'],
  ['На механике, состояние ухоженное, в салоне чисто и тепло.', 'коробка'],
  ['По ПТС один владелец, состояние ухоженное, в салоне чисто и тепло.', 'число владельцев'],
])('a number that the source gives for something else is no datum of the car: «%s»', (text, name) => {
  const full = 'Продам Kia Rio 2014 г.в., 1.6 АКПП, пробег 143 000 км, 2 владельца. Цена 720 000 ₽. Масло каждые 8 000 км, куплена в 2016 году, бак 1.4 залит, 1 ключ'
  const check = checkDescription(text, full)
  expect(check.ok ? '' : check.faults.join('; ')).toContain(name)
})

test.each([
  ['К машине дают 2 ключа, состояние ухоженное, в салоне чисто и тепло.', '2'],
  ['К машине дают три ключа, состояние ухоженное, в салоне чисто и тепло.', 'три'],
  ['Скидка двадцать процентов, состояние ухоженное, в салоне чисто и тепло.', 'двадцать'],
  ['Под капотом три лошади, состояние ухоженное, в салоне чисто и тепло.', 'три'],
  ['Отдаём 4 колеса, состояние ухоженное, в салоне чисто и тепло.', '4'],
])('a number of things that the source does not count so is none of its: «%s»', (text, number) => {
  const check = checkDescription(text, 'Hyundai Tucson 2017 2.0 AT 4WD, пробег 118 000 км, по ПТС 3, цена 1 720 000')
  expect(check.ok ? '' : check.faults.join('; ')).toContain(`числа ${number} нет`)
})

test.each(['Вместе с машиной отдают второй набор покрышек, в салоне чисто и тепло.', 'Вместе с машиной отдают два набора колёс, в салоне чисто и тепло.', 'Отдаём два ключа и второй комплект колёс, в салоне чисто и тепло.', 'Есть 2 комплекта резины, подогрев двух сидений, ключей два, камера одна.'])('what the source counts may be counted: «%s»', (text) => {
  expect(checkDescription(text, 'Рио, 2 ключа, два комплекта резины на колёсах, подогрев сидений, камера')).toEqual({ ok: true })
})

test('a long number of a refused text is not repeated in what is said of it', () => {
  const check = checkDescription('Номер двигателя 99887766554433, состояние хорошее, салон чистый.', source)
  expect(check.ok ? '' : check.faults.join('; ')).toContain('числа из 14 цифр')
})

test.each(['Аварий не было', 'Без единой аварии', 'Не участвовала в ДТП', 'Ни разу не бита', 'ДТП отсутствуют', 'Кузов без повреждений', 'Безаварийная'])('«%s» is a claim of no accidents', (claim) => {
  const check = checkDescription(`${claim}, за техникой следили, салон опрятный.`, 'Продам Рио, ухожена, следил за техникой')
  expect(check.ok ? '' : check.faults.join('; ')).toContain('ДТП не было')
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
