import { Api } from 'telegram'
import { expect, test } from 'vitest'
import { toMarkedText } from './marked-text.js'

const strike = (offset: number, length: number): Api.MessageEntityStrike => new Api.MessageEntityStrike({ offset, length })

test('what is crossed out stands between marks, line by line, emoji counted as Telegram counts them', () => {
  const message = '🔥 Kia Rio\n1 990 000 ₽\n1 790 000 ₽'
  const bold = new Api.MessageEntityBold({ offset: 3, length: 7 })
  expect(toMarkedText({ message, entities: [bold, strike(11, 11)] })).toBe('🔥 Kia Rio\n~~1 990 000 ₽~~\n1 790 000 ₽')
  expect(toMarkedText({ message, entities: [strike(3, 8), strike(11, 12)] })).toBe('🔥 ~~Kia Rio~~\n~~1 990 000 ₽~~\n1 790 000 ₽')
  expect(toMarkedText({ message: 'а\n\n б ', entities: [strike(0, 6)] })).toBe('~~а~~\n\n ~~б~~ ')
})

test('a text with nothing crossed out stays as it is', () => {
  expect(toMarkedText({ message: 'Kia ~ Rio' })).toBe('Kia ~ Rio')
})
