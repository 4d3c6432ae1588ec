import { randomUUID } from 'node:crypto'
import { moderationData } from '@cars-bot/domain'
import type { PostModel } from '@cars-bot/platform'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRouter } from '../../router.js'
import { adminId, aPerson, presses, says, testApp, type TestApp } from '../../test-app.js'

let app: TestApp
let route: ReturnType<typeof createRouter>
const admin = { telegramId: adminId, username: 'boss', firstName: 'Босс', languageCode: 'ru' }

beforeAll(async () => {
  app = await testApp()
  route = createRouter(app)
})
beforeEach(() => app.reset())
afterAll(() => app.close())

async function aWaitingPost(): Promise<PostModel> {
  const channel = await app.db.channel.create({ data: { reference: `@source_${randomUUID().slice(0, 8)}` } })
  return app.db.post.create({ data: { publicId: randomUUID().slice(0, 12), channelId: channel.id, messageId: 1, messageIds: [1], text: 'Камри', origin: {}, postedAt: app.now(), status: 'MODERATION' } })
}

async function jobs(name: string): Promise<string[]> {
  const waiting = (await Promise.all(app.jobs.queues.map((queue) => queue.getJobs(['waiting'])))).flat()
  return waiting.filter((job) => job.name === name).map((job) => String((job.data as { postId?: string }).postId ?? ''))
}

test('an admin’s press decides once: the post goes on or is turned down, and the cards are closed; a later press changes nothing', async () => {
  const [post, other] = [await aWaitingPost(), await aWaitingPost()]
  await Promise.all([route(presses(admin, moderationData('approve', post.id))), route(presses(admin, moderationData('approve', post.id)))])
  expect(app.toasts.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual(['Публикуем', 'Уже решено'])
  expect(await app.db.post.findUnique({ where: { id: post.id }, include: { channel: true } })).toMatchObject({ status: 'READY', statusReason: null, channel: { approvedInRow: 1 } })
  expect(await jobs('publishPost')).toEqual([post.id])
  await route(presses(admin, moderationData('refuse', other.id)))
  await route(presses(admin, moderationData('approve', other.id)))
  expect(app.toasts.slice(2)).toEqual(['Отклонено', 'Уже решено'])
  expect(await app.db.post.findUnique({ where: { id: other.id } })).toMatchObject({ status: 'REJECTED', statusReason: 'отклонено владельцем' })
  expect(await jobs('showModeration')).toEqual(expect.arrayContaining([post.id, other.id]))
})

test('nobody else decides anything, whatever the data of the button; for them there is no such command', async () => {
  const [post, person] = [await aWaitingPost(), aPerson()]
  for (const data of [moderationData('approve', post.id), moderationData('refuse', post.id), `approve:${post.id}:1`, 'approve:', 'refuse:x']) await route(presses(person, data))
  expect(new Set(app.toasts)).toEqual(new Set(['Эта кнопка больше не работает. Откройте /subscription']))
  await route(says(person, '/moderation'))
  expect(app.sent.at(-1)?.html).toContain('Я понимаю только команды и кнопки')
  expect(await app.db.post.findUnique({ where: { id: post.id } })).toMatchObject({ status: 'MODERATION' })
})

test('an admin sees how many ads wait, and the cards are asked for', async () => {
  const waiting = await app.db.post.count({ where: { status: 'MODERATION' } })
  await route(says(admin, '/moderation'))
  expect(app.sent.at(-1)?.html).toContain(`На проверке: ${waiting} `)
  expect(await jobs('requeueModeration')).toEqual([''])
})
