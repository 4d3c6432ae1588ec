import { setTimeout as delay } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import { createJobs, createLog, producerRedis, type Database } from '@cars-bot/platform'
import { until } from '@cars-bot/platform/testkit'
import type { WorldChannel } from '@cars-bot/sandbox'
import { numberedAd } from '../system/ads.js'
import { startMonitorAlone, type MonitorAlone } from '../system/monitor-alone.js'
import type { Servers } from '../system/with-servers.js'
import { percentiles, type Percentiles } from './percentiles.js'

type Redis = ReturnType<typeof producerRedis>

const channelCount = 50
const perSecond = 50
const latencySeconds = 60
/** More than this not yet stored, and the sender waits. */
const mostBehind = 500

/**
 * From Telegram's push to the job in Redis (the row is committed before), at 50 messages a second, beside the same insert and enqueue without
 * Telegram; then the resident memory after 10,000 messages and after 100,000. Milliseconds and megabytes.
 */
export async function benchMonitor(servers: Servers, { messages = 100_000 }: { messages?: number } = {}): Promise<{ pushToJob: Percentiles; rowAndJobAlone: Percentiles; memoryMb: Record<string, number>; growth: number; messagesPerSecond: number }> {
  const monitor = await startMonitorAlone(servers)
  const redis = producerRedis(servers.redisUrl, createLog('bench', 'error'))
  try {
    const channels = await monitor.addChannels(channelCount)
    monitor.start()
    await monitor.untilWatched(channelCount)
    const rowAndJobAlone = await aloneTimes(servers, redis)
    const pushToJob = await pushTimes(servers, redis, monitor, channels)
    const sent = perSecond * latencySeconds
    const early = Math.min(10_000, messages / 10)
    await pour(servers.db, monitor, channels, { from: sent, to: early })
    const earlyMemory = await settledMemory(monitor)
    const pouringAt = performance.now()
    await pour(servers.db, monitor, channels, { from: early, to: messages })
    const messagesPerSecond = Math.round((messages - early) / ((performance.now() - pouringAt) / 1000))
    const lateMemory = await settledMemory(monitor)
    return { pushToJob, rowAndJobAlone, memoryMb: { [`after${early}`]: megabytes(earlyMemory), [`after${messages}`]: megabytes(lateMemory) }, growth: Math.round((lateMemory / earlyMemory - 1) * 1000) / 1000, messagesPerSecond }
  } finally {
    await monitor.close()
    await redis.quit()
  }
}

async function pushTimes({ db }: Servers, redis: Redis, monitor: MonitorAlone, channels: readonly WorldChannel[]): Promise<Percentiles> {
  const pushedAt = new Map<string, number>()
  const startedAt = Date.now()
  for (let n = 0; n < perSecond * latencySeconds; n++) {
    const due = startedAt + (n * 1000) / perSecond
    if (due > Date.now()) await delay(due - Date.now())
    const channel = channels[(n * 17) % channels.length]
    if (!channel) continue
    const at = Date.now()
    const { id } = monitor.world.post(channel, { from: 'channel', text: numberedAd(n).text })
    pushedAt.set(`@${channel.username} ${id}`, at)
  }
  const rows = await until('all rows are there', async () => {
    const found = await db.post.findMany({ where: { messageId: { gt: 1 } }, select: { id: true, messageId: true, channel: { select: { reference: true } } } })
    return found.length >= pushedAt.size && found
  }, 30_000)
  const enqueuedAt = await jobTimes(redis)
  const times = rows.flatMap(({ id, messageId, channel }) => {
    const pushed = pushedAt.get(`${channel.reference} ${messageId}`)
    const enqueued = enqueuedAt.get(id)
    return pushed === undefined || enqueued === undefined ? [] : [enqueued - pushed]
  })
  if (times.length < pushedAt.size) throw new Error(`${pushedAt.size - times.length} of ${pushedAt.size} messages have no job`)
  return percentiles(times)
}

/** When each post's job came to be in Redis, by Redis's own clock: the ids of BullMQ's event stream begin with it. */
async function jobTimes(redis: Redis): Promise<Map<string, number>> {
  const times = new Map<string, number>()
  const events = await redis.xrange('bull:ai:events', '-', '+')
  for (const [id, fields] of events) {
    const event = Object.fromEntries(fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1]]] : [])))
    if (event['event'] !== 'added' || !event['jobId']) continue
    const jobId = String(event['jobId'])
    const data = await redis.hget(`bull:ai:${jobId}`, 'data')
    const postId = /"postId":"([^"]+)"/.exec(data ?? '')?.[1]
    if (!postId) continue
    times.set(postId, Number(id.split('-')[0]))
  }
  return times
}

/** The floor: the same row and the same job, one after another, by this process. */
async function aloneTimes({ db }: Servers, redis: Redis): Promise<Percentiles> {
  const jobs = createJobs(redis, createLog('bench', 'error'))
  const channel = await db.channel.create({ data: { reference: '@bench_alone', isEnabled: false } })
  const times: number[] = []
  for (let n = 0; n < 500; n++) {
    const startedAt = performance.now()
    const { id } = await db.$transaction(async (tx) => {
      await tx.channel.update({ where: { id: channel.id }, data: { lastMessageId: n } })
      return tx.post.create({ data: { publicId: randomUUID(), channelId: channel.id, messageId: n, messageIds: [n], text: numberedAd(n).text, origin: {}, postedAt: new Date() } })
    })
    await jobs.enqueue('processPost', { postId: id }, { dedupeKey: `processPost:${id}` })
    times.push(performance.now() - startedAt)
    await delay(5)
  }
  await jobs.close()
  await db.post.deleteMany({ where: { channelId: channel.id } })
  await db.channel.delete({ where: { id: channel.id } })
  return percentiles(times)
}

async function pour(db: Database, { world }: MonitorAlone, channels: readonly WorldChannel[], { from, to }: { from: number; to: number }): Promise<void> {
  for (let n = from; n < to; n++) {
    const channel = channels[n % channels.length]
    if (channel) world.post(channel, { from: 'channel', text: numberedAd(n).text })
    if (n % 50 === 0) await until('the monitor keeps up', async () => n - (await stored(db)) < mostBehind, 120_000)
    // What the stand-in keeps of the past is its own memory, not the monitor's.
    if (channel && channel.log.length > 400) channel.log.splice(0, channel.log.length - 200)
  }
  await until('all are stored', async () => (await stored(db)) >= to, 180_000)
}

async function stored(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>`SELECT count(*) AS count FROM "Post" WHERE "messageId" > 1`
  return Number(row?.count ?? 0)
}

/** The median of ten looks, half a second apart, after the last message. */
async function settledMemory(monitor: MonitorAlone): Promise<number> {
  const looks: number[] = []
  for (let look = 0; look < 10; look++) {
    await delay(500)
    looks.push(await monitor.memoryBytes())
  }
  return looks.toSorted((one, other) => one - other)[5] ?? 0
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 104_857.6) / 10
}
