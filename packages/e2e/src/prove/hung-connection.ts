import { until } from '@cars-bot/platform/testkit'
import { numberedAd } from '../system/ads.js'
import { startMonitorAlone } from '../system/monitor-alone.js'
import type { Servers } from '../system/with-servers.js'

const rounds = 5

/** The network swallows everything while the socket stays open, five times: how long until an ad posted meanwhile is stored, without a restart of the process. */
export async function proveHungConnection(servers: Servers): Promise<{ figures: object; holds: boolean }> {
  const monitor = await startMonitorAlone(servers)
  try {
    const [channel] = await monitor.addChannels(1)
    if (!channel) throw new Error('no channel was made')
    monitor.start()
    await monitor.untilWatched(1)
    const secondsToRecover: number[] = []
    for (let round = 1; round <= rounds; round++) {
      const opened = monitor.server.connectionsOpened()
      monitor.server.freezeAll()
      const frozenAt = performance.now()
      monitor.world.post(channel, { from: 'channel', text: numberedAd(round).text })
      await until('a new connection', () => monitor.server.connectionsOpened() > opened, 90_000)
      await until('the ad is stored', async () => (await servers.db.post.count()) === round, 30_000)
      secondsToRecover.push(Math.round((performance.now() - frozenAt) / 100) / 10)
    }
    const connectionsAtOnce = Math.max(...monitor.server.maxConnectionsPerKey().values())
    return { figures: { secondsToRecover, isSameProcess: monitor.isRunning(), connectionsAtOnce }, holds: Math.max(...secondsToRecover) <= 60 && monitor.isRunning() && connectionsAtOnce === 1 }
  } finally {
    await monitor.close()
  }
}
