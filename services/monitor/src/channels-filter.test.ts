import { until } from '@cars-bot/platform/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adText, monitorBench, type MonitorBench } from './test-monitor.js'

let bench: MonitorBench

beforeEach(async () => {
  bench = await monitorBench()
})

afterEach(async () => {
  await bench.close()
})

test('a post that fails the filter leaves a counter only: no row and no log holds its text', async () => {
  const { channel, rowId } = await bench.source({ keywords: ['тойота'] })
  const monitor = await bench.start()
  await bench.untilActive(rowId)
  bench.world.post(channel, { from: 'channel', text: 'Отдам котёнка в добрые руки, звоните +7 900 000-00-09' })
  await until('it is counted', () => bench.db.dailyCounter.findFirst({ where: { name: 'filtered', count: 1 } }))
  bench.world.post(channel, { from: 'channel', text: `${adText}\nПродаю Тойоту` })
  await until('the wanted one is stored', () => bench.db.post.findFirst())
  const rows = await Promise.all([bench.db.post.findMany(), bench.db.logEvent.findMany(), bench.db.channel.findMany()])
  const kept = JSON.stringify([rows, monitor.log], (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  expect(kept).toContain('Toyota')
  expect(kept).not.toMatch(/кот[её]нка|000-00-09/)
})
