import { expect, test } from 'vitest'
import { filterPost } from './post-filter.js'

const open = { minLength: 10, keywords: [], excludedWords: [] }
const post = (text: string) => ({ text, hasMedia: true })

test('without keywords every long enough text passes', () => {
  expect(filterPost(post('Продам Гранту 2017'), open)).toEqual({ accepted: true })
})

test('a post without text and a post too short are told apart', () => {
  expect(filterPost(post('  \n '), open)).toEqual({ accepted: false, reason: 'no-text' })
  expect(filterPost(post('торг'), open)).toEqual({ accepted: false, reason: 'too-short' })
})

test.each([
  ['пробег', 'Машина с родным ПРОБЕГОМ и ключами'],
  ['хозяин', 'Два хозяина, без аварий, сел и поехал'],
  ['надёжный', 'Очень надежная машина для семьи'],
  ['без пробега', 'Авто без пробега по России, пошлина'],
  ['#продажа', 'Срочная продажа автомобиля, звоните'],
  ['🔥', 'Новая цена 🔥 на автомобиль'],
  ['BMW', 'продаю bmw x5, торг уместен'],
])('the keyword «%s» is found in any form: %s', (keyword, text) => {
  expect(filterPost(post(text), { ...open, keywords: ['чего нет', keyword] })).toEqual({ accepted: true })
})

test('without any of the keywords a post is left out', () => {
  expect(filterPost(post('Погода на завтра хорошая'), { ...open, keywords: ['пробег', 'торг'] })).toEqual({ accepted: false, reason: 'no-keyword' })
})

test('an excluded word in any form leaves a post out, and a part of another word does not', () => {
  const settings = { ...open, excludedWords: ['аренда', 'такси'] }
  expect(filterPost(post('Сдаётся в аренду Kia Rio'), settings)).toEqual({ accepted: false, reason: 'excluded-word' })
  expect(filterPost(post('Продаёт бывший арендатор гаража'), settings)).toEqual({ accepted: true })
})

test('a phrase counts in its word order only, in whatever form', () => {
  const settings = { ...open, keywords: ['битая машина'] }
  expect(filterPost(post('Ищу битую МАШИНУ на запчасти'), settings)).toEqual({ accepted: true })
  expect(filterPost(post('Машина не бита, не крашена'), settings)).toEqual({ accepted: false, reason: 'no-keyword' })
  expect(filterPost(post('машина битая стоит в гараже'), settings)).toEqual({ accepted: false, reason: 'no-keyword' })
})

test('a word with a hyphen holds its parts', () => {
  expect(filterPost(post('Авто-выкуп в день обращения'), { ...open, excludedWords: ['выкуп'] })).toEqual({ accepted: false, reason: 'excluded-word' })
})
