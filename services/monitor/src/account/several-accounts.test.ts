import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openUserSession } from '@cars-bot/adapters/mtproto'
import { contactUrl } from '@cars-bot/domain'
import { until } from '@cars-bot/platform/testkit'
import { sandboxAccount, sandboxSession } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adText, monitorBench, type MonitorBench } from '../test-monitor.js'

let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

/** The same session in a second place, which kills it. */
async function useElsewhere(account: number): Promise<void> {
  const nothing = (): void => {}
  const session = await openUserSession({
    session: sandboxSession(account),
    apiId: 1,
    apiHash: 'sandbox',
    proxy: `socks5://127.0.0.1:${bench.server.port}`,
    log: { debug: nothing },
    onUpdate: nothing,
    onConnectionChange: nothing,
    onLost: nothing,
  })
  await session.connect().catch(nothing)
  await session.close()
}

test('an account used elsewhere is parked; its public channels go to the other one, nothing is missed and nothing doubled', async () => {
  const sources = await Promise.all([1, 2, 3, 4].map((n) => bench.source({ username: `shared_cars_${n}` })))
  const monitor = await bench.start({ sessions: [sandboxSession(0), sandboxSession(1)], times: { pingIntervalMs: 100 } })
  for (const { rowId } of sources) await bench.untilActive(rowId)
  const keyIds = async (): Promise<Set<string | null>> => new Set((await bench.db.channel.findMany()).map((row) => row.sessionKeyId))
  expect((await keyIds()).size).toBe(2)
  const post = (word: string): void => sources.forEach(({ channel }) => bench.world.post(channel, { from: 'channel', text: `${adText}\n${word}` }))
  post('до')
  await until('all four are stored', async () => (await bench.db.post.count()) === 4)
  await useElsewhere(1)
  const parked = await until('the account is parked', () => bench.db.readingAccount.findFirst({ where: { status: 'PARKED' } }))
  expect(parked).toMatchObject({ telegramId: BigInt(sandboxAccount(1).userId), statusCode: 'AUTH_KEY_DUPLICATED' })
  post('во время')
  await until('the other one has them all', async () => (await keyIds()).size === 1 && !(await keyIds()).has(parked.sessionKeyId))
  post('после')
  await until('all twelve are stored', async () => (await bench.db.post.count()) === 12)
  expect((await bench.jobsOf('processPost')).length).toBe(12)
  expect(await monitor.fault('telegram')).toBeNull()
  expect(monitor.state()).toContain('running')
  expect(await bench.db.logEvent.findMany({ select: { count: true } })).toEqual([{ count: 1 }])
})

test('a restart with several accounts resolves and joins nothing again', async () => {
  const sources = await Promise.all([1, 2, 3, 4].map((n) => bench.source({ username: `kept_cars_${n}` })))
  const sessions = [0, 1, 2].map((account) => sandboxSession(account))
  const first = await bench.start({ sessions })
  for (const { rowId } of sources) await bench.untilActive(rowId)
  await first.close()
  const asked = (): number[] => ['contacts.resolveUsername', 'channels.joinChannel'].map((method) => bench.asked(method))
  const before = asked()
  await bench.start({ sessions: sessions.reverse() })
  for (const { channel } of sources) bench.world.post(channel, { from: 'channel', text: adText })
  await until('all are stored', async () => (await bench.db.post.count()) === 4)
  expect(asked()).toEqual(before)
})

test('a session that is taken away leaves its channels to another session of the same account', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'cars-sessions-'))
  const file = path.join(directory, 'sessions')
  const second = bench.server.newSession(0)
  await writeFile(file, sandboxSession(0))
  const { channel, rowId } = await bench.source({ isPrivate: true })
  await bench.start({ sessions: { file } })
  await bench.untilActive(rowId)
  const first = await bench.db.readingAccount.findFirstOrThrow()
  await writeFile(file, `${sandboxSession(0)}\n${second}\n`)
  await until('both work', async () => (await bench.db.readingAccount.count({ where: { status: 'WORKING' } })) === 2)
  expect(await bench.db.channel.findFirst()).toMatchObject({ sessionKeyId: first.sessionKeyId })
  await writeFile(file, second)
  await until('the channel has a new reader', () => bench.db.channel.findFirst({ where: { sessionKeyId: { not: first.sessionKeyId } } }))
  bench.world.post(channel, { from: 'channel', text: adText })
  await until('the post is stored', () => bench.db.post.findFirst())
  expect(bench.asked('messages.importChatInvite')).toBe(1)
  await rm(directory, { recursive: true })
})

test('our channel is looked at by an account that sees it', async () => {
  bench.news.members.delete(sandboxAccount(0).userId)
  bench.news.members.add(sandboxAccount(1).userId)
  const source = await bench.db.channel.create({ data: { reference: '@stale_source', isEnabled: false } })
  const post = await bench.db.post.create({
    data: { publicId: 'abcdefghijkl', channelId: source.id, messageId: 1, messageIds: [1], text: adText, origin: {}, postedAt: new Date(), status: 'PUBLISHING', attemptToken: 'a' },
  })
  const chatId = -1_000_000_000_000n - bench.news.id
  await bench.db.delivery.create({ data: { postId: post.id, chatId, status: 'SENDING', attemptToken: 'a', updatedAt: new Date(Date.now() - 40_000) } })
  const entities = [{ type: 'text_link' as const, offset: 0, length: 6, url: contactUrl('cars_test_bot', post.publicId) }]
  bench.world.post(bench.news, { from: 'bot', text: 'Toyota', entities })
  await bench.start({ sessions: [sandboxSession(0), sandboxSession(1)] })
  await until('it is settled', () => bench.db.delivery.findFirst({ where: { status: 'SENT' } }))
  expect(await bench.db.logEvent.count()).toBe(0)
})
