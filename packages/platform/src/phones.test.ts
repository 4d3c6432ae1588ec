import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createPhoneVault } from './phones.js'

const vault = createPhoneVault(randomBytes(32))
const phone = '+79000000001'

test('a number comes back from its ciphertext', () => {
  expect(vault.decrypt(vault.encrypt(phone))).toBe(phone)
})

test('the stored bytes hold no digit of the number, and differ each time', () => {
  const [first, second] = [vault.encrypt(phone), vault.encrypt(phone)]
  expect(Buffer.from(first).toString('latin1')).not.toContain('900000')
  expect(first).not.toEqual(second)
})

test('altered bytes are refused, whichever byte it was', () => {
  const ciphertext = vault.encrypt(phone)
  for (let at = 0; at < ciphertext.length; at++) {
    const altered = Uint8Array.from(ciphertext, (byte, index) => (index === at ? byte ^ 1 : byte))
    expect(() => vault.decrypt(altered)).toThrow(/authenticate|unknown version/)
  }
})

test.each([0, 1, 12, 13, 20, 28])('a ciphertext cut to %i bytes is refused', (length) => {
  expect(() => vault.decrypt(vault.encrypt(phone).subarray(0, length))).toThrow(/authenticat|initialization vector|unknown version/i)
})

test('a number written under one key can not be read or found under another', () => {
  const other = createPhoneVault(randomBytes(32))
  expect(() => other.decrypt(vault.encrypt(phone))).toThrow(/authenticate/)
  expect(other.hash(phone)).not.toBe(vault.hash(phone))
})

test('one number has one hash, two numbers have two', () => {
  expect(vault.hash(phone)).toBe(vault.hash(phone))
  expect(vault.hash(phone)).not.toBe(vault.hash('+79000000002'))
})
