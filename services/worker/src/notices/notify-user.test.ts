import { BotFailure, BotRefusal } from '@cars-bot/adapters/bot-api'
import { RateLimitedError } from '@cars-bot/adapters/errors'
import type { NoticeKind, NoticeModel, UserModel } from '@cars-bot/platform'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testApp, type TestApp } from '../payments/test-app.js'
import { aPaidPayment, aPeriod, aPost, aUser } from '../payments/test-rows.js'
import { settlePayment } from '../payments/settle-payment.js'
import { notifyUser } from './notify-user.js'
import { requeueStuckNotices } from './requeue-stuck-notices.js'

let app: TestApp

beforeAll(async () => {
  app = await testApp()
})

beforeEach(async () => {
  app.sent.length = 0
  app.edited.length = 0
  app.failures.length = 0
  await app.db.notice.deleteMany()
})

afterAll(() => app.close())

let nextEvent = 1

async function aNotice(user: UserModel, kind: NoticeKind, given: Partial<Pick<NoticeModel, 'postId' | 'subscriptionId' | 'status' | 'statusChangedAt'>> = {}): Promise<NoticeModel> {
  return app.db.notice.create({ data: { eventKey: `${kind}:test-${nextEvent++}`, kind, userId: user.id, statusChangedAt: app.now(), ...given } })
}

async function anEndedNotice(): Promise<{ user: UserModel; notice: NoticeModel }> {
  const user = await aUser(app)
  const { id } = await aPeriod(app, user, { from: -40, to: -10 })
  return { user, notice: await aNotice(user, 'SUBSCRIPTION_ENDED', { subscriptionId: id }) }
}

async function statusOf({ id }: NoticeModel): Promise<NoticeModel['status']> {
  return (await app.db.notice.findUniqueOrThrow({ where: { id } })).status
}

test('one notice sent by eight workers at once arrives once', async () => {
  const { notice } = await anEndedNotice()
  await Promise.all(Array.from({ length: 8 }, () => notifyUser(app, { noticeId: notice.id })))
  expect(app.sent).toHaveLength(1)
  expect(await statusOf(notice)).toBe('SENT')
})

test('a notice waits, unsent, while the messages of this second are spent', async () => {
  const { notice } = await anEndedNotice()
  const spent: TestApp = { ...app, messageBudget: { take: async () => Promise.resolve({ ok: false, retryAfterMs: 300 }) } }
  await expect(notifyUser(spent, { noticeId: notice.id })).rejects.toMatchObject({ retryAfterMs: 300 })
  expect(app.sent).toEqual([])
  expect(await statusOf(notice)).toBe('PENDING')
})

test('a user who blocked the bot is noted and left alone', async () => {
  const { user, notice } = await anEndedNotice()
  app.failures.push(new BotRefusal('Telegram refused sendMessage: 403 Forbidden: bot was blocked by the user', 'blocked'))
  await notifyUser(app, { noticeId: notice.id })
  expect(await statusOf(notice)).toBe('SKIPPED')
  expect(await app.db.user.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({ hasBlockedBot: true })
  const next = await aNotice(user, 'SUBSCRIPTION_ENDED', { subscriptionId: notice.subscriptionId })
  await notifyUser(app, { noticeId: next.id })
  expect(app.sent).toEqual([])
  expect(await statusOf(next)).toBe('SKIPPED')
})

test('a rate limit, an error of Telegram or a refused connection leaves the notice to be sent later', async () => {
  const { notice } = await anEndedNotice()
  const refused = new BotFailure('Telegram did not answer sendMessage: ECONNREFUSED', { mayHaveArrived: false, code: 'ECONNREFUSED' })
  for (const failure of [new RateLimitedError('too many', { retryAfterMs: 1_000 }), new BotFailure('Telegram answered sendMessage with 502: Bad Gateway', { mayHaveArrived: true, status: 502 }), refused]) {
    app.failures.push(failure)
    await expect(notifyUser(app, { noticeId: notice.id })).rejects.toBe(failure)
    expect(await statusOf(notice)).toBe('PENDING')
  }
  await notifyUser(app, { noticeId: notice.id })
  expect(app.sent).toHaveLength(1)
})

test('when no answer came the contacts are sent again, any other notice is not', async () => {
  const timeout = (): Error => new BotFailure('Telegram did not answer sendMessage: ETIMEDOUT', { mayHaveArrived: true, code: 'ETIMEDOUT' })
  const { notice } = await anEndedNotice()
  app.failures.push(timeout())
  await notifyUser(app, { noticeId: notice.id })
  expect(await statusOf(notice)).toBe('SKIPPED')

  const user = await aUser(app)
  await aPeriod(app, user, { from: -1, to: 29 })
  const wanted = await aNotice(user, 'WANTED_CONTACTS', { postId: (await aPost(app)).id })
  app.failures.push(timeout())
  await expect(notifyUser(app, { noticeId: wanted.id })).rejects.toThrow('did not answer')
  await notifyUser(app, { noticeId: wanted.id })
  expect(app.sent.map(({ html }) => html)).toEqual([expect.stringContaining('+79000000001')])
  expect(await app.db.contactRequest.count({ where: { userId: user.id } })).toBe(1)
})

test.each([
  ['whose subscription is over', { from: -40, to: -10 }, {}],
  ['whose subscription begins later', { from: 1, to: 31 }, {}],
  ['whose plan is FREE', { from: -1, to: 30, plan: 'FREE' as const }, {}],
  ['who was barred', { from: -1, to: 29 }, { isBlocked: true }],
])('wanted contacts do not go to a user %s', async (_who, days, given) => {
  const user = await aUser(app, given)
  await aPeriod(app, user, days)
  const notice = await aNotice(user, 'WANTED_CONTACTS', { postId: (await aPost(app)).id })
  await notifyUser(app, { noticeId: notice.id })
  expect(app.sent).toEqual([])
  expect(await statusOf(notice)).toBe('SKIPPED')
  expect(await app.db.contactRequest.count({ where: { userId: user.id } })).toBe(0)
})

test('contacts of a listing taken down meanwhile are not handed out; the user is told', async () => {
  const user = await aUser(app)
  await aPeriod(app, user, { from: -1, to: 29 })
  const notice = await aNotice(user, 'WANTED_CONTACTS', { postId: (await aPost(app, 'WITHDRAWN')).id })
  await notifyUser(app, { noticeId: notice.id })
  expect(app.sent.map(({ html }) => html)).toEqual([expect.stringContaining('уже снято')])
  expect(app.sent[0]?.html).not.toContain('+7900')
})

test('a change made by the owner is told as it stands now', async () => {
  const user = await aUser(app)
  const period = await aPeriod(app, user, { from: -1, to: 29 })
  await notifyUser(app, { noticeId: (await aNotice(user, 'SUBSCRIPTION_CHANGED', { subscriptionId: period.id })).id })
  await app.db.subscription.update({ where: { id: period.id }, data: { isActive: false } })
  await notifyUser(app, { noticeId: (await aNotice(user, 'SUBSCRIPTION_CHANGED', { subscriptionId: period.id })).id })
  expect(app.sent.map(({ html }) => html)).toEqual([expect.stringContaining('активна до'), expect.stringContaining('отключена')])
})

test('after a crash lost notices are enqueued again, half-sent contacts too, other half-sent ones are let go', async () => {
  for (const queue of app.jobs.queues) await queue.obliterate({ force: true })
  const user = await aUser(app)
  const ago = (seconds: number): Date => new Date(app.now().getTime() - seconds * 1000)
  const lost = await aNotice(user, 'SUBSCRIPTION_ENDED', { statusChangedAt: ago(31) })
  const fresh = await aNotice(user, 'SUBSCRIPTION_ENDED', { statusChangedAt: ago(5) })
  const halfSent = await aNotice(user, 'SUBSCRIPTION_ENDED', { status: 'SENDING', statusChangedAt: ago(61) })
  const contacts = await aNotice(user, 'WANTED_CONTACTS', { status: 'SENDING', statusChangedAt: ago(61) })
  const inFlight = await aNotice(user, 'WANTED_CONTACTS', { status: 'SENDING', statusChangedAt: ago(20) })
  await requeueStuckNotices(app)
  await requeueStuckNotices(app)
  const queued = await Promise.all(app.jobs.queues.map((queue) => queue.getJobs(['waiting', 'delayed'])))
  expect(queued.flat().map((job) => job.data as unknown)).toEqual(expect.arrayContaining([{ noticeId: lost.id }, { noticeId: contacts.id }]))
  expect(queued.flat()).toHaveLength(2)
  expect(await Promise.all([lost, fresh, halfSent, contacts, inFlight].map(statusOf))).toEqual(['PENDING', 'PENDING', 'SKIPPED', 'PENDING', 'SENDING'])
})

test('a buyer whose notice was cut off by a crash still sees that the money came: in the message with the link, whose buttons go', async () => {
  const user = await aUser(app)
  const payment = await aPaidPayment(app, user)
  await app.db.payment.update({ where: { id: payment.id }, data: { cardMessageId: 77 } })
  await settlePayment(app, { paymentId: payment.id })
  const { id: noticeId } = await app.db.notice.findFirstOrThrow({ where: { paymentId: payment.id } })
  app.failures.push(new BotFailure('Telegram did not answer sendMessage: ETIMEDOUT', { mayHaveArrived: true, code: 'ETIMEDOUT' }))
  await notifyUser(app, { noticeId })
  await notifyUser(app, { noticeId })
  expect(app.sent).toEqual([])
  expect(app.edited).toEqual([{ chatId: user.telegramId, messageId: 77, html: expect.stringContaining('Оплачено: подписка на 30 дней') }])
})
