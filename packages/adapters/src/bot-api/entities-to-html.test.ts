import { expect, test } from 'vitest'
import { entitiesToHtml } from './entities-to-html.js'

test('marks become tags where they stand, counted in UTF-16 units, one in another', () => {
  expect(entitiesToHtml('🚗 Скидка <50 %> сегодня', [{ type: 'bold', offset: 3, length: 13 }, { type: 'italic', offset: 10, length: 6 }])).toBe('🚗 <b>Скидка <i>&lt;50 %&gt;</i></b> сегодня')
  expect(entitiesToHtml('наш канал', [{ type: 'text_link', offset: 4, length: 5, url: 'https://t.me/cars?a=1&b="2"' }])).toBe('наш <a href="https://t.me/cars?a=1&amp;b=&quot;2&quot;">канал</a>')
  expect(entitiesToHtml('a b', [{ type: 'expandable_blockquote', offset: 0, length: 3 }, { type: 'code', offset: 2, length: 1 }])).toBe('<blockquote expandable>a <code>b</code></blockquote>')
})

test('unknown, crossing and too long marks leave the words', () => {
  expect(entitiesToHtml('Привет, мир', [{ type: 'custom_emoji', offset: 0, length: 6 }, { type: 'bold', offset: 0, length: 8 }, { type: 'italic', offset: 6, length: 5 }, { type: 'bold', offset: 8, length: 99 }, { type: 'text_link', offset: 8, length: 3 }])).toBe('<b>Привет, </b>мир')
})
