import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { notifyUser } from '../notices/notify-user.js'
import { testApp, type TestApp } from '../payments/test-app.js'
import { aPeriod, aUser } from '../payments/test-rows.js'
import { expireSubscriptions } from './expire-subscriptions.js'

let app: TestApp

beforeAll(async () => {
  app = await testApp()
})

beforeEach(async () => {
  app.sent.length = 0
  await app.db.notice.deleteMany()
})

afterAll(() => app.close())

async function isActive({ id }: { id: string }): Promise<boolean> {
  return (await app.db.subscription.findUniqueOrThrow({ where: { id } })).isActive
}

test('a period that is over is ended and its user told once, however many sweeps run', async () => {
  const user = await aUser(app)
  const over = await aPeriod(app, user, { from: -30, to: 0 })
  await Promise.all([expireSubscriptions(app), expireSubscriptions(app), expireSubscriptions(app)])
  expect(await isActive(over)).toBe(false)
  const notices = await app.db.notice.findMany({ where: { userId: user.id } })
  expect(notices).toMatchObject([{ kind: 'SUBSCRIPTION_ENDED', eventKey: `SUBSCRIPTION_ENDED:${over.id}` }])
  for (const { id } of notices) await notifyUser(app, { noticeId: id })
  expect(app.sent.map(({ html }) => html)).toEqual([expect.stringContaining('закончилась 1 декабря 2026, 12:00')])
})

test('a period followed by another ends silently, one still running is left', async () => {
  const user = await aUser(app)
  const over = await aPeriod(app, user, { from: -30, to: -1 })
  const next = await aPeriod(app, user, { from: -1, to: 29 })
  await expireSubscriptions(app)
  expect([await isActive(over), await isActive(next)]).toEqual([false, true])
  expect(await app.db.notice.count({ where: { userId: user.id } })).toBe(0)
})

test('the end of a FREE period is no news to its user', async () => {
  const user = await aUser(app)
  const over = await aPeriod(app, user, { from: -30, to: -1, plan: 'FREE' })
  await expireSubscriptions(app)
  expect(await isActive(over)).toBe(false)
  expect(await app.db.notice.count()).toBe(0)
})
