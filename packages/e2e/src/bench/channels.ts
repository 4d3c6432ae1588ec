import { setTimeout as delay } from 'node:timers/promises'
import { until } from '@cars-bot/platform/testkit'
import { numberedAd } from '../system/ads.js'
import { startMonitorAlone, type MonitorAlone } from '../system/monitor-alone.js'
import type { Servers } from '../system/with-servers.js'

const channelCount = 500

/**
 * One account with 500 channels: how long until all are watched for the first time, which calls a restart makes until it has caught up with an ad
 * that each tenth channel got meanwhile, and how many calls a minute cost then.
 */
export async function benchChannels(servers: Servers): Promise<object> {
  const monitor = await startMonitorAlone(servers)
  try {
    const channels = await monitor.addChannels(channelCount)
    const startedAt = performance.now()
    monitor.start()
    await monitor.untilWatched(channelCount, 900_000)
    const secondsToWatchAll = seconds(startedAt)
    const firstCalls = callsSince(monitor, 0)
    await monitor.kill()
    const missed = channels.filter((_, index) => index % 10 === 0)
    for (const [index, channel] of missed.entries()) monitor.world.post(channel, { from: 'channel', text: numberedAd(index).text })
    const before = monitor.requests.of('mtproto').length
    const restartedAt = performance.now()
    monitor.start()
    await until('the missed ads are stored', async () => (await servers.db.post.count()) === missed.length, 120_000)
    const secondsToCatchUp = seconds(restartedAt)
    const restartCalls = callsSince(monitor, before)
    const quietFrom = monitor.requests.of('mtproto').length
    await delay(60_000)
    return { channelCount, secondsToWatchAll, firstCalls, missed: missed.length, secondsToCatchUp, restartCalls, callsInAQuietMinute: callsSince(monitor, quietFrom), memoryMb: Math.round((await monitor.memoryBytes()) / 1_048_576) }
  } finally {
    await monitor.close()
  }
}

function callsSince(monitor: MonitorAlone, count: number): Record<string, number> {
  const methods = monitor.requests.of('mtproto').slice(count).map((request) => request.method)
  return Object.fromEntries([...Map.groupBy(methods, (method) => method)].map(([method, list]) => [method, list.length]))
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 100) / 10
}
