import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { until } from '@cars-bot/platform/testkit'
import { sandboxAccount, sandboxSession } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adText, monitorBench, type MonitorBench } from '../test-monitor.js'

let bench: MonitorBench
let directory: string
let file: string

beforeEach(async () => {
  bench = await monitorBench()
  directory = await mkdtemp(path.join(tmpdir(), 'cars-sessions-'))
  file = path.join(directory, 'sessions')
})

afterEach(async () => {
  await bench.close()
  await rm(directory, { recursive: true })
})

const userId = BigInt(sandboxAccount().userId)

function lose(rpcError: string, status: number, method?: string): void {
  bench.faults.add({ target: 'mtproto', kind: 'error', rpcError, status, times: 1, ...(method ? { method } : {}) })
}

async function untilParked(code: string): Promise<string> {
  const row = await until('the account is parked', () => bench.db.readingAccount.findFirst({ where: { status: 'PARKED', statusCode: code } }))
  await until('nothing is connected', () => bench.server.connections().length === 0)
  return row.sessionKeyId
}

test('a session replaced in the file works without a restart and keeps its channels: nothing is looked up or joined again, nothing missed', async () => {
  await writeFile(file, `# читает Монитор\n${sandboxSession()}\n`)
  const open = await bench.source()
  const closed = await bench.source({ isPrivate: true })
  const monitor = await bench.start({ sessions: { file }, times: { pingIntervalMs: 100 } })
  for (const { rowId } of [open, closed]) await bench.untilActive(rowId)
  lose('AUTH_KEY_DUPLICATED', 406)
  const oldKeyId = await untilParked('AUTH_KEY_DUPLICATED')
  const openedByThen = bench.server.connectionsOpened()
  for (const { channel } of [open, closed]) bench.world.post(channel, { from: 'channel', text: adText })
  // Longer than GramJS takes to reconnect (1 s).
  await expect(until('a further connection', () => bench.server.connectionsOpened() > openedByThen, 2_000)).rejects.toThrow('in vain')
  const alert = await bench.db.logEvent.findFirstOrThrow()
  expect(alert.message).toMatch(/make login.*TELEGRAM_SESSIONS_FILE/)
  expect((await monitor.fault('telegram'))?.name).toBe('SessionLostError')

  await writeFile(file, `# читает Монитор\n${bench.server.newSession(0)}\n`)
  await until('the new session works', () => monitor.state() === 'running')
  expect(await monitor.fault('telegram')).toBeNull()
  await until('both posts are stored', async () => (await bench.db.post.count()) === 2)
  const [channels, accounts] = await Promise.all([bench.db.channel.findMany(), bench.db.readingAccount.findMany({ orderBy: { status: 'asc' } })])
  const working = accounts.find((row) => row.status === 'WORKING')
  expect(working).toMatchObject({ telegramId: userId, statusCode: null })
  expect(accounts.find((row) => row.sessionKeyId === oldKeyId)).toMatchObject({ telegramId: userId, status: 'PARKED' })
  expect(channels.map((row) => row.sessionKeyId)).toEqual([working?.sessionKeyId, working?.sessionKeyId])
  expect(['contacts.resolveUsername', 'channels.joinChannel', 'messages.importChatInvite'].map((method) => bench.asked(method))).toEqual([1, 1, 1])
  expect(await bench.db.logEvent.count()).toBe(1)
})

test.each([
  ['AUTH_KEY_DUPLICATED', 406],
  ['AUTH_KEY_UNREGISTERED', 401],
  ['SESSION_REVOKED', 401],
  ['USER_DEACTIVATED_BAN', 401],
])('%s: the session is not used again after a restart either, and the owner is not told again', async (code, status) => {
  const first = await bench.start({ times: { pingIntervalMs: 50 } })
  lose(code, status)
  await untilParked(code)
  await until('the owner is told', () => bench.db.logEvent.findFirst())
  await first.close()
  await bench.db.logEvent.updateMany({ data: { createdAt: new Date(Date.now() - 7 * 86_400_000) } })
  const openedByThen = bench.server.connectionsOpened()
  const second = await bench.start()
  expect((await second.fault('telegram'))?.message).toContain(code)
  expect(bench.server.connectionsOpened()).toBe(openedByThen)
  expect(await bench.db.logEvent.findMany({ select: { count: true } })).toEqual([{ count: 1 }])
})

test('a frozen account is parked and told once; a restart looks whether it has been freed', async () => {
  const first = await bench.start({ times: { sweepIntervalMs: 50, pingIntervalMs: 50 } })
  lose('FROZEN_METHOD_INVALID', 420, 'getState')
  await untilParked('FROZEN_METHOD_INVALID')
  const alert = await until('the owner is told', () => bench.db.logEvent.findFirst())
  expect(alert.message).toContain('заморожен')
  await first.close()

  lose('FROZEN_METHOD_INVALID', 420, 'getState')
  const second = await bench.start()
  expect((await second.fault('telegram'))?.name).toBe('SessionLostError')
  await second.close()
  expect(await bench.db.logEvent.findMany({ select: { count: true } })).toEqual([{ count: 1 }])

  const third = await bench.start()
  expect(await third.fault('telegram')).toBeNull()
  expect(await bench.db.readingAccount.findFirst()).toMatchObject({ status: 'WORKING', statusCode: null, parkedAt: null })
})

test('a session that belongs to another account than before reads nothing', async () => {
  const { rowId } = await bench.source()
  const first = await bench.start()
  await bench.untilActive(rowId)
  await first.close()
  await bench.db.readingAccount.updateMany({ data: { telegramId: userId + 1n } })
  const asked = bench.asked('messages.getPeerDialogs')
  const second = await bench.start()
  expect((await second.fault('telegram'))?.message).toContain('ACCOUNT_CHANGED')
  await untilParked('ACCOUNT_CHANGED')
  expect(bench.asked('messages.getPeerDialogs')).toBe(asked)
  expect(await bench.db.readingAccount.findFirst()).toMatchObject({ telegramId: userId + 1n })
  const alert = await until('the owner is told', () => bench.db.logEvent.findFirst())
  expect(alert.message).toContain('другому аккаунту')
})

test('sessions come and go with the file, which may be missing at first; a missing file lets nobody go', async () => {
  const monitor = await bench.start({ sessions: { file } })
  expect((await monitor.fault('telegram'))?.message).toBe('no session is given')
  await writeFile(file, `${sandboxSession(0)}\n# второй\n${sandboxSession(1)}\n`)
  await until('both work', async () => (await bench.db.readingAccount.count({ where: { status: 'WORKING' } })) === 2)
  await until('both are connected', () => bench.server.connections().length === 2)
  await writeFile(file, sandboxSession(1))
  await until('one is let go', () => bench.server.connections().length === 1)
  const free = await until('its lease is free', () => bench.db.lease.findFirst({ where: { expiresAt: { lte: new Date() } } }))
  expect(free.name).toMatch(/^session:/)
  await rm(file)
  await expect(until('the other one is let go', () => bench.server.connections().length === 0, 500)).rejects.toThrow('in vain')
  expect(await monitor.fault('telegram')).toBeNull()
  expect(await bench.db.logEvent.count()).toBe(0)
})
