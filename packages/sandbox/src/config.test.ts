import { expect, test } from 'vitest'
import { sandboxConfig } from './config.js'

test.each([
  ['SANDBOX_HTTP_PORT', '99999'],
  ['SANDBOX_FEED', 'yes'],
  ['SANDBOX_FEED_INTERVAL_MS', 'fast'],
  ['BOT_TOKEN', 'token'],
  ['SANDBOX_SERVICES', 'bot'],
])('a wrong %s is refused by its name', (name, value) => {
  expect(() => sandboxConfig({ [name]: value })).toThrow(name)
})

test('without settings the sandbox listens on loopback, with limits and the feed on', () => {
  expect(sandboxConfig({})).toMatchObject({ host: '127.0.0.1', httpPort: 8090, mtprotoPort: 8091, limits: true, feed: { isOn: true } })
})
