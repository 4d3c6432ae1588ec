import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import { seededRandom } from '../system/seeded-random.js'
import type { System } from '../system/start-system.js'

export type BroadcastKillsOptions = { people: number; kills: number; adminId: number; seed: number }
export type BroadcastKillsFigures = { people: number; kills: number; got: number; twice: number; unknown: number; others: number; mostPerSecond: number; seconds: number }

const words = 'Скидка 20 % до пятницы'
const firstId = 610_000_001
const longestLifeMs = 3_000

/**
 * An admin writes to the subscribers, half of the people, while the worker is killed again and again; reports who got it. The people come to know the bot by /start, as anybody does.
 */
export async function killBroadcast(system: System, db: Database, { people, kills, adminId, seed }: BroadcastKillsOptions): Promise<BroadcastKillsFigures> {
  const random = seededRandom(seed)
  const ids = Array.from({ length: people * 2 }, (_, index) => firstId + index)
  for (const id of [adminId, ...ids]) {
    await system.sandbox.send('POST', '/telegram/users', { id, firstName: 'Читатель' })
    await system.sandbox.send('POST', `/telegram/users/${id}/messages`, { text: '/start' })
  }
  await until('all are known', async () => (await db.user.count({ where: { telegramId: { in: ids.map(BigInt) } } })) === ids.length, 120_000)
  await subscribe(db, ids.slice(0, people))
  const startedAt = performance.now()
  await startBroadcast(system, adminId)
  const left = async (): Promise<number> => db.broadcastRecipient.count({ where: { status: 'PENDING' } })
  await until('it is under way', async () => (await db.broadcastRecipient.count({ where: { status: 'SENT' } })) > 0, 30_000)
  let killed = 0
  for (; killed < kills && (await left()) > 0; killed += 1) {
    await until('the worker works', () => system.ready('worker'), 30_000)
    await delay(random.next() * longestLifeMs)
    await system.kill('worker')
    await system.start('worker')
  }
  await until('the broadcast is done', async () => (await db.broadcast.count({ where: { status: 'DONE' } })) === 1, 60_000 + people * 100 + kills * 30_000)
  return { people, kills: killed, ...(await whoGotIt(system, db, ids, people)), seconds: Math.round((performance.now() - startedAt) / 1_000) }
}

/** Whether it came out as the product promises: a kill leaves at most the few in doubt that were being written to. */
export function isEachAtMostOnce({ people, kills, got, twice, unknown, others, mostPerSecond }: BroadcastKillsFigures, wanted: BroadcastKillsOptions): boolean {
  return kills === wanted.kills && twice + others === 0 && got <= people && got >= people - unknown && unknown <= kills * 10 && mostPerSecond <= 30
}

async function subscribe(db: Database, ids: readonly number[]): Promise<void> {
  const users = await db.user.findMany({ where: { telegramId: { in: ids.map(BigInt) } }, select: { id: true } })
  const now = Date.now()
  await db.subscription.createMany({ data: users.map(({ id }) => ({ userId: id, plan: 'MONTHLY', source: 'ADMIN', startsAt: new Date(now - 86_400_000), endsAt: new Date(now + 86_400_000 * 9) })) })
}

async function startBroadcast({ sandbox }: System, adminId: number): Promise<void> {
  const press = async (name: string, data: RegExp): Promise<void> => {
    const message = await sandbox.untilChat(adminId, name, ({ buttons }) => buttons.flat().some((button) => data.test(button.data ?? '')))
    await sandbox.send('POST', `/telegram/users/${adminId}/callbacks`, { messageId: message.id, data: message.buttons.flat().find((button) => data.test(button.data ?? ''))?.data })
  }
  await sandbox.send('POST', `/telegram/users/${adminId}/messages`, { text: '/broadcast' })
  await press('the audiences', /^broadcast-to:SUBSCRIBERS$/)
  await press('the languages', /^broadcast-in:SUBSCRIBERS:ru$/)
  await sandbox.untilChat(adminId, 'the question for the words', ({ buttons }) => buttons.flat().some(({ data }) => data?.startsWith('broadcast-no:')))
  await sandbox.send('POST', `/telegram/users/${adminId}/messages`, { text: words })
  await press('the preview', /^broadcast-send:/)
}

async function whoGotIt({ sandbox }: System, db: Database, ids: readonly number[], people: number): Promise<Pick<BroadcastKillsFigures, 'got' | 'twice' | 'unknown' | 'others' | 'mostPerSecond'>> {
  const counts = new Map<number, number>()
  for (const id of ids) counts.set(id, (await sandbox.chat(id)).filter(({ from, text }) => from === 'bot' && text === words).length)
  const requests = await sandbox.get<{ at: string; path: string; body: unknown }[]>('/requests?target=bot-api')
  const times = requests.filter(({ path, body }) => path.endsWith('/sendMessage') && JSON.stringify(body).includes(words)).map(({ at }) => Date.parse(at))
  return {
    got: ids.slice(0, people).filter((id) => (counts.get(id) ?? 0) > 0).length,
    twice: [...counts.values()].filter((count) => count > 1).length,
    others: ids.slice(people).filter((id) => (counts.get(id) ?? 0) > 0).length,
    unknown: await db.broadcastRecipient.count({ where: { status: 'SKIPPED' } }),
    mostPerSecond: Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length)),
  }
}
