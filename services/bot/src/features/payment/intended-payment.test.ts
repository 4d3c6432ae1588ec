import { afterAll, beforeAll, expect, test } from 'vitest'
import { aPerson, testApp, type TestApp } from '../../test-app.js'
import { rememberUser } from '../../users/remember-user.js'
import { intendedPayment } from './intended-payment.js'

let app: TestApp

beforeAll(async () => {
  app = await testApp()
})

afterAll(() => app.close())

test('eight processes that ask at once for one intent get one row with one key', async () => {
  for (let round = 0; round < 3; round++) {
    const { id: userId } = await rememberUser(app, aPerson())
    const terms = { priceKopecks: 299_00, durationDays: 30, title: 'Месячная подписка' }
    const rows = await Promise.all(Array.from({ length: 8 }, () => intendedPayment(app, { userId, plan: 'MONTHLY', terms })))
    expect(new Set(rows.map(({ idempotenceKey }) => idempotenceKey)).size).toBe(1)
    expect(await app.db.payment.count({ where: { userId } })).toBe(1)
  }
})
