import bigInt from 'big-integer'
import { Api } from 'telegram'
import { expect, test } from 'vitest'
import { toMessageOrigin } from './source-origin.js'

type Given = ConstructorParameters<typeof Api.Message>[0]

function originOf(given: Partial<Given>): ReturnType<typeof toMessageOrigin> {
  return toMessageOrigin(new Api.Message({ id: 1, peerId: new Api.PeerChannel({ channelId: bigInt(1_500_000_001) }), date: 1_780_000_000, message: '', ...given }), () => null)
}

function replies(given: Partial<ConstructorParameters<typeof Api.MessageReplies>[0]>): Api.MessageReplies {
  return new Api.MessageReplies({ replies: 0, repliesPts: 1, ...given })
}

test('the chat in which a post is discussed is known; threads of replies are no such chat', () => {
  expect(originOf({ replies: replies({ comments: true, channelId: bigInt(1_600_000_002) }) }).discussionId).toBe('-1001600000002')
  expect(originOf({ replies: replies({}) }).discussionId).toBeUndefined()
  expect(originOf({}).discussionId).toBeUndefined()
})

test('every button that leads to a seller, or copies a way to one, is kept as a link', () => {
  const buttons = [
    new Api.KeyboardButtonUrl({ text: 'Написать', url: 'https://t.me/seller_test' }),
    new Api.KeyboardButtonSimpleWebView({ text: 'Сайт', url: 'https://example.com/car' }),
    new Api.KeyboardButtonUserProfile({ text: 'Продавец', userId: bigInt(42) }),
    new Api.KeyboardButtonCopy({ text: 'Телефон', copyText: '8 900 000-00-01' }),
    new Api.KeyboardButtonCopy({ text: 'Имя', copyText: '@seller_copy' }),
    new Api.KeyboardButtonCopy({ text: 'VIN', copyText: 'XTA00000000000001' }),
    new Api.KeyboardButtonCallback({ text: 'Нравится', data: Buffer.from('like') }),
  ]
  expect(originOf({ replyMarkup: new Api.ReplyInlineMarkup({ rows: [new Api.KeyboardButtonRow({ buttons })] }) }).buttons).toEqual([
    { text: 'Написать', url: 'https://t.me/seller_test' },
    { text: 'Сайт', url: 'https://example.com/car' },
    { text: 'Продавец', url: 'tg://user?id=42' },
    { text: 'Телефон', url: 'tel:+79000000001' },
    { text: 'Имя', url: 'https://t.me/seller_copy' },
  ])
})

test('a name without an @ that leads to a user is kept with the user', () => {
  const entities = [new Api.MessageEntityMentionName({ offset: 6, length: 4, userId: bigInt(42) })]
  expect(originOf({ message: 'Пишет Иван', entities }).mentions).toEqual([{ text: 'Иван', userId: '42' }])
})
