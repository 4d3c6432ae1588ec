import { openMediaStore } from '@cars-bot/adapters/media-store'
import {
  bootSettings,
  botApiEnv,
  createAlerts,
  createJobs,
  mediaEnv,
  mtprotoEnv,
  openDatabase,
  producerRedis,
  runService,
  serviceEnv,
  startHealth,
} from '@cars-bot/platform'
import { num } from 'envalid'
import { chooseSessions } from './account/session-source.js'
import { usualTimes } from './app.js'
import { startMonitor } from './start-monitor.js'

const { env, log } = bootSettings('monitor', {
  ...serviceEnv,
  ...mtprotoEnv,
  ...mediaEnv,
  NEWS_CHANNEL_ID: botApiEnv.NEWS_CHANNEL_ID,
  BACKFILL_HOURS: num({ default: usualTimes.backfillHours, desc: 'how many hours back a channel is read when it is seen for the first time' }),
  JOIN_INTERVAL_MS: num({ default: usualTimes.joinIntervalMs, desc: 'shortest pause between joining two channels; the longest is twice that' }),
  JOINS_PER_DAY: num({ default: usualTimes.joinsPerDay, desc: 'how many channels one account joins in 24 hours at most' }),
  SWEEP_INTERVAL_MS: num({ default: usualTimes.sweepIntervalMs, desc: 'how often all channels are compared with Telegram' }),
})

const sessions = chooseSessions(env.TELEGRAM_SESSIONS, env.TELEGRAM_SESSIONS_FILE)
if (!sessions) {
  process.stderr.write("monitor can't start: TELEGRAM_SESSIONS and TELEGRAM_SESSIONS_FILE are both set; remove one of them\n")
  process.exit(78)
}

await runService(log, async (service) => {
  const health = await startHealth(service, { host: env.HEALTH_HOST, port: env.HEALTH_PORT })
  const db = openDatabase(env.DATABASE_URL)
  service.onClose('database', () => db.$disconnect())
  const redis = producerRedis(env.REDIS_URL, log)
  service.onClose('redis', () => redis.quit())
  const jobs = createJobs(redis, log)
  service.onClose('jobs', () => jobs.close())
  await startMonitor(service, {
    db,
    jobs,
    pingRedis: () => redis.ping(),
    log,
    alerts: createAlerts(db, log, 'monitor'),
    media: await openMediaStore(env.MEDIA_DIR),
    health,
    telegram: { apiId: env.TELEGRAM_API_ID, apiHash: env.TELEGRAM_API_HASH, proxy: env.TELEGRAM_PROXY, sessions },
    newsChannelId: env.NEWS_CHANNEL_ID,
    times: { ...usualTimes, backfillHours: env.BACKFILL_HOURS, joinIntervalMs: env.JOIN_INTERVAL_MS, joinsPerDay: env.JOINS_PER_DAY, sweepIntervalMs: env.SWEEP_INTERVAL_MS },
  })
})
