import { createBotApi } from '@cars-bot/adapters/bot-api'
import { failureOf } from '@cars-bot/adapters/errors'
import { openMediaStore } from '@cars-bot/adapters/media-store'
import { createOpenAiClient } from '@cars-bot/adapters/openai'
import { createSheetsClient, readServiceAccount } from '@cars-bot/adapters/sheets'
import { createYooKassaClient } from '@cars-bot/adapters/yookassa'
import {
  bootSettings,
  botApiEnv,
  consumerRedis,
  createAlerts,
  createJobs,
  createPhoneVault,
  mediaEnv,
  openAiEnv,
  openDatabase,
  phoneEnv,
  pingDatabase,
  producerRedis,
  queueDepth,
  queueNames,
  runService,
  serviceEnv,
  sheetsEnv,
  startConsumers,
  startHealth,
  yooKassaEnv,
} from '@cars-bot/platform'
import type { App } from './app.js'
import { jobHandlers } from './handlers.js'
import { createRateBudget } from './posts/rate-budget.js'
import { createModelOutage } from './reading/model-outage.js'

/** Of the 30 messages a second that Telegram allows a bot (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this) these, the rest is left to the answers of the bot. */
const messagesPerSecond = 25
const broadcastsPerSecond = 20

const { env, log } = bootSettings('worker', { ...serviceEnv, ...phoneEnv, ...botApiEnv, ...mediaEnv, ...openAiEnv, ...yooKassaEnv, ...sheetsEnv })

await runService(log, async (service) => {
  const health = await startHealth(service, { host: env.HEALTH_HOST, port: env.HEALTH_PORT })
  const db = openDatabase(env.DATABASE_URL, 20)
  service.onClose('database', () => db.$disconnect())
  const redis = consumerRedis(env.REDIS_URL, log)
  service.onClose('redis', () => redis.quit())
  const jobsRedis = producerRedis(env.REDIS_URL, log)
  service.onClose('jobs redis', () => jobsRedis.quit())
  const jobs = createJobs(jobsRedis, log)
  service.onClose('jobs', () => jobs.close())
  const alerts = createAlerts(db, log, 'worker')
  const bot = createBotApi({ token: env.BOT_TOKEN, apiRoot: env.TELEGRAM_API_ROOT, timeoutMs: 20_000 })
  const { username: botUsername } = await bot.getMe()
  const usesOpenAi = env.AI_PROVIDER === 'openai' || (env.AI_PROVIDER === undefined && env.OPENAI_API_KEY !== undefined)
  const app: App = {
    db,
    jobs,
    log,
    alerts,
    phones: createPhoneVault(env.PHONE_ENCRYPTION_KEY),
    bot,
    botUsername,
    newsChannelId: env.NEWS_CHANNEL_ID,
    adminIds: env.ADMIN_USER_IDS,
    adReader: usesOpenAi
      ? createOpenAiClient({
          apiKey: env.OPENAI_API_KEY ?? '',
          baseUrl: env.OPENAI_BASE_URL,
          model: env.OPENAI_MODEL,
          temperature: env.OPENAI_TEMPERATURE,
          maxTokens: env.OPENAI_MAX_TOKENS,
          timeoutMs: 30_000,
        })
      : null,
    modelOutage: createModelOutage(jobsRedis, { fallbackAfterMs: env.AI_FALLBACK_AFTER }),
    modelFallbackAfterMs: env.AI_FALLBACK_AFTER,
    media: await openMediaStore(env.MEDIA_DIR),
    mediaRetentionDays: env.MEDIA_RETENTION_DAYS,
    payments: createYooKassaClient({ baseUrl: env.YOOKASSA_API_URL, shopId: env.YOOKASSA_SHOP_ID, secretKey: env.YOOKASSA_SECRET_KEY, mode: env.YOOKASSA_MODE, timeoutMs: 20_000 }),
    sheets: createSheetsClient({
      baseUrl: env.GOOGLE_SHEETS_API_URL,
      serviceAccount: await readServiceAccount(env.GOOGLE_SERVICE_ACCOUNT_FILE),
      spreadsheetId: env.GOOGLE_SPREADSHEET_ID,
      timeoutMs: 30_000,
    }),
    editBudget: createRateBudget(jobsRedis, { key: `edits:${env.NEWS_CHANNEL_ID}`, amount: env.NEWS_CHANNEL_MESSAGES_PER_MINUTE, periodMs: 60_000 }),
    channelBudget: createRateBudget(jobsRedis, { key: `channel:${env.NEWS_CHANNEL_ID}`, amount: env.NEWS_CHANNEL_MESSAGES_PER_MINUTE, periodMs: 60_000 }),
    messageBudget: createRateBudget(jobsRedis, { key: 'messages', amount: messagesPerSecond, periodMs: 1_000 }),
    broadcastBudget: createRateBudget(jobsRedis, { key: 'broadcasts', amount: broadcastsPerSecond, periodMs: 1_000 }),
    now: () => new Date(),
  }
  const consumers = startConsumers({ redis, db, log, alerts, handlers: jobHandlers(app), failureOf })
  service.onClose('consumers', () => consumers.close())
  health.addCheck('database', () => pingDatabase(db))
  health.addCheck('redis', () => jobsRedis.ping())
  health.addCheck('consumers', async () => {
    if (!consumers.isRunning()) throw new Error('a consumer has stopped')
    await Promise.resolve()
  })
  const depths = setInterval(() => void measureQueues(), 5_000)
  service.onClose('queue depths', () => clearInterval(depths))
  health.setState('running')

  async function measureQueues(): Promise<void> {
    try {
      const counts = await jobs.counts()
      for (const queue of queueNames) for (const [state, count] of Object.entries(counts[queue])) queueDepth.set({ queue, state }, count)
    } catch (error) {
      log.debug('queue depths not measured', { error })
    }
  }
})
