import { until } from '@cars-bot/platform/testkit'
import { sandboxSession, sandboxSessionKeyId } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adText, monitorBench, type MonitorBench } from './test-monitor.js'

let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

test('AUTH_KEY_DUPLICATED parks the account: told once with the mending command, not ready, no connection any more', async () => {
  const monitor = await bench.start({ times: { pingIntervalMs: 100 } })
  expect(await monitor.fault('telegram')).toBeNull()
  bench.faults.add({ target: 'mtproto', kind: 'error', rpcError: 'AUTH_KEY_DUPLICATED', status: 406 })
  const alert = await until('the owner is told', () => bench.db.logEvent.findFirst({ where: { component: 'monitor' } }))
  expect(alert.message).toContain('make login')
  await until('the connection is closed', () => bench.server.connections().length === 0)
  const askedByThen = bench.requests.of('mtproto').length
  // Longer than GramJS takes to reconnect (1 s).
  await expect(until('a further request', () => bench.requests.of('mtproto').length > askedByThen || bench.server.connections().length > 0, 2_500)).rejects.toThrow('in vain')
  expect((await monitor.fault('telegram'))?.message).toContain('AUTH_KEY_DUPLICATED')
  expect(monitor.state()).toContain('make login')
  expect(await monitor.fault('database')).toBeNull()
  expect(await bench.db.logEvent.findMany({ select: { count: true } })).toEqual([{ count: 1 }])
})

test('a session that is refused at connecting, and a string that is no session, park the account and leave the process up', async () => {
  bench.faults.add({ target: 'mtproto', kind: 'error', rpcError: 'SESSION_REVOKED', status: 401 })
  const monitor = await bench.start({ sessions: [sandboxSession(), '1notasession'] })
  expect((await monitor.fault('telegram'))?.name).toBe('SessionLostError')
  await until('both are told', async () => (await bench.db.logEvent.count()) === 2)
  expect(monitor.log.lines.map((line) => JSON.stringify(line)).join()).not.toContain('1notasession')
})

test('an unknown auth key is noticed at once instead of hanging', async () => {
  const key = Buffer.alloc(256, 9)
  const head = Buffer.concat([Buffer.from([2, 0, 9]), Buffer.from('127.0.0.1'), Buffer.from([1, 187])])
  const monitor = await bench.start({ sessions: [`1${Buffer.concat([head, key]).toString('base64')}`] })
  expect((await monitor.fault('telegram'))?.message).toContain('AUTH_KEY_UNKNOWN')
})

test('a second monitor with the same session stands by without connecting and takes over', async () => {
  const { channel, rowId } = await bench.source()
  const first = await bench.start()
  await bench.untilActive(rowId)
  const connectionsBefore = bench.server.connections().length
  let isStarted = false
  const second = bench.start().then((monitor) => {
    isStarted = true
    return monitor
  })
  await until('somebody stands by', () => bench.db.lease.findFirst())
  bench.world.post(channel, { from: 'channel', text: adText })
  await until('the first one reads on', () => bench.db.post.findFirst())
  expect(isStarted).toBe(false)
  expect(bench.server.connections().length).toBe(connectionsBefore)
  await first.close()
  await second
  bench.world.post(channel, { from: 'channel', text: `${adText}\nещё` })
  await until('the second one reads', async () => (await bench.db.post.count()) === 2)
  expect(bench.server.maxConnectionsPerKey().get(sandboxSessionKeyId())).toBe(1)
})

test('a connection on which nothing is answered any more is replaced without a restart, and nothing is lost', async () => {
  const { channel, rowId } = await bench.source()
  await bench.start({ times: { pingIntervalMs: 100, silenceMs: 2_000 }, requestTimeoutMs: 1_500 })
  await bench.untilActive(rowId)
  const asked = bench.asked('help.getConfig')
  bench.faults.add({ target: 'mtproto', kind: 'hang' })
  bench.faults.add({ target: 'mtproto', kind: 'drop-update' })
  bench.world.post(channel, { from: 'channel', text: adText })
  await until('a new connection is tried', () => bench.asked('help.getConfig') > asked)
  bench.faults.clear()
  await until('the post is stored', () => bench.db.post.findFirst())
  expect(bench.server.maxConnectionsPerKey().get(sandboxSessionKeyId())).toBe(1)
}, 40_000)
