import { bootSettings, createJobs, listen, openDatabase, pingDatabase, producerRedis, runService, serviceEnv, startHealth } from '@cars-bot/platform'
import { webhookEnv } from './webhook-env.js'
import { webhook } from './webhook.js'

const { env, log } = bootSettings('webhook', { ...serviceEnv, ...webhookEnv })

await runService(log, async (service) => {
  const health = await startHealth(service, { host: env.HEALTH_HOST, port: env.HEALTH_PORT })
  const db = openDatabase(env.DATABASE_URL)
  service.onClose('database', () => db.$disconnect())
  const redis = producerRedis(env.REDIS_URL, log)
  service.onClose('redis', () => redis.quit())
  const jobs = createJobs(redis, log)
  service.onClose('jobs', () => jobs.close())
  const server = webhook(
    { db, jobs, log },
    { checkAddress: env.WEBHOOK_CHECK_ADDRESS === 'on', trustedProxies: env.TRUSTED_PROXIES, dashboardPassword: env.DASHBOARD_PASSWORD },
  )
  const port = await listen(service, server, { host: env.WEBHOOK_HOST, port: env.WEBHOOK_PORT })
  health.addCheck('database', () => pingDatabase(db))
  health.addCheck('redis', () => redis.ping())
  health.setState('running')
  log.info('notifications are received', { port })
})
