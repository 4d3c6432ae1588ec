import { expect, test } from 'vitest'
import { addressList } from './address-list.js'
import { yooKassaAddresses } from './yookassa-addresses.js'

test.each([
  ['185.71.76.0', true],
  ['185.71.76.31', true],
  ['185.71.76.32', false],
  ['77.75.154.127', false],
  ['77.75.154.128', true],
  ['77.75.156.11', true],
  ['77.75.156.12', false],
  ['::ffff:77.75.156.35', true],
  ['2a02:5180:0:2655::1', true],
  ['2a02:5181::1', false],
  ['', false],
  ['localhost', false],
])("%j among YooKassa's addresses: %s", (address, expected) => {
  expect(addressList(yooKassaAddresses).includes(address)).toBe(expected)
})

test.each(['proxy', '10.0.0.0/33', '10.0.0.0/', '::/129', '10.0.0.0/8/9x'])('%j is refused as an address or range', (entry) => {
  expect(() => addressList([entry])).toThrow('neither an address nor a range')
})
