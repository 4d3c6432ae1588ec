import { expect, test } from 'vitest'
import { BotFailure } from './bot-failure.js'
import { formattedText } from './formatted-text.js'
import { parseHtml } from './parse-html.js'

function refusal(html: string): string {
  try {
    parseHtml(html)
  } catch (error) {
    if (error instanceof BotFailure) return error.description
    throw error
  }
  return 'accepted'
}

// The sentences are those of TDLib's parse_html (github.com/tdlib/td, td/telegram/MessageEntity.cpp).
test.each([
  ['<br>', 'Unsupported start tag "br" at byte offset 0'],
  ['a < b', 'Unsupported start tag "" at byte offset 2'],
  ['я <b', 'Unclosed start tag at byte offset 3'],
  ['<a href="x"', 'Unclosed start tag at byte offset 0'],
  ['<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
  ['<a href=x/>y</a>', 'Unexpected end of name token at byte offset 8'],
  ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ['x</b>', 'Unexpected end tag at byte offset 1'],
  ['<b>x</b', 'Unclosed end tag at byte offset 4'],
  ['<b>я</i>', 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'],
  ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
  ['<tg-emoji emoji-id="x">y</tg-emoji>', 'Invalid custom emoji identifier specified'],
])('%s is refused in Telegram’s words', (html, fault) => {
  expect(refusal(html)).toBe(`Bad Request: can't parse entities: ${fault}`)
})

test('every documented tag is understood, offsets are UTF-16 units of the text', () => {
  const { text, entities } = parseHtml('🚗<b>a<i>b</i></b> <a href="https://t.me/x?start=a&amp;b">l</a> <span class="tg-spoiler">s</span> <pre><code class="language-ts">c</code></pre> <blockquote expandable>q</blockquote>')
  expect(text).toBe('🚗ab l s c q')
  expect(entities).toEqual([
    { type: 'bold', offset: 2, length: 2 },
    { type: 'italic', offset: 3, length: 1 },
    { type: 'text_link', offset: 5, length: 1, url: 'https://t.me/x?start=a&b' },
    { type: 'spoiler', offset: 7, length: 1 },
    { type: 'pre', offset: 9, length: 1, language: 'ts' },
    { type: 'expandable_blockquote', offset: 11, length: 1 },
  ])
})

test('only four named references and numbers are decoded, a lone ampersand stands for itself', () => {
  expect(parseHtml('&lt;&gt;&amp;&quot;&#8364;&#x1F697;&nbsp; & Co').text).toBe('<>&"€🚗&nbsp; & Co')
})

test('an entity never reaches beyond the trimmed text', () => {
  expect(formattedText('  <b> жирный </b>  ', { parseMode: 'HTML' })).toEqual({ text: 'жирный', entities: [{ type: 'bold', offset: 0, length: 6 }] })
})

test('links, addresses, mentions and hashtags are marked in plain text, but not inside a link', () => {
  const marks = formattedText('Пишите @demo_seller, сайт https://example.com/a?b=1. Почта a.b@example.com #toyota_camry t.me/demo').entities
  expect(marks.map(({ type, length }) => [type, length])).toEqual([['mention', 12], ['url', 25], ['email', 15], ['hashtag', 13], ['url', 9]])
  expect(formattedText('<a href="https://t.me/demo">@demo_seller</a>', { parseMode: 'HTML' }).entities.map(({ type }) => type)).toEqual(['text_link'])
})
