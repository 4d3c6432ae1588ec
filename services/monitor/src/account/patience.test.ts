import { until } from '@cars-bot/platform/testkit'
import { sandboxSessionKeyId } from '@cars-bot/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { floodWaitSeconds } from '../metrics.js'
import { monitorBench, type MonitorBench } from '../test-monitor.js'

let bench: MonitorBench
let movedMs: number

beforeEach(async () => {
  bench = await monitorBench()
  movedMs = 0
})

afterEach(async () => {
  await bench.close()
})

const now = (): Date => new Date(Date.now() + movedMs)

test('a flood wait on joining is shown, and honoured to its end by the next process too; looking up goes on', async () => {
  const first = await bench.start({ now })
  bench.faults.add({ target: 'mtproto', kind: 'error', rpcError: 'FLOOD_WAIT_600', method: 'channels.joinChannel', times: 1 })
  const early = await bench.source()
  const wait = await until('the wait is stored', () => bench.db.floodWait.findFirst())
  expect(wait.method).toBe('channels.JoinChannel')
  expect(Math.abs(wait.endsAt.getTime() - Date.now() - 600_000)).toBeLessThan(5_000)
  const shown = (await floodWaitSeconds.get()).values.find((value) => value.labels.method === 'channels.JoinChannel')
  expect(shown?.value).toBeGreaterThan(590)
  await first.close()

  await bench.start({ now })
  const late = await bench.source()
  await until('the new channel waits too', () => bench.db.channel.findFirst({ where: { id: late.rowId, nextAttemptAt: { not: null } } }))
  expect([bench.asked('contacts.resolveUsername'), bench.asked('channels.joinChannel')]).toEqual([2, 1])
  movedMs = 601_000
  for (const { rowId } of [early, late]) await bench.untilActive(rowId)
  expect(bench.asked('channels.joinChannel')).toBe(3)
})

test('six quiet hours cause no reconnect', async () => {
  const { rowId } = await bench.source()
  const monitor = await bench.start({ now, times: { pingIntervalMs: 50, sweepIntervalMs: 50 } })
  await bench.untilActive(rowId)
  const opened = bench.server.connectionsOpened()
  for (let hour = 1; hour <= 6; hour += 1) {
    movedMs = hour * 3_600_000
    const asked = bench.asked('updates.getState')
    await until('Telegram was asked and has answered', () => bench.asked('updates.getState') > asked + 1)
  }
  expect(await monitor.fault('telegram')).toBeNull()
  expect(bench.server.connectionsOpened()).toBe(opened)
  expect(bench.server.connections()).toEqual([{ sessionKeyId: sandboxSessionKeyId() }])
})
