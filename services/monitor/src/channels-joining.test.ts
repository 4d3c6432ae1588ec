import { until } from '@cars-bot/platform/testkit'
import { sandboxAccount } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { assignChannels } from './channels/is-assigned.js'
import { monitorBench, type MonitorBench } from './test-monitor.js'

let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

const me = sandboxAccount().userId
const waiting = { status: 'PENDING' as const, statusReason: { contains: 'ждёт очереди' } }

test('the joins of a day are counted in the database: a restart does not start anew', async () => {
  const sources = await Promise.all(['one', 'two', 'three'].map((word) => bench.source({ username: `daily_${word}` })))
  const first = await bench.start({ times: { joinsPerDay: 2, joinIntervalMs: 1 } })
  await until('two are read, one waits', async () => (await bench.db.channel.count({ where: { status: 'ACTIVE' } })) === 2 && (await bench.db.channel.count({ where: waiting })) === 1)
  await first.close()
  const lookUps = bench.asked('contacts.resolveUsername')
  await bench.start({ times: { joinsPerDay: 2, joinIntervalMs: 1 } })
  await until('the monitor is at work', () => bench.asked('updates.getState') > 1)
  const fourth = await bench.source({ username: 'daily_four' })
  await until('the fourth waits as well', async () => (await bench.db.channel.count({ where: waiting })) === 2)
  expect(bench.asked('channels.joinChannel')).toBe(2)
  expect(bench.asked('contacts.resolveUsername')).toBe(lookUps + 1)
  await bench.db.channel.updateMany({ where: { status: 'ACTIVE' }, data: { joinedAt: new Date(Date.now() - 25 * 3_600_000) } })
  for (const { rowId } of [...sources, fourth]) await bench.untilActive(rowId)
})

test('a channel the account is in already needs no join and no turn', async () => {
  const sources = await Promise.all(['one', 'two', 'three'].map((word) => bench.source({ username: `mine_${word}` })))
  for (const { channel } of sources) channel.members.add(me)
  await bench.start({ times: { joinsPerDay: 0 } })
  for (const { rowId } of sources) await bench.untilActive(rowId)
  expect(bench.asked('channels.joinChannel')).toBe(0)
})

test('a request to join is remembered, not sent again, and the channel is read once it is granted', async () => {
  const { channel, rowId } = await bench.source({ isPrivate: true })
  channel.needsApproval = true
  await bench.start()
  const row = await until('the request is remembered', () => bench.db.channel.findFirst({ where: { id: rowId, status: 'JOIN_REQUESTED' } }))
  expect(row.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 10 * 60_000)
  const ask = (): Promise<unknown> => bench.db.channel.update({ where: { id: rowId }, data: { nextAttemptAt: null } })
  await ask()
  await until('it is looked at again', () => bench.asked('messages.checkChatInvite') === 2)
  bench.world.join(channel, me)
  await until('its next look is set', () => bench.db.channel.findFirst({ where: { id: rowId, nextAttemptAt: { not: null } } }))
  await ask()
  await bench.untilActive(rowId)
  expect(bench.asked('messages.importChatInvite')).toBe(1)
})

test('a channel that costs Stars is left to the owner, once a day', async () => {
  const invited = await bench.source({ isPrivate: true })
  const named = await bench.source()
  for (const { channel } of [invited, named]) channel.isPaid = true
  await bench.start()
  for (const { rowId } of [invited, named]) {
    const row = await until('it is marked', () => bench.db.channel.findFirst({ where: { id: rowId, status: 'UNAVAILABLE' } }))
    expect(row.statusReason).toContain('платное')
    expect(row.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000)
  }
  expect(bench.asked('messages.importChatInvite')).toBe(0)
  expect(bench.asked('channels.joinChannel')).toBe(1)
})

test.each([
  ['CHANNELS_TOO_MUCH', 'слишком многих'],
  ['USER_BANNED_IN_CHANNEL', 'заблокирован'],
])('%s at a join is told in words and tried again a day later', async (code, words) => {
  const { rowId } = await bench.source()
  bench.faults.add({ target: 'mtproto', kind: 'error', rpcError: code, method: 'channels.joinChannel' })
  await bench.start()
  const row = await until('it is marked', () => bench.db.channel.findFirst({ where: { id: rowId, status: 'UNAVAILABLE' } }))
  expect(row.statusReason).toContain(words)
  expect(row.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000)
})

test('channels are shared out evenly, stay where they are, and no account gets more than it may have', () => {
  const rows = Array.from({ length: 7 }, (_, index) => ({ id: index + 1, sessionKeyId: index < 3 ? 'a' : index === 3 ? 'gone' : null }))
  const first = assignChannels(rows, ['b', 'a'])
  expect([...first].filter(([, keyId]) => keyId === 'a').map(([id]) => id)).toEqual(expect.arrayContaining([1, 2, 3]))
  expect([...first.values()].filter((keyId) => keyId === 'b').length).toBe(3)
  const settled = rows.map((row) => ({ ...row, sessionKeyId: first.get(row.id) ?? null }))
  expect(assignChannels(settled, ['a', 'b', 'c'])).toEqual(first)
  expect([...assignChannels(rows, ['a', 'b'], 3).values()].filter((keyId) => keyId === null).length).toBe(1)
})
