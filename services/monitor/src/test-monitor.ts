import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openMediaStore, type MediaStore } from '@cars-bot/adapters/media-store'
import { createAlerts, createJobs, type Database, type HealthCheck, type Jobs } from '@cars-bot/platform'
import { testDatabase, testLog, testRedis, testService, until, type TestDatabase, type TestRedis } from '@cars-bot/platform/testkit'
import { Faults, Requests, sandboxAccount, sandboxSession, startMtprotoServer, TelegramWorld, type MtprotoServer, type WorldChannel } from '@cars-bot/sandbox'
import { usualTimes, type MonitorTimes } from './app.js'
import { startMonitor } from './start-monitor.js'

export type RunningMonitor = {
  log: ReturnType<typeof testLog>
  state: () => string
  /** The fault of a check of `/ready`, or null. */
  fault(name: string): Promise<Error | null>
  close(): Promise<void>
}

export type MonitorBench = {
  world: TelegramWorld
  faults: Faults
  requests: Requests
  server: MtprotoServer
  db: Database
  jobs: Jobs
  media: MediaStore
  news: WorldChannel
  start(options?: { times?: Partial<MonitorTimes>; sessions?: string[] | { file: string }; now?: () => Date; requestTimeoutMs?: number }): Promise<RunningMonitor>
  /** A source channel that the owner entered by its name or invite. */
  source(options?: { username?: string; isPrivate?: boolean; isProtected?: boolean; keywords?: string[] }): Promise<{ channel: WorldChannel; rowId: number }>
  untilActive(rowId: number): Promise<void>
  /** Ids of the posts for which a job of this name waits. */
  jobsOf(name: 'processPost' | 'publishPost' | 'updateListing' | 'withdrawListing'): Promise<string[]>
  /** How many requests of a method the server has seen. */
  asked(method: string): number
  close(): Promise<void>
}

/** Telegram of one's own with a database and queues of one's own; monitors are started against it one after another. */
export async function monitorBench(): Promise<MonitorBench> {
  const [database, redis, directory]: [TestDatabase, TestRedis, string] = await Promise.all([testDatabase(), testRedis(), mkdtemp(path.join(tmpdir(), 'cars-media-'))])
  const world = new TelegramWorld()
  const faults = new Faults()
  const requests = new Requests()
  const server = await startMtprotoServer({ world, faults, requests, log: testLog() }, { host: '127.0.0.1', port: 0 })
  const jobs = createJobs(redis.redis, testLog())
  const media = await openMediaStore(directory)
  const news = world.addChannel({ title: 'Наш канал', username: 'our_news' })
  news.members.add(sandboxAccount().userId)
  world.post(news, { from: 'channel', text: 'Канал создан' })
  const running = new Set<RunningMonitor>()
  const { db } = database

  return {
    world, faults, requests, server, db, jobs, media, news,
    async start({ times = {}, sessions = [sandboxSession()], now, requestTimeoutMs } = {}) {
      const service = testService()
      const log = testLog()
      const checks = new Map<string, HealthCheck>()
      let state = 'starting'
      const monitor: RunningMonitor = {
        log,
        state: () => state,
        fault: async (name) => (await checks.get(name)?.().then(() => null, (error: unknown) => (error instanceof Error ? error : new Error('failed')))) ?? null,
        async close() {
          running.delete(monitor)
          await service.close()
        },
      }
      running.add(monitor)
      await startMonitor(service, {
        db,
        jobs,
        pingRedis: () => redis.redis.ping(),
        log,
        alerts: createAlerts(db, log, 'monitor'),
        media,
        health: { addCheck: (name, check) => void checks.set(name, check), setState: (next) => void (state = next) },
        telegram: { apiId: 1, apiHash: '0'.repeat(32), proxy: `socks5://127.0.0.1:${server.port}`, sessions, ...(requestTimeoutMs ? { requestTimeoutMs } : {}) },
        newsChannelId: -1_000_000_000_000n - news.id,
        times: { ...usualTimes, channelRefreshMs: 50, albumQuietMs: 300, reconcileIntervalMs: 100, joinIntervalMs: 50, sessionsRefreshMs: 50, ...times },
        ...(now ? { now } : {}),
      })
      return monitor
    },
    async source({ username, isPrivate = false, isProtected = false, keywords = [] } = {}) {
      const name = username ?? `cars_${world.channels.size}`
      const channel = world.addChannel({ title: `Авто ${name}`, username: isPrivate ? null : name, isPrivate, isProtected })
      const reference = isPrivate ? `+${channel.inviteHash}` : `@${name}`
      const row = await db.channel.create({ data: { reference, keywords } })
      return { channel, rowId: row.id }
    },
    async untilActive(rowId) {
      await until('the channel is watched', () => db.channel.findFirst({ where: { id: rowId, status: 'ACTIVE' } }))
    },
    async jobsOf(name) {
      const waiting = await Promise.all(jobs.queues.map((queue) => queue.getJobs(['waiting', 'delayed', 'prioritized'])))
      return waiting.flat().flatMap((job) => (job.name === name ? [String(job.data.postId)] : []))
    },
    asked: (method) => requests.of('mtproto').filter((request) => request.method === method).length,
    async close() {
      for (const monitor of running) await monitor.close()
      await server.close()
      await jobs.close()
      await Promise.all([database.close(), redis.close(), rm(directory, { recursive: true, force: true })])
    },
  }
}

/** An ad that passes the filter; the number is from a block that no operator hands out. */
export const adText = 'Продаётся Toyota Camry, 2018 год\nПробег 90 тыс. км, 1 владелец\nЦена 1 850 000 руб.\nЗвоните: +7 900 000-00-01'
