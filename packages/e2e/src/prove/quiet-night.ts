import { setTimeout as delay } from 'node:timers/promises'
import { until } from '@cars-bot/platform/testkit'
import { numberedAd } from '../system/ads.js'
import { startMonitorAlone } from '../system/monitor-alone.js'
import type { Servers } from '../system/with-servers.js'

const timeLapse = 40
const quietHours = 6

/** The monitor with a clock that runs 40 times faster, six of its hours without a message; then one comes. */
export async function proveQuietNight(servers: Servers): Promise<{ figures: object; holds: boolean }> {
  const monitor = await startMonitorAlone({ ...servers, timeLapse })
  try {
    const [channel] = await monitor.addChannels(3)
    monitor.start()
    await monitor.untilWatched(3)
    const openedBefore = monitor.server.connectionsOpened()
    const asked = monitor.requests.of('mtproto').length
    await delay((quietHours * 3_600_000) / timeLapse)
    const connectionsOpenedInTheNight = monitor.server.connectionsOpened() - openedBefore
    const questionsInTheNight = monitor.requests.of('mtproto').length - asked
    if (channel) monitor.world.post(channel, { from: 'channel', text: numberedAd(1).text })
    const arrived = await until('the ad of the morning is stored', async () => (await servers.db.post.count()) || null, 10_000).catch(() => 0)
    return { figures: { quietHours, connectionsOpenedInTheNight, questionsInTheNight, arrived, warnings: monitor.lines().length }, holds: connectionsOpenedInTheNight === 0 && arrived === 1 }
  } finally {
    await monitor.close()
  }
}
