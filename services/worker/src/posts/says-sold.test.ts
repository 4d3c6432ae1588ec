import { expect, test } from 'vitest'
import { saysSold } from './says-sold.js'
import { camryText } from './test-posts.js'

test.each(['ПРОДАНО', '❌ПРОДАНО❌', '✅ Продана! Всем спасибо', 'Машина продана.', 'Авто уже продано', 'SOLD', 'Снята с продажи', 'Больше не продаётся', 'НЕАКТУАЛЬНО', 'Уже продан'])('«%s» says that the car is gone, above the ad and below it', (words) => {
  expect(saysSold(`${words}\n${camryText}`)).toBe(true)
  expect(saysSold(`${camryText}\n\n${words}`)).toBe(true)
})

test.each(['Не продана!', 'Ещё не продано', 'Продано более 100 авто за год', 'Продано 15 машин', 'Пока не продана — объявление актуально', 'Продана? Нет, ещё в продаже', 'Срочно продам', 'Продаётся', 'Актуально'])('«%s» does not', (words) => {
  expect(saysSold(`${words}\n${camryText}`)).toBe(false)
  expect(saysSold(`${camryText}\n${words}`)).toBe(false)
})

test('an ad like any other does not', () => {
  expect(saysSold(camryText)).toBe(false)
})
