import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLog, type Database } from '@cars-bot/platform'
import { freePort, until } from '@cars-bot/platform/testkit'
import { Faults, Requests, sandboxAccount, startMtprotoServer, TelegramWorld, type MtprotoServer, type WorldChannel } from '@cars-bot/sandbox'
import { startChild, type Child } from './child.js'
import { serviceSettings } from './settings.js'

export type MonitorAlone = {
  world: TelegramWorld
  faults: Faults
  requests: Requests
  server: MtprotoServer
  /** Starts the process (again); resolves at once. */
  start(): void
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  /** Source channels of which the reading account is a member already, entered for watching. */
  addChannels(count: number): Promise<WorldChannel[]>
  untilWatched(count: number, timeoutMs?: number): Promise<void>
  /** Resident memory of the process now, in bytes. */
  memoryBytes(): Promise<number>
  lines(): string[]
  isRunning(): boolean
  close(): Promise<void>
}

const script = fileURLToPath(new URL('../../../../services/monitor/dist/main.js', import.meta.url))

const timeLapsePreload = fileURLToPath(new URL('./time-lapse.js', import.meta.url))

/** The monitor as a process of its own, against Telegram's stand-in inside this process, where every update can be lost, doubled or cut off; with `timeLapse` its clock runs that many times faster. */
export async function startMonitorAlone({ databaseUrl, redisUrl, db, timeLapse }: { databaseUrl: string; redisUrl: string; db: Database; timeLapse?: number }): Promise<MonitorAlone> {
  const directory = await mkdtemp(path.join(tmpdir(), 'cars-monitor-'))
  const world = new TelegramWorld()
  const faults = new Faults()
  const requests = new Requests()
  const account = sandboxAccount().userId
  const news = world.addChannel({ title: 'Наш канал', username: 'sandbox_news', id: 1_000_000_001n })
  news.members.add(account)
  world.post(news, { from: 'channel', text: 'Канал создан' })
  const server = await startMtprotoServer({ world, faults, requests, log: createLog('sandbox', 'error') }, { host: '127.0.0.1', port: 0 })
  const addresses = { databaseUrl, redisUrl, httpPort: 1, webhookPort: 1, mtprotoPort: server.port, mediaDirectory: path.join(directory, 'media'), googleKeyFile: path.join(directory, 'none.json') }
  const env = { ...serviceSettings(addresses), LOG_LEVEL: 'warn', HEALTH_PORT: String(await freePort()), JOIN_INTERVAL_MS: '1', JOINS_PER_DAY: '1000', ...(timeLapse ? { TIME_LAPSE: String(timeLapse), NODE_OPTIONS: `--import ${timeLapsePreload}` } : {}) }
  let child: Child | null = null
  return {
    world,
    faults,
    requests,
    server,
    start() {
      child = startChild({ name: 'monitor', script, env })
    },
    async kill() {
      await child?.kill('SIGKILL')
    },
    async addChannels(count) {
      const channels = Array.from({ length: count }, (_, index) => world.addChannel({ title: `Авто ${index}`, username: `drill_cars_${index}` }))
      for (const channel of channels) {
        channel.members.add(account)
        world.post(channel, { from: 'channel', text: 'Правила' })
      }
      await db.channel.createMany({ data: channels.map((channel) => ({ reference: `@${channel.username}` })) })
      return channels
    },
    untilWatched: (count, timeoutMs = 120_000) =>
      until('all channels are watched', async () => (await db.channel.count({ where: { status: 'ACTIVE' } })) === count, timeoutMs).then(
        () => {},
        (error: unknown) => {
          throw new Error(`not watched:\n${child?.lines.slice(-20).join('\n')}`, { cause: error })
        },
      ),
    async memoryBytes() {
      const status = await readFile(`/proc/${child?.pid}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024
    },
    lines: () => child?.lines ?? [],
    isRunning: () => child?.isRunning() ?? false,
    async close() {
      await child?.kill('SIGTERM')
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
