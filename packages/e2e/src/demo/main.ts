import { applyMigrations } from '@cars-bot/platform'
import { startLocalPostgres, startLocalRedis } from '@cars-bot/platform/testkit'
import { listingsOf } from '../system/sandbox-client.js'
import { serviceNames } from '../system/settings.js'
import { startSystem } from '../system/start-system.js'

const readerId = 700_000_001
const ownerId = 700_000_002
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const startedAt = Date.now()
const closers: (() => Promise<void>)[] = []
const { promise: stopped, resolve: stop } = Promise.withResolvers<void>()
process.on('SIGINT', stop)
process.on('SIGTERM', stop)

try {
  await Promise.race([demo(), stopped])
} catch (error) {
  process.exitCode = 1
  say(error instanceof Error ? error.message : String(error))
}
say('\nStopping …')
for (const close of closers.reverse()) await close()
say('Stopped.')
process.exit()

/** Runs until a signal: the sandbox, the five services, and a line of progress whenever something was published. */
async function demo(): Promise<void> {
  const hasFeed = process.env['DEMO_FEED'] !== 'off'
  const isVerbose = process.env['DEMO_LOGS'] === 'on'
  say('Starting Postgres and Redis …')
  const postgres = await startLocalPostgres({})
  closers.push(() => postgres.close())
  const redis = await startLocalRedis()
  closers.push(() => redis.close())
  say(`Applied migrations: ${(await applyMigrations(postgres.url)).join(', ')}`)
  const system = await startSystem({
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    feed: hasFeed,
    feedIntervalMs: Number(process.env['DEMO_FEED_INTERVAL_MS'] ?? 4_000),
    overrides: { NEWS_CHANNEL_MESSAGES_PER_MINUTE: '600', ADMIN_USER_IDS: String(ownerId) },
    httpPort: Number(process.env['SANDBOX_HTTP_PORT'] ?? 8090),
    onLine: (name, line) => {
      if (isVerbose) say(`${name.padEnd(9)} ${line}`)
    },
  })
  closers.push(() => system.close())
  say('Starting sandbox, bot, monitor, webhook, worker, scheduler …')
  await system.untilReady()
  const readyAt = Date.now()
  await addPeople(system)
  say(`All ${serviceNames.length} services are ready after ${((readyAt - startedAt) / 1000).toFixed(1)} s.`)
  say(`\n  Open ${system.sandboxUrl}/\n`)
  say(hasFeed ? 'Ads are posted at a steady pace. Ctrl-C stops everything. DEMO_LOGS=on shows the logs of all processes.' : 'No ads are posted by themselves (DEMO_FEED=off): post one on the page. Ctrl-C stops everything.')
  say('«Владелец» on the page is the admin of the bot: /moderation, /broadcast, /openings, /gift.')
  await showProgress(system, readyAt)
}

/** A reader, and the owner, who knows the bot already so that it may write to him. */
async function addPeople({ sandbox }: Awaited<ReturnType<typeof startSystem>>): Promise<void> {
  await sandbox.send('POST', '/telegram/users', { id: readerId, firstName: 'Анна', languageCode: 'ru' })
  await sandbox.send('POST', '/telegram/users', { id: ownerId, firstName: 'Владелец', languageCode: 'ru' })
  await sandbox.send('POST', `/telegram/users/${ownerId}/messages`, { text: '/start' })
}

async function showProgress(system: Awaited<ReturnType<typeof startSystem>>, readyAt: number): Promise<void> {
  const seen = new Set<string>()
  for (;;) {
    for (const { publicId, text, messages } of listingsOf(await system.sandbox.news().catch(() => []))) {
      if (seen.has(publicId)) continue
      seen.add(publicId)
      const seconds = ((Date.now() - readyAt) / 1000).toFixed(1)
      say(`[+${seconds} s] published ${seen.size}: ${text.split('\n')[0]} (${messages.length === 1 ? 'one message' : `album of ${messages.length}`})`)
    }
    for (const [name, child] of system.processes) if (!child.isRunning()) throw new Error(`${name} has ended:\n${child.lines.slice(-15).join('\n')}`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
