import type { Person } from '@cars-bot/adapters/bot-api'
import { PermanentError } from '@cars-bot/adapters/errors'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRouter } from '../../router.js'
import { adminId, aPerson, presses, says, testApp, type TestApp } from '../../test-app.js'
import { subscribe } from '../../test-rows.js'
import { rememberUser } from '../../users/remember-user.js'

let app: TestApp
let route: ReturnType<typeof createRouter>
const admin: Person = { telegramId: adminId, username: 'boss', firstName: 'Босс', languageCode: 'ru' }

beforeAll(async () => {
  app = await testApp()
  route = createRouter(app)
})
beforeEach(async () => {
  app.reset()
  await app.db.broadcast.deleteMany()
  await app.db.user.deleteMany()
})
afterAll(() => app.close())

function buttons(): string[] {
  return ((app.sent.at(-1) ?? app.edited.at(-1))?.keyboard ?? []).flat().map((button) => ('data' in button ? button.data : ''))
}

async function people(): Promise<Record<'fresh' | 'subscriber' | 'ended' | 'english' | 'blocked' | 'gone', Person>> {
  const [fresh, subscriber, ended, english, blocked, gone] = [aPerson(), aPerson(), aPerson(), { ...aPerson(), languageCode: 'en-GB' }, aPerson(), aPerson()]
  for (const person of [fresh, subscriber, ended, english, blocked, gone]) await rememberUser(app, person)
  await subscribe(app, subscriber, { from: -1, to: 10 })
  await subscribe(app, ended, { from: -40, to: -10 })
  await subscribe(app, english, { from: -1, to: 10 })
  await app.db.user.update({ where: { telegramId: blocked.telegramId }, data: { isBlocked: true } })
  await app.db.user.update({ where: { telegramId: gone.telegramId }, data: { hasBlockedBot: true } })
  return { fresh, subscriber, ended, english, blocked, gone }
}

async function recipients(): Promise<bigint[]> {
  const rows = await app.db.broadcastRecipient.findMany({ include: { user: true }, orderBy: { user: { telegramId: 'asc' } } })
  return rows.map(({ user }) => user.telegramId)
}

/** To the point where only «send» is missing. */
async function aDraft(audience: string, words = 'Скидка до пятницы'): Promise<string> {
  await route(presses(admin, `broadcast-in:${audience}`))
  await route({ ...says(admin, words), html: `<b>${words}</b>` } as ReturnType<typeof says>)
  return (await app.db.broadcast.findFirstOrThrow({ where: { status: 'DRAFT' } })).id
}

test('an admin chooses people and language, writes, sees it as it will be seen with the number of people, and sends it once however often it is pressed', async () => {
  await people()
  await route(says(admin, '/broadcast'))
  expect(buttons()).toEqual(['broadcast-to:ALL', 'broadcast-to:SUBSCRIBERS', 'broadcast-to:ENDED'])
  app.sent.length = 0
  await route(presses(admin, 'broadcast-to:ALL'))
  expect(buttons()).toEqual(['broadcast-in:ALL:any', 'broadcast-in:ALL:ru', 'broadcast-in:ALL:en'])
  const id = await aDraft('ALL:any')
  expect(app.sent[0]?.html).toBe('<b>Скидка до пятницы</b>')
  expect(app.sent[1]?.html).toContain('Получат: <b>5</b> человек')
  expect(buttons()).toEqual([`broadcast-send:${id}`, `broadcast-edit:${id}`, `broadcast-no:${id}`])
  await Promise.all([route(presses(admin, `broadcast-send:${id}`)), route(presses(admin, `broadcast-send:${id}`))])
  await route(presses(admin, `broadcast-send:${id}`))
  expect(await app.db.broadcast.findUnique({ where: { id } })).toMatchObject({ status: 'SENDING', progressMessageId: 10, html: '<b>Скидка до пятницы</b>' })
  expect(app.edited.at(-1)?.html).toBe('📨 Рассылка идёт\nОтправлено: 0 из 5')
  const jobs = await app.jobs.queues.find(({ name }) => name === 'broadcasts')?.getJobs(['waiting'])
  expect(jobs?.map(({ data }: { data: unknown }) => data)).toEqual([{ broadcastId: id }])
})

test.each([
  ['ALL:any', ['fresh', 'subscriber', 'ended', 'english']],
  ['ALL:ru', ['fresh', 'subscriber', 'ended']],
  ['ALL:en', ['english']],
  ['SUBSCRIBERS:any', ['subscriber', 'english']],
  ['SUBSCRIBERS:ru', ['subscriber']],
  ['ENDED:any', ['ended']],
] as const)('%s reaches exactly those it names, and nobody who is blocked or has stopped the bot', async (audience, names) => {
  const all = await people()
  const id = await aDraft(audience)
  await route(presses(admin, `broadcast-send:${id}`))
  expect((await recipients()).filter((telegramId) => telegramId !== adminId)).toEqual(names.map((name) => all[name].telegramId))
})

test('the words can be changed, and are refused when too long or not to be sent; dropped, nothing goes out; a restart forgets nothing', async () => {
  await people()
  const id = await aDraft('ALL:any')
  await route(presses(admin, `broadcast-edit:${id}`))
  await createRouter(app)(says(admin, 'х'.repeat(4_097)))
  expect(app.sent.at(-1)?.html).toContain('Слишком длинно: 4097')
  app.failures.push(new PermanentError("can't parse entities"))
  await route(says(admin, 'другое'))
  expect(app.sent.at(-1)?.html).toContain('не принимает такой текст')
  await route(says(admin, 'третье <b>'))
  expect(app.sent.at(-2)?.html).toBe('третье &lt;b&gt;')
  await route(presses(admin, `broadcast-no:${id}`))
  await route(presses(admin, `broadcast-send:${id}`))
  expect(app.toasts.at(-1)).toContain('уже отправлена или отменена')
  expect([await app.db.broadcast.count(), await app.db.broadcastRecipient.count()]).toEqual([0, 0])
  await route(says(admin, 'BMW до 3 млн'))
  expect(app.sent.at(-1)?.html).toContain('BMW')
})

test('stopped in one tap; a broadcast to nobody is not sent; nobody but an admin sends or stops anything', async () => {
  const { fresh } = await people()
  const id = await aDraft('ALL:any')
  for (const data of ['broadcast-to:ALL', 'broadcast-in:ALL:any', `broadcast-send:${id}`, `broadcast-edit:${id}`, `broadcast-no:${id}`, `broadcast-stop:${id}`]) await route(presses(fresh, data))
  await route(says(fresh, '/broadcast'))
  expect(app.sent.at(-1)?.html).toContain('Я понимаю только команды и кнопки')
  expect(await app.db.broadcast.findMany()).toMatchObject([{ id, status: 'DRAFT' }])
  await route(presses(admin, `broadcast-send:${id}`))
  await route(presses(admin, `broadcast-stop:${id}`))
  await route(presses(admin, `broadcast-stop:${id}`))
  expect(app.edited.at(-1)?.html).toContain('⏹ Рассылка остановлена')
  expect(app.toasts.at(-1)).toContain('уже отправлена')
  expect(await app.db.broadcast.findUnique({ where: { id } })).toMatchObject({ status: 'STOPPED', endedAt: app.now() })
  await app.db.user.deleteMany()
  const other = await aDraft('ENDED:en')
  await route(presses(admin, `broadcast-send:${other}`))
  expect(app.toasts.at(-1)).toBe('Таких людей сейчас нет')
})
