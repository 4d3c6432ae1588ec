import { expect, test } from 'vitest'
import { carIdentity } from './car-identity.js'

test.each([
  ['VIN: Z94CB41AAER123456', 'Z94CB41AAER123456'],
  ['вин код xta 217030 c0123456', 'XTA217030C0123456'],
  ['VIN ХТА217030С0123456', 'XTA217030C0123456'],
  ['Z94CB41AAER123456.', 'Z94CB41AAER123456'],
])('%s names a VIN', (text, vin) => {
  expect(carIdentity(text).vin).toBe(vin)
})

test.each(['VIN Z94CB41AAER******', 'артикул 12345678901234567', 'XXXXXXXXXXXXX0000', 'VIN Z94CB41AAER123456 и VIN Z94CB41AAER654321', 'VIN по запросу, звоните'])('%s names none', (text) => {
  expect(carIdentity(text).vin).toBeNull()
})

test.each([
  ['госномер а123вс777', 'A123BC777'],
  ['номер M 001 OP 97', 'M001OP97'],
])('%s names a plate', (text, plate) => {
  expect(carIdentity(text).plate).toBe(plate)
})

test.each(['Mercedes E 200 KM 2004', 'а000вс77', 'код Р123ОС500 000', 'Х123ХХ'])('%s names none', (text) => {
  expect(carIdentity(text).plate).toBeNull()
})
