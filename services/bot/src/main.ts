import { createBotApi, startPolling } from '@cars-bot/adapters/bot-api'
import { createYooKassaClient } from '@cars-bot/adapters/yookassa'
import {
  bootSettings,
  botApiEnv,
  createAlerts,
  createJobs,
  createPhoneVault,
  holdLease,
  openDatabase,
  phoneEnv,
  pingDatabase,
  producerRedis,
  runService,
  serviceEnv,
  startHealth,
  yooKassaEnv,
} from '@cars-bot/platform'
import type { App } from './app.js'
import { botEnv } from './bot-env.js'
import { createRouter } from './router.js'
import { showCommands } from './show-commands.js'

const { env, log } = bootSettings('bot', { ...serviceEnv, ...phoneEnv, ...botApiEnv, ...yooKassaEnv, ...botEnv })
const longestSilenceMs = 120_000

await runService(log, async (service) => {
  const health = await startHealth(service, { host: env.HEALTH_HOST, port: env.HEALTH_PORT })
  const db = openDatabase(env.DATABASE_URL, 20)
  service.onClose('database', () => db.$disconnect())
  const redis = producerRedis(env.REDIS_URL, log)
  service.onClose('redis', () => redis.quit())
  const jobs = createJobs(redis, log)
  service.onClose('jobs', () => jobs.close())
  health.addCheck('database', () => pingDatabase(db))
  health.addCheck('redis', () => redis.ping())
  const bot = createBotApi({ token: env.BOT_TOKEN, apiRoot: env.TELEGRAM_API_ROOT, timeoutMs: 20_000 })
  const { username } = await bot.getMe()
  const app: App = {
    db,
    jobs,
    log,
    alerts: createAlerts(db, log, 'bot'),
    phones: createPhoneVault(env.PHONE_ENCRYPTION_KEY),
    bot,
    payments: createYooKassaClient({ baseUrl: env.YOOKASSA_API_URL, shopId: env.YOOKASSA_SHOP_ID, secretKey: env.YOOKASSA_SECRET_KEY, mode: env.YOOKASSA_MODE, timeoutMs: 10_000 }),
    botUsername: username,
    adminIds: env.ADMIN_USER_IDS,
    returnUrl: env.PAYMENT_RETURN_URL ?? `https://t.me/${username}`,
    now: () => new Date(),
  }
  await holdLease(service, db, log, { name: 'bot', onStandby: () => health.setState('standby') })
  await showCommands(app)
  const polling = startPolling({ bot, log, onUpdate: createRouter(app), onError: (error) => service.fail(error) })
  service.onClose('polling', () => polling.stop())
  health.addCheck('telegram', async () => {
    const lastAnswerAt = polling.lastAnswerAt()
    if (lastAnswerAt && Date.now() - lastAnswerAt.getTime() > longestSilenceMs) throw new Error('Telegram answers no polls')
    await Promise.resolve()
  })
  health.setState('running')
})
