import { defaultSettings } from '@cars-bot/domain'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aPerson, testApp, type TestApp } from '../../test-app.js'
import { rememberUser } from '../../users/remember-user.js'
import { intendedPayment } from './intended-payment.js'

let app: TestApp

beforeAll(async () => {
  app = await testApp()
})

afterAll(() => app.close())

test.each(['card', 'auto', 'stars'] as const)('eight processes that ask at once for one intent (%s) get one row with one key', async (way) => {
  for (let round = 0; round < 3; round++) {
    const { id: userId } = await rememberUser(app, aPerson())
    const wish = { way, plan: 'MONTHLY', code: null } as const
    const rows = await Promise.all(Array.from({ length: 8 }, () => intendedPayment(app, { userId, wish, settings: defaultSettings })))
    expect(new Set(rows.map((row) => (row.kind === 'payment' ? row.payment.idempotenceKey : row.kind))).size).toBe(1)
    expect(await app.db.payment.count({ where: { userId } })).toBe(1)
  }
})

test('a code for one person goes to one of eight who ask at once', async () => {
  await app.db.promoCode.create({ data: { code: 'FIRST', kind: 'PERCENT', value: 50, usesLimit: 1 } })
  const users = await Promise.all(Array.from({ length: 8 }, () => rememberUser(app, aPerson())))
  const wish = { way: 'card', plan: 'MONTHLY', code: 'FIRST' } as const
  const rows = await Promise.all(users.map(({ id: userId }) => intendedPayment(app, { userId, wish, settings: defaultSettings })))
  expect(rows.filter(({ kind }) => kind === 'payment')).toMatchObject([{ payment: { amountKopecks: 149_50, fullAmountKopecks: 299_00 } }])
  expect(rows.filter((row) => row.kind === 'promo-refused' && row.why === 'used-up')).toHaveLength(7)
})
