import { expect, test } from 'vitest'
import { saysSold } from './says-sold.js'

const camryText = 'Продаю Toyota Camry, 2018 год, пробег 95 000 км, не бита.\nЦена 2 150 000 ₽, торг. Москва.\nТелефон +7 900 000-00-01'

test.each(['ПРОДАНО', '❌ПРОДАНО❌', '✅ Продана! Всем спасибо', 'Машина продана.', 'Авто уже продано', 'SOLD', 'Снята с продажи', 'Больше не продаётся', 'НЕАКТУАЛЬНО', 'Уже продан', 'Ушла!', 'Авто продано', 'Снято с продажи', 'Ушёл к новому хозяину', 'Продано сегодня', '(продал сегодня)'])('«%s» says that the car is gone, above the ad and below it', (words) => {
  expect(saysSold(`${words}\n${camryText}`)).toBe(true)
  expect(saysSold(`${camryText}\n\n${words}`)).toBe(true)
})

test.each(['Не продана!', 'Ещё не продано', 'Продано более 100 авто за год', 'Продано 15 машин', 'Пока не продана — объявление актуально', 'Продана? Нет, ещё в продаже', 'Срочно продам', 'Продаётся', 'Актуально', 'Продано 2 колеса', 'Продано два колеса', 'Бронь', 'Забронирована до завтра', 'Авто не в залоге', 'Не снята с продажи', 'Ушла на ремонт, завтра вернётся', 'Резина продана отдельно'])('«%s» does not', (words) => {
  expect(saysSold(`${words}\n${camryText}`)).toBe(false)
  expect(saysSold(`${camryText}\n${words}`)).toBe(false)
})

test('an ad whose every line is crossed out does, one with an old price crossed out does not', () => {
  expect(saysSold(camryText.split('\n').map((line) => `~~${line}~~`).join('\n\n'))).toBe(true)
  expect(saysSold(camryText.replace('2 150 000 ₽', '~~2 150 000 ₽~~ 2 050 000 ₽'))).toBe(false)
})

test('an ad like any other does not', () => {
  expect(saysSold(camryText)).toBe(false)
})
