import { expect, test } from 'vitest'
import { channelReferenceKey, parseChannelReference } from './channel-reference.js'

test.each([
  ['@AutoNews', '@autonews'],
  ['AutoNews', '@autonews'],
  [' t.me/AutoNews ', '@autonews'],
  ['https://t.me/AutoNews', '@autonews'],
  ['https://t.me/AutoNews/123', '@autonews'],
  ['https://t.me/s/AutoNews?before=5', '@autonews'],
  ['http://telegram.me/auto_news/', '@auto_news'],
  ['https://autonews.t.me', '@autonews'],
  ['tg://resolve?domain=AutoNews', '@autonews'],
  ['https://t.me/c/1234567890/55', '-1001234567890'],
  ['https://t.me/c/123456789/5', '-1000123456789'],
  ['-1001234567890', '-1001234567890'],
  ['1001234567890', '-1001234567890'],
  ['https://t.me/+AbCdEf-123_xyzQ', '+AbCdEf-123_xyzQ'],
  ['t.me/joinchat/AbCdEf123xyzQ', '+AbCdEf123xyzQ'],
  ['+AbCdEf-123_xyzQ', '+AbCdEf-123_xyzQ'],
  ['tg://join?invite=AbCdEf123xyzQ', '+AbCdEf123xyzQ'],
])('%s is the channel %s', (text, key) => {
  const reference = parseChannelReference(text)
  if (reference.kind === 'invalid') throw new Error(reference.reason)
  expect(channelReferenceKey(reference)).toBe(key)
})

test.each(['', '   ', '@', 'ab', 'https://example.com/auto', 'https://t.me/', 'https://t.me/+79000000001', 'https://t.me/share/url?url=x', 'https://t.me/addlist/abcdefgh', '12345', '-12345', 'имя канала', '@1abc', 't.me/c/abc'])('«%s» is refused with a reason in Russian', (text) => {
  const reference = parseChannelReference(text)
  expect(reference).toEqual({ kind: 'invalid', reason: expect.stringMatching(/[а-я]{3}/) })
})

test('a key is understood again and stays the same', () => {
  for (const key of ['@autonews', '+AbCdEf-123_xyzQ', '-1001234567890']) {
    const reference = parseChannelReference(key)
    if (reference.kind === 'invalid') throw new Error(reference.reason)
    expect(channelReferenceKey(reference)).toBe(key)
  }
})
