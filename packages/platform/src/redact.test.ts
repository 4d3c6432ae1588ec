import { expect, test } from 'vitest'
import { redact } from './redact.js'

const botToken = '7000000001:AAexample_token_of_a_bot_for_tests_00'

test.each([
  `token ${botToken}`,
  `POST https://api.telegram.org/bot${botToken}/sendMessage failed`,
  `https://api.telegram.org/file/bot${botToken}/photos/file_1.jpg`,
])("a bot's token is in no log line: %s", (line) => {
  expect(redact(line)).not.toContain('AAexample')
  expect(redact(line)).toContain('[bot-token]')
})

test.each(['+7 900 000-00-01', '+79000000001', '8 (900) 000-00-01', '8-900-000-00-01', '89000000001', '79000000001', '+7\u00a0900\u00a0000\u00a000\u00a001', '+375 29 000 00 01', 'tel:+79000000001'])(
  'a phone number is in no log line: %s',
  (phone) => {
    const line = String(redact(`звонить ${phone}, после шести`))
    expect(line.replaceAll(/\D/g, '')).toBe('')
    expect(line).toContain('[phone]')
  },
)

test.each(['цена 1 250 000 ₽', 'пробег 180 000 км', 'post 01890a5d-ac96-774b-bcce-b302099a8057', 'chat -1001234567890', 'at 2026-12-05T14:05:00.000Z'])('an everyday number stays readable: %s', (line) => {
  expect(redact(line)).toBe(line)
})

test.each([
  ['postgresql://cars:hunter2@db:5432/cars', 'hunter2'],
  ['redis://:hunter2@redis:6379', 'hunter2'],
  ['401 for sk-proj-abcdefghijklmnop', 'abcdefgh'],
  ['key live_abcdefghijklmnopqrstuvwxyz012345', 'abcdefgh'],
  ['authorization: Basic c2hvcDpzZWNyZXQta2V5', 'c2hvcDpz'],
  ['Authorization: Bearer ya29.a0AfH6SMBexample', 'a0AfH6'],
  [`session 1${'Ag'.repeat(150)}=`, 'AgAg'],
  ['-----BEGIN PRIVATE KEY-----\nMIIEexample\n-----END PRIVATE KEY-----', 'MIIE'],
])('a secret inside a text is blotted out: %s', (line, secret) => {
  expect(redact(line)).not.toContain(secret)
})

test('a field with a telling name is blotted out at any depth', () => {
  const line = JSON.stringify(redact({ request: { headers: { authorization: 'x1' }, body: 'x2', items: [{ phone: 79000000001, firstName: 'x3' }] }, botToken: 'x4', apiHash: 'x5' }))
  expect(line).not.toMatch(/x[1-5]|79000000001/)
})

test('a count of tokens and a passed check are no secrets', () => {
  expect(redact({ aiTokens: 812, passed: 3 })).toEqual({ aiTokens: 812, passed: 3 })
})

test('an error keeps its name, message and cause, without their secrets', () => {
  const error = new Error('fetch failed', { cause: new Error(`GET /bot${botToken}/getMe: +79000000001`) })
  const line = JSON.stringify(redact(error))
  expect(line).toContain('fetch failed')
  expect(line).toContain('[bot-token]')
  expect(line).not.toMatch(/AAexample|79000000001/)
})

test('bigints, dates, bytes and circles all become JSON', () => {
  const circle: Record<string, unknown> = { chatId: -1001234567890n, at: new Date(0), never: new Date(Number.NaN), ciphertext: new Uint8Array(40) }
  circle['self'] = circle
  const line = JSON.stringify(redact(circle))
  expect(line).toContain('"chatId":"-1001234567890"')
  expect(line).toContain('"at":"1970-01-01T00:00:00.000Z"')
  expect(line).toContain('[40 bytes]')
})
