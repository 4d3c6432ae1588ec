import { bootSettings, createJobs, openDatabase, pingDatabase, producerRedis, runService, serviceEnv, startHealth } from '@cars-bot/platform'
import { startScheduling } from './start-scheduling.js'

const { env, log } = bootSettings('scheduler', serviceEnv)

await runService(log, async (service) => {
  const health = await startHealth(service, { host: env.HEALTH_HOST, port: env.HEALTH_PORT })
  const db = openDatabase(env.DATABASE_URL, 2)
  service.onClose('database', () => db.$disconnect())
  const redis = producerRedis(env.REDIS_URL, log)
  service.onClose('redis', () => redis.quit())
  const jobs = createJobs(redis, log)
  service.onClose('jobs', () => jobs.close())
  health.addCheck('database', () => pingDatabase(db))
  health.addCheck('redis', () => redis.ping())
  await startScheduling(service, { db, jobs, log, setState: (state) => health.setState(state) })
})
