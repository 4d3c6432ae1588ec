import { BotFailure, BotRefusal } from '@cars-bot/adapters/bot-api'
import { RateLimitedError } from '@cars-bot/adapters/errors'
import { countRecipients } from '@cars-bot/platform'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testApp, type TestApp } from '../payments/test-app.js'
import { resumeBroadcasts } from './resume-broadcasts.js'
import { sendBroadcast } from './send-broadcast.js'

let app: TestApp
let progress: { html: string; hasStop: boolean }[]

beforeAll(async () => {
  app = await testApp()
  Object.assign(app.bot, {
    editText: async ({ html, keyboard }: { html: string; keyboard?: unknown[] }) => Promise.resolve(void progress.push({ html, hasStop: (keyboard ?? []).length > 0 })),
  })
})
beforeEach(async () => {
  progress = []
  for (const list of [app.sent, app.failures]) list.length = 0
  for (const queue of app.jobs.queues) await queue.obliterate({ force: true })
  await app.db.broadcast.deleteMany()
  await app.db.user.deleteMany()
})
afterAll(() => app.close())

async function aBroadcast(people: number): Promise<string> {
  const { id } = await app.db.broadcast.create({ data: { html: '<b>Привет</b>', audience: 'ALL', status: 'SENDING', adminTelegramId: 1n, progressMessageId: 7, startedAt: app.now() } })
  for (let n = 0; n < people; n += 1) {
    const user = await app.db.user.create({ data: { telegramId: BigInt(700_000_001 + n) } })
    await app.db.broadcastRecipient.create({ data: { broadcastId: id, userId: user.id } })
  }
  return id
}

function got(): string[] {
  return app.sent.map(({ chatId }) => String(chatId))
}

test('everybody gets it once, though several runs send side by side; the admin sees the end', async () => {
  const id = await aBroadcast(23)
  await Promise.all([1, 2, 3].map(() => sendBroadcast(app, { broadcastId: id })))
  await sendBroadcast(app, { broadcastId: id })
  expect([got().length, new Set(got()).size]).toEqual([23, 23])
  expect(await app.db.broadcast.findUnique({ where: { id } })).toMatchObject({ status: 'DONE', endedAt: app.now() })
  expect(progress.at(-1)).toEqual({ html: '✅ Рассылка закончена\nОтправлено: 23 из 23', hasStop: false })
})

test('a limit of Telegram ends the run and nobody is passed over; one who stopped the bot is noted, one whose answer was lost is not written to again', async () => {
  const id = await aBroadcast(4)
  app.failures.push(new RateLimitedError('too many requests', { retryAfterMs: 5_000 }))
  await expect(sendBroadcast(app, { broadcastId: id })).rejects.toThrow(RateLimitedError)
  app.sent.length = 0
  await app.db.broadcastRecipient.updateMany({ data: { status: 'PENDING' } })
  app.failures.push(new BotRefusal('bot was blocked by the user', 'blocked'), new BotFailure('no answer', { mayHaveArrived: true }))
  await sendBroadcast(app, { broadcastId: id })
  expect(await countRecipients(app.db, id)).toEqual({ total: 4, sent: 2, refused: 1, unknown: 1 })
  expect(await app.db.user.count({ where: { hasBlockedBot: true } })).toBe(1)
  expect(progress.at(-1)?.html).toBe('✅ Рассылка закончена\nОтправлено: 2 из 4\nНе дошло: 1 (человек остановил бота или удалён)\nНеизвестно: 1 — отправка оборвалась, второй раз не отправляем')
})

test('after a stop nobody is written to; those claimed by a worker that died are not written to again and told apart', async () => {
  const id = await aBroadcast(3)
  const [one] = await app.db.broadcastRecipient.findMany()
  await app.db.broadcastRecipient.updateMany({ where: { userId: one?.userId ?? '' }, data: { status: 'SENDING', claimedAt: app.now() } })
  await sendBroadcast(app, { broadcastId: id })
  expect(got()).toHaveLength(2)
  expect(await app.db.broadcast.findUnique({ where: { id } })).toMatchObject({ status: 'SENDING' })
  app.clock.now = new Date(app.clock.now.getTime() + 61_000)
  await resumeBroadcasts(app)
  const [job] = (await app.jobs.queues.find(({ name }) => name === 'broadcasts')?.getJobs(['waiting'])) ?? []
  expect(job?.data).toEqual({ broadcastId: id })
  await sendBroadcast(app, { broadcastId: id })
  expect([await countRecipients(app.db, id), got().length]).toEqual([{ total: 3, sent: 2, refused: 0, unknown: 1 }, 2])
  await app.db.broadcast.deleteMany()
  await app.db.user.deleteMany()
  const stopped = await aBroadcast(3)
  await app.db.broadcast.update({ where: { id: stopped }, data: { status: 'STOPPED' } })
  const [claimed] = await app.db.broadcastRecipient.findMany({ where: { broadcastId: stopped } })
  await app.db.broadcastRecipient.updateMany({ where: { broadcastId: stopped, userId: claimed?.userId ?? '' }, data: { status: 'SENDING', claimedAt: app.now() } })
  await sendBroadcast(app, { broadcastId: stopped })
  expect(got()).toHaveLength(2)
  app.clock.now = new Date(app.clock.now.getTime() + 31_000)
  await resumeBroadcasts(app)
  expect(await countRecipients(app.db, stopped)).toEqual({ total: 3, sent: 0, refused: 0, unknown: 1 })
  expect(progress.at(-1)?.html).toBe('⏹ Рассылка остановлена\nОтправлено: 0 из 3\nНеизвестно: 1 — отправка оборвалась, второй раз не отправляем')
})
