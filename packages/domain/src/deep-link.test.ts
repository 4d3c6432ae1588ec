import { expect, test } from 'vitest'
import { contactUrl, newPublicId, parseStartPayload } from './deep-link.js'

test('a contact link leads back to its public id', () => {
  const id = newPublicId(Uint8Array.from({ length: 9 }, (_, at) => (at * 37 + 255) % 256))
  expect(id).toMatch(/^[\w-]{12}$/)
  const payload = new URL(contactUrl('@cars_bot', id)).searchParams.get('start')
  expect(parseStartPayload(payload)).toEqual({ kind: 'contact', publicId: id })
})

test('every bit of the random bytes reaches the id', () => {
  const ids = new Set([newPublicId(new Uint8Array(9))])
  for (let bit = 0; bit < 72; bit += 1) ids.add(newPublicId(new Uint8Array(9).map((_, at) => (at === bit >> 3 ? 1 << (bit & 7) : 0))))
  expect(ids.size).toBe(73)
})

test('too little randomness is refused', () => {
  expect(() => newPublicId(new Uint8Array(8))).toThrow(RangeError)
})

test.each([
  ['search', { kind: 'search' }],
  ['', { kind: 'none' }],
  [undefined, { kind: 'none' }],
  ['ref_abc', { kind: 'ref', code: 'abc' }],
  ['alert_a-1', { kind: 'alert', alert: 'a-1' }],
  ['contact_', { kind: 'unknown' }],
  ['contact_a b', { kind: 'unknown' }],
  [`contact_${'a'.repeat(58)}`, { kind: 'unknown' }],
  ['admin_1', { kind: 'unknown' }],
])('the payload %j is %j', (payload, parsed) => {
  expect(parseStartPayload(payload)).toEqual(parsed)
})
